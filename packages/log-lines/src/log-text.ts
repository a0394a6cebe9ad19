import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { LineCutter } from './line-cutter.ts';
import type { RawLine } from './line-cutter.ts';
import { packingOf, unpacked } from './packing.ts';
import { fromUtf16, utf16Of } from './text-encoding.ts';

/** How a log's text is read. */
export interface LogReading {
  /** Position in the text to read from, in bytes. @default 0 */
  readonly from?: number;
  /** Position to read to: the line that is open there ends there. @default the end of the file */
  readonly to?: number;
  /** Told how many bytes of the file itself were read, for progress. */
  readonly onRead?: (bytes: number) => void;
  /** Told each piece of the text, and its position. */
  readonly onText?: (position: number, bytes: Buffer) => void;
}

const CHUNK = 256 * 1024;
const SIGNS = 8;

/**
 * The lines of a log from a position on. A file that is packed by gzip, bzip2, zstd or xz is unpacked on the
 * way, UTF-16 becomes UTF-8; positions are of the text in UTF-8, and so the same for a packed copy.
 *
 * @throws EmasError `ERR_EMAS_LOG_UNPACK` where a packed file is broken; the system's own errors otherwise.
 */
export async function* logLines(
  path: string,
  { from = 0, to = Infinity, onRead, onText }: LogReading = {},
): AsyncGenerator<readonly RawLine[]> {
  const cutter = new LineCutter(from);
  let position = from;
  for await (const chunk of textFrom(path, from, onRead)) {
    const bytes = chunk.subarray(0, Math.min(chunk.length, to - position));
    onText?.(position, bytes);
    position += bytes.length;
    const lines = cutter.cut(bytes);
    if (lines.length > 0) yield lines;
    if (position >= to) break;
  }
  const rest = cutter.rest();
  if (rest !== undefined) yield [rest];
}

async function* textFrom(
  path: string,
  from: number,
  onRead?: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const head = await headOf(path);
  const packing = packingOf(head);
  const isPlain = packing === undefined && utf16Of(head) === undefined;
  // Only plain text can be entered in the middle.
  const source = createReadStream(path, { start: isPlain ? from : 0, highWaterMark: CHUNK });
  if (onRead !== undefined) source.on('data', (chunk) => onRead(chunk.length));
  try {
    const bytes: AsyncIterable<Buffer> =
      packing === undefined ? source : unpacked(path, packing, source);
    yield* isPlain ? bytes : behind(from, inUtf8(bytes));
  } finally {
    source.destroy();
  }
}

async function headOf(path: string): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(SIGNS), 0, SIGNS, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Packed text shows only now which encoding it has. */
async function* inUtf8(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const chunks = source[Symbol.asyncIterator]();
  try {
    const first = await chunks.next();
    if (first.done === true) return;
    const rest = restOf(first.value, chunks);
    const encoding = utf16Of(first.value);
    yield* encoding === undefined ? rest : fromUtf16(encoding, rest);
  } finally {
    await chunks.return?.();
  }
}

async function* restOf(first: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
    yield next.value;
  }
}

/** What of a text lies behind a position. */
async function* behind(from: number, source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let position = 0;
  for await (const bytes of source) {
    const skipped = Math.max(0, from - position);
    position += bytes.length;
    if (skipped < bytes.length) yield bytes.subarray(skipped);
  }
}
