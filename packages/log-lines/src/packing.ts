import { createGunzip } from 'node:zlib';
import { pipeline } from 'node:stream';
import type { Readable } from 'node:stream';
import { errorCode } from '@emas/errors';
import { throughProgram } from './program-stream.ts';
import type { UnpackProgram } from './program-stream.ts';
import { unpackFault } from './unpack-fault.ts';

/** How a file is packed, told by its first bytes and not by its name. */
export type Packing = 'gzip' | 'bzip2' | 'zstd' | 'xz' | 'zip';

const MAGIC: readonly (readonly [packing: Packing, bytes: readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
];

/** What Node cannot unpack; each holds as much memory as its dictionary at most. */
const PROGRAMS: Readonly<Record<'bzip2' | 'zstd' | 'xz', UnpackProgram>> = {
  bzip2: { program: 'bzip2', args: ['-dc'] },
  zstd: { program: 'zstd', args: ['-dcq', '--memory=128MB'] },
  xz: { program: 'xz', args: ['-dcq', '--threads=1', '--memlimit-decompress=128MiB'] },
};

/** `undefined` for a file that is not packed. */
export function packingOf(head: Buffer): Packing | undefined {
  return MAGIC.find(([, bytes]) => bytes.every((byte, at) => head[at] === byte))?.[0];
}

/**
 * The text in a packed file. Of the packed and of the unpacked bytes, only some are in memory at a time.
 *
 * @throws EmasError `ERR_EMAS_LOG_UNPACK` where it is no such file, is cut off, or nothing here can unpack it.
 */
export async function* unpacked(
  path: string,
  packing: Packing,
  source: Readable,
): AsyncGenerator<Buffer> {
  if (packing === 'zip') {
    source.destroy();
    throw unpackFault(path, 'zip archives are not read', 'Unpack it first, or pack it with gzip.');
  }
  if (packing === 'gzip') yield* gunzipped(path, source);
  else yield* throughProgram(path, PROGRAMS[packing], source);
}

async function* gunzipped(path: string, source: Readable): AsyncGenerator<Buffer> {
  // Unlike `pipe`, `pipeline` hands on faults, and closes the file when the reader stops.
  const text: AsyncIterable<Buffer> = pipeline(source, createGunzip(), () => undefined);
  try {
    yield* text;
  } catch (cause) {
    const code = errorCode(cause);
    // Others are of the file, not of what is in it.
    if (!code.startsWith('Z_')) throw cause;
    throw unpackFault(
      path,
      `it is not a complete gzip file (${code})`,
      'Check it with gzip --test.',
      cause,
    );
  }
}
