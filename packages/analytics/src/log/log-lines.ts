import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';

/** A line and the position behind it, in bytes of the text (unpacked, where the file is gzip). */
export interface RawLine {
  readonly text: string;
  readonly end: number;
  /** True where the line is not finished: the last one of a file that may still grow. */
  readonly partial: boolean;
}

/** Longer lines are cut: they are no requests anybody meant. */
const MAX_LINE = 64 * 1024;
const NEWLINE = 10;

/**
 * The lines of a file from a position on; gzip is read as it is.
 *
 * @param onRead Told how many bytes of the file itself were read, for progress.
 */
export async function* logLines(
  path: string,
  from: number,
  onRead: (bytes: number) => void = () => undefined,
): AsyncGenerator<readonly RawLine[]> {
  const packed = await isGzip(path);
  const file = createReadStream(path, { start: packed ? 0 : from, highWaterMark: 256 * 1024 });
  file.on('data', (chunk) => onRead(chunk.length));
  const source = packed ? file.pipe(createGunzip()) : file;
  // pipe() does not carry errors over.
  if (packed) file.on('error', (error) => source.destroy(error));
  let position = packed ? 0 : from;
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const lines: RawLine[] = [];
      let start = 0;
      for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, start)) {
        position += at + 1 - start;
        if (position > from) lines.push(lineOf(bytes.subarray(start, at), position, false));
        start = at + 1;
      }
      rest = bytes.subarray(start);
      if (lines.length > 0) yield lines;
    }
  } finally {
    file.destroy();
  }
  if (rest.length > 0) yield [lineOf(rest, position + rest.length, true)];
}

async function isGzip(path: string): Promise<boolean> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

function lineOf(bytes: Buffer, end: number, partial: boolean): RawLine {
  const last = bytes.at(-1) === 13 ? bytes.length - 1 : bytes.length;
  return { text: bytes.toString('utf8', 0, Math.min(last, MAX_LINE)), end, partial };
}
