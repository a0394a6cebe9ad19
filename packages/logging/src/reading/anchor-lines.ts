import { logfmtFields } from '@emas/log-lines';
import type { ChainEnd } from '../chain-end.ts';

/** How far a chain had come: what a `log_anchor` line tells. */
export interface Anchor extends ChainEnd {
  /** Days that files of this log are kept. */
  readonly days: number;
  readonly host: string;
}

/** Anchors are far shorter. Longer lines are not parsed. */
const LONGEST = 8192;
/**
 * Where our part of a line begins, behind the header of a receiver. The first of them counts: what follows
 * may be text of a visitor.
 */
const BEGINNING = /\{|\[emas@\d{1,10} |(?:^|[ \ufeff])(?:event|category)=/;
const PARAMETER = / ([^\s"=\]]+)="((?:[^"\\\]]|\\.)*)"/y;

/**
 * The anchor in a line: our own JSON, RFC 5424 structured data or logfmt, after any prefix of a receiver;
 * or a row of `emas_log_anchors` as ClickHouse writes it in JSONEachRow.
 */
export function anchorOf(line: string): Anchor | undefined {
  // Most lines of a log are none: nothing is parsed for those.
  if (line.length > LONGEST || !line.includes('mac') || !line.includes('chain')) return undefined;
  const begins = BEGINNING.exec(line);
  if (begins === null) return undefined;
  const [mark] = begins;
  if (mark === '{') return fromJson(line.slice(begins.index));
  const fields = mark.startsWith('[')
    ? parameters(line, begins.index + mark.length - 1)
    : logfmtFields(line, begins.index);
  return fields.get('event') === 'log_anchor' ? anchor(Object.fromEntries(fields)) : undefined;
}

function fromJson(text: string): Anchor | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    if (!('event' in parsed)) return anchor(parsed);
    return parsed.event === 'log_anchor' && 'data' in parsed ? anchor(parsed.data) : undefined;
  } catch {
    // Not JSON: not ours, or altered.
    return undefined;
  }
}

/** Those of one element of structured data (RFC 5424 §6.3). */
function parameters(line: string, from: number): Map<string, string> {
  const found = new Map<string, string>();
  PARAMETER.lastIndex = from;
  for (let match = PARAMETER.exec(line); match !== null; match = PARAMETER.exec(line)) {
    const [, name = '', value = ''] = match;
    found.set(name, value.replace(/\\(.)/g, '$1'));
  }
  return found;
}

function anchor(value: unknown): Anchor | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const text = (key: string): string => {
    const field: unknown = Reflect.get(value, key);
    return typeof field === 'string' || typeof field === 'number' ? String(field) : '';
  };
  const number = (key: string): number => (text(key) === '' ? Number.NaN : Number(text(key)));
  const [slot, seq, days] = [number('slot'), number('seq'), number('days')];
  const [log, chain, mac, file] = [text('log'), text('chain'), text('mac'), text('file')];
  const isWhole = [slot, seq, days].every((one) => Number.isFinite(one) && one >= 0);
  if (!isWhole || [log, chain, mac, file].includes('')) return undefined;
  return { log, slot, chain, seq, mac, file, days, host: text('host') };
}
