import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { errorCode } from '@emas/errors';
import { partOfLetter } from './letter.ts';
import { decodePart } from './record.ts';
import type { Part, PartHead } from './record.ts';

/** A part that waits, and where it lies: it moves when its segment is cleared out. */
export interface SpoolEntry extends PartHead {
  segment: Segment;
  offset: number;
  length: number;
}

/** A file of a folder of the spool. */
export interface Segment {
  /** Name of the folder. */
  readonly folder: string;
  readonly file: string;
  readonly path: string;
  /** Rows as the writer has them, or as they lie in the dead-letter file. */
  readonly format: 'records' | 'letters';
  bytes: number;
  readonly pending: Set<SpoolEntry>;
  /** Tokens of what lies here and needs no sending any more. */
  readonly spent: Set<string>;
  /** Whether something was spent when its folder was cleared out last. */
  isRipe: boolean;
}

/**
 * The parts that a segment has, in the order of `entries`, which is that of the file.
 *
 * @param handle Where the file is open already.
 * @returns `undefined` in place of a part that the disk no longer has whole.
 * @throws The system's error where the disk does not tell: the parts may well be there.
 */
export async function readParts(
  segment: Segment,
  entries: readonly SpoolEntry[],
  handle?: FileHandle,
): Promise<(Part | undefined)[]> {
  const start = Math.min(...entries.map(({ offset }) => offset));
  const end = Math.max(...entries.map(({ offset, length }) => offset + length));
  const bytes = await readRange(segment.path, start, end, handle);
  return entries.map((entry) => {
    const record = bytes.subarray(entry.offset - start, entry.offset - start + entry.length);
    if (segment.format === 'records') return decodePart(record);
    return partOfLetter(record.toString());
  });
}

async function readRange(
  path: string,
  start: number,
  end: number,
  known?: FileHandle,
): Promise<Buffer> {
  let opened: FileHandle | undefined;
  try {
    const handle = known ?? (opened = await open(path, 'r'));
    const bytes = Buffer.allocUnsafeSlow(end - start);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
    // A record that the file does not reach is not whole, and does not check.
    return bytes.subarray(0, bytesRead);
  } catch (error) {
    // Only this says that it is gone; a process out of descriptors or a disk that is ill say nothing of it.
    if (errorCode(error) === 'ENOENT') return Buffer.alloc(0);
    throw error;
  } finally {
    await opened?.close().catch(() => undefined);
  }
}
