import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { MAC_KEY, MAC_LENGTH } from './chain.ts';

/** How a file stands. */
export interface FileEnd {
  /** Number and mac of the last whole line; the mac is '' where lines have none. */
  readonly seq: number;
  readonly mac: string;
  /** Whether a write was interrupted in the midst of a line. */
  readonly torn: boolean;
  /** What its first line tells: the chain, and the name of its key, '' where there is none. */
  readonly chain: string;
  readonly key: string;
}

const CHUNK = 64 * 1024;
const NEWLINE = 0x0a;
const ENDING = new RegExp(`,"seq":(\\d+)(?:${MAC_KEY}([\\w-]{${MAC_LENGTH}})")?}$`);
const OPENING = /^[^\n]*?"chain":"([0-9a-f]{12})","key":"([0-9a-f]{0,16})"/;

/** @returns `undefined` for a file without one whole line of ours. */
export function readFileEnd(path: string): FileEnd | undefined {
  const file = openSync(path, 'r');
  try {
    const { line, torn } = lastLine(file);
    const match = line === undefined ? null : ENDING.exec(line);
    if (match === null) return undefined;
    const opening = openingOf(file);
    if (opening === undefined) return undefined;
    return { seq: Number(match[1]), mac: match[2] ?? '', torn, ...opening };
  } finally {
    closeSync(file);
  }
}

function openingOf(file: number): Pick<FileEnd, 'chain' | 'key'> | undefined {
  const first = Buffer.alloc(4096);
  const length = readSync(file, first, 0, first.length, 0);
  const [, chain, key] = OPENING.exec(first.toString('utf8', 0, length)) ?? [];
  return chain === undefined || key === undefined ? undefined : { chain, key };
}

/** From the end backwards, as much as the last line needs. */
function lastLine(file: number): { line: string | undefined; torn: boolean } {
  let start = fstatSync(file).size;
  let tail: Buffer = Buffer.alloc(0);
  while (start > 0) {
    const length = Math.min(CHUNK, start);
    start -= length;
    const chunk = Buffer.alloc(length);
    readSync(file, chunk, 0, length, start);
    tail = Buffer.concat([chunk, tail]);
    const last = tail.lastIndexOf(NEWLINE);
    const before = last < 1 ? -1 : tail.lastIndexOf(NEWLINE, last - 1);
    if (last === -1 || (before === -1 && start > 0)) continue;
    return { line: tail.toString('utf8', before + 1, last), torn: last !== tail.length - 1 };
  }
  return { line: undefined, torn: tail.length > 0 };
}
