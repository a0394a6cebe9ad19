import { MAC_KEY, MAC_LENGTH } from '../file/chain.ts';
import type { ChainKey } from '../file/chain.ts';
import { erasedFrom } from '../file/erased-line.ts';
import type { ErasedLine } from '../file/erased-line.ts';
import { logEntry } from './log-entries.ts';

/** A line with what the chain says of it. */
export interface SealedLine {
  readonly file: string;
  readonly number: number;
  readonly seq: number;
  /** '' where lines are not chained. */
  readonly mac: string;
  /** The line without its mac. */
  readonly signed: string;
  /** What is left of a line that was erased; `undefined` for all others. */
  readonly erased: ErasedLine | undefined;
  /** What the first line of a file tells; `undefined` for all others. */
  readonly opening: Opening | undefined;
}

interface Opening {
  readonly chain: string;
  readonly key: string;
  readonly previous: string;
  /** The name that the file was given. */
  readonly file: string;
  /** The file that holds the line before; '' at the very beginning. */
  readonly after: string;
}

const ENDING = new RegExp(`,"seq":(\\d{1,15})(?:${MAC_KEY}([\\w-]{${MAC_LENGTH}})")?}$`);
const IS_OPENING = '"event":"log_file_opened"';

/** @returns `undefined` for what is no line of ours. */
export function sealedLine(file: string, number: number, text: string): SealedLine | undefined {
  const match = ENDING.exec(text);
  if (match === null) return undefined;
  const [ending, seq = '', mac = ''] = match;
  const erased = erasedFrom(text);
  const unsigned = mac === '' ? '}'.length : MAC_KEY.length + mac.length + '"}'.length;
  return {
    file,
    number,
    seq: Number(seq),
    mac,
    signed: text.slice(0, text.length - Math.min(unsigned, ending.length)),
    erased,
    opening: erased === undefined && text.includes(IS_OPENING) ? openingOf(text) : undefined,
  };
}

/** What the mac of a line is made of, with the mac before it. */
export function digestOf({ signed, erased }: SealedLine, key: ChainKey): string {
  return erased?.digest ?? key.digest(signed);
}

function openingOf(text: string): Opening | undefined {
  // Altered into something that is no JSON: its mac tells.
  const { event, data } = logEntry(text, '', 0) ?? {};
  if (event !== 'log_file_opened' || data === undefined) return undefined;
  const { chain, key, previous, file, after } = data;
  if (!isText(chain) || !isText(key) || !isText(previous)) return undefined;
  if (!isText(file) || !isText(after)) return undefined;
  return { chain, key, previous, file, after };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
