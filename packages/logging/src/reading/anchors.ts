import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { LogFileName } from '../file/file-names.ts';
import { fileLines } from './file-lines.ts';

/** How far each chain was at times: by series, macs by number. */
export type KnownAnchors = Map<string, Map<number, string>>;

/** A log as one process writes it, `auth.1`. */
export function seriesName(log: string, slot: number): string {
  return `${log}.${slot}`;
}

const MARK = '"log_anchor"';

/** Takes the anchors out of the lines of a file, whatever stands before the JSON in them. */
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
  if (!line.includes(MARK)) return;
  const anchor = anchorOf(line.slice(Math.max(0, line.indexOf('{'))));
  if (anchor === undefined) return;
  const { log, slot, seq, mac } = anchor;
  const name = seriesName(log, slot);
  const own = anchors.get(name) ?? new Map<number, string>();
  own.set(seq, mac);
  anchors.set(name, own);
}

interface AnchorFields {
  readonly log: string;
  readonly slot: number;
  readonly seq: number;
  readonly mac: string;
}

function anchorOf(json: string): AnchorFields | undefined {
  try {
    const line: unknown = JSON.parse(json);
    if (typeof line !== 'object' || line === null || !('event' in line)) return undefined;
    if (line.event !== 'log_anchor' || !('data' in line)) return undefined;
    const { data } = line;
    return isAnchor(data) ? data : undefined;
  } catch {
    // Not JSON: not ours, or altered.
    return undefined;
  }
}

function isAnchor(value: unknown): value is AnchorFields {
  if (typeof value !== 'object' || value === null) return false;
  const has = (key: string, type: string): boolean => typeof Reflect.get(value, key) === type;
  return (
    has('log', 'string') && has('slot', 'number') && has('seq', 'number') && has('mac', 'string')
  );
}
