import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

const CHUNK = 64 * 1024;
/** Of a longer line, which is none of ours, the end. */
const LONGEST_LINE = 64 * 1024 * 1024;
const NEWLINE = 0x0a;

/**
 * The lines of a file from its end on, as much of it as is asked for.
 *
 * @throws The system's error.
 */
export async function* linesBackwards(path: string): AsyncGenerator<string> {
  const file = await open(path);
  try {
    yield* fromTheEnd(file, (await file.stat()).size);
  } finally {
    await file.close();
  }
}

async function* fromTheEnd(file: FileHandle, size: number): AsyncGenerator<string> {
  /** The end of a line whose beginning was not read yet, the last part first. */
  let parts: Buffer[] = [];
  let length = 0;
  for (let start = size; start > 0;) {
    const chunk = Buffer.alloc(Math.min(CHUNK, start));
    start -= chunk.length;
    const { bytesRead } = await file.read(chunk, 0, chunk.length, start);
    let end = bytesRead;
    for (let at = newlineBefore(chunk, end); at !== -1; at = newlineBefore(chunk, at)) {
      parts.push(chunk.subarray(at + 1, end));
      yield Buffer.concat(parts.toReversed()).toString('utf8');
      parts = [];
      length = 0;
      end = at;
    }
    if (length < LONGEST_LINE) parts.push(chunk.subarray(0, end));
    length += end;
  }
  yield Buffer.concat(parts.toReversed()).toString('utf8');
}

function newlineBefore(chunk: Buffer, end: number): number {
  return end === 0 ? -1 : chunk.lastIndexOf(NEWLINE, end - 1);
}
