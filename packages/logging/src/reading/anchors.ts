import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { LogFileName } from '../file/file-names.ts';
import { fileLines } from './file-lines.ts';

/** What anchors know of a chain. */
interface AnchoredChain {
  readonly log: string;
  readonly slot: number;
  /** Macs by number. */
  readonly macs: Map<number, string>;
}

/** By the chain's own name. */
export type KnownAnchors = Map<string, AnchoredChain>;

/**
 * Takes the anchors out of the lines of a file: our own JSON whatever stands before it, the parameters
 * of RFC 5424, or rows of `emas_log_anchors` as ClickHouse writes them in JSONEachRow.
 */
export async function anchorsIn(path: string, anchors: KnownAnchors): Promise<void> {
  const lines = createInterface({
    input: createReadStream(path),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  for await (const line of lines) note(line, anchors);
}

/** Those that the logs of a folder hold of one another. */
export async function anchorsInLog(
  folder: string,
  file: LogFileName,
  anchors: KnownAnchors,
): Promise<void> {
  try {
    for await (const { text } of fileLines(folder, file)) note(text, anchors);
  } catch {
    // A damaged archive: the check of its own chain says so.
  }
}

function note(line: string, anchors: KnownAnchors): void {
  const anchor = anchorOf(line);
  if (anchor === undefined) return;
  const { log, slot, chain, seq, mac } = anchor;
  const own = anchors.get(chain) ?? { log, slot, macs: new Map<number, string>() };
  own.macs.set(seq, mac);
  anchors.set(chain, own);
}

interface AnchorFields {
  readonly log: string;
  readonly slot: number;
  readonly chain: string;
  readonly seq: number;
  readonly mac: string;
}

function anchorOf(line: string): AnchorFields | undefined {
  // Most lines of a log are none: nothing is parsed for those.
  if (!line.includes('mac') || !/chain|log_anchor/.test(line)) return undefined;
  if (line.includes('event="log_anchor"')) return anchorFields(structuredData(line));
  const start = line.indexOf('{');
  if (start === -1) return undefined;
  try {
    const parsed: unknown = JSON.parse(line.slice(start));
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    if (!('event' in parsed)) return anchorFields(parsed);
    return parsed.event === 'log_anchor' && 'data' in parsed
      ? anchorFields(parsed.data)
      : undefined;
  } catch {
    // Not JSON: not ours, or altered.
    return undefined;
  }
}

/** The parameters of an anchor need no escapes: names of logs, hashes and numbers. */
function structuredData(line: string): object {
  return Object.fromEntries(
    [...line.matchAll(/ (\w+)="([^"\\\]]*)"/g)].map(([, name = '', value]) => [name, value]),
  );
}

function anchorFields(value: unknown): AnchorFields | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const text = (key: string): string => {
    const field: unknown = Reflect.get(value, key);
    return typeof field === 'string' || typeof field === 'number' ? String(field) : '';
  };
  const { length } = ['log', 'slot', 'chain', 'seq', 'mac'].filter((key) => text(key) === '');
  if (length > 0) return undefined;
  const [slot, seq] = [Number(text('slot')), Number(text('seq'))];
  return { log: text('log'), slot, chain: text('chain'), seq, mac: text('mac') };
}
