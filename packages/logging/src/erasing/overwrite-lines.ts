import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm, stat, utimes } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { partialPath } from '../file/partial-file.ts';
import { byteLines } from '../reading/file-lines.ts';
import type { ByteLine } from '../reading/file-lines.ts';

/** A line of a file, and its length in bytes. */
export interface OldLine {
  readonly text: string;
  readonly bytes: number;
  /** Whether a line feed follows. */
  readonly whole: boolean;
}

/** @returns What takes the place of a line, of as many bytes; `undefined` where it stays as it is. */
export type Overwriting = (line: OldLine) => string | undefined;

/** Bytes that come to stand in a file, and where. */
interface Patch {
  readonly at: number;
  readonly bytes: Buffer;
}

/**
 * Writes over lines of a file in their places. Processes that add lines meanwhile are not disturbed: the file
 * stays the same one, as long as it was, and as old as its lines.
 *
 * @returns How many lines were written over.
 * @throws The system's error.
 */
export async function overwriteLines(path: string, over: Overwriting): Promise<number> {
  const file = await open(path, 'r+');
  try {
    const { atime, mtime } = await file.stat();
    const patches = await patchesOf(file.createReadStream({ autoClose: false, start: 0 }), over);
    for (const { at, bytes } of patches) await file.write(bytes, 0, bytes.length, at);
    if (patches.length === 0) return 0;
    await file.sync();
    await file.utimes(atime, mtime);
    return patches.length;
  } finally {
    await file.close();
  }
}

/**
 * The same with a file that was packed with gzip: it is packed anew, in a file of its own, which then takes the
 * place of the old one.
 *
 * @throws The system's error, or zlib's for a damaged archive.
 */
export async function overwritePackedLines(path: string, over: Overwriting): Promise<number> {
  const { atime, mtime, mode } = await stat(path);
  const unpacked = pipeline(createReadStream(path), createGunzip(), (source) =>
    patchesOf(source, over),
  );
  const patches = await unpacked;
  if (patches.length === 0) return 0;
  const partial = partialPath(path.slice(0, -'.gz'.length));
  try {
    await pipeline(
      createReadStream(path),
      createGunzip(),
      (source: AsyncIterable<Buffer>) => patched(source, patches),
      createGzip(),
      createWriteStream(partial, { mode, flush: true }),
    );
    await utimes(partial, atime, mtime);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  return patches.length;
}

async function patchesOf(source: AsyncIterable<Buffer>, over: Overwriting): Promise<Patch[]> {
  const patches: Patch[] = [];
  for await (const line of byteLines(source)) {
    const patch = patchOf(line, over);
    if (patch !== undefined) patches.push(patch);
  }
  return patches;
}

function patchOf({ bytes, at, whole }: ByteLine, over: Overwriting): Patch | undefined {
  const text = over({ text: bytes.toString('utf8'), bytes: bytes.length, whole });
  if (text === undefined) return undefined;
  const patch = Buffer.from(text, 'utf8');
  if (patch.length === bytes.length) return { at, bytes: patch };
  throw new Error(`A line of ${bytes.length} bytes was to be written over with ${patch.length}.`);
}

/** @param patches In the order in which they stand. */
async function* patched(
  source: AsyncIterable<Buffer>,
  patches: readonly Patch[],
): AsyncGenerator<Buffer> {
  let read = 0;
  let first = 0;
  for await (const chunk of source) {
    const end = read + chunk.length;
    for (let next = first; next < patches.length; next += 1) {
      const patch = patches[next];
      if (patch === undefined || patch.at >= end) break;
      const from = Math.max(patch.at, read);
      const to = Math.min(patch.at + patch.bytes.length, end);
      patch.bytes.copy(chunk, from - read, from - patch.at, to - patch.at);
      // One that goes on in the next chunk is needed there as well.
      if (patch.at + patch.bytes.length <= end) first = next + 1;
    }
    read = end;
    yield chunk;
  }
}
