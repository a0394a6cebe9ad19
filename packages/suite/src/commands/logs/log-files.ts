import { closeSync, openSync, readSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseFileName } from '@emas/logging/internal';

/** Whether a name is one that the logger gives its files, `auth.1.2026-11-23.001.log`. */
export function isLogFile(name: string): boolean {
  return parseFileName(name) !== undefined;
}

/** Whether it is a file of this log: `auth`, `consent`. */
export function isFileOf(log: string, name: string): boolean {
  return parseFileName(name)?.log === log;
}

/** How much there is to read in a folder, for those who wait. */
export interface LogSize {
  readonly files: number;
  /** Of the lines, unpacked. */
  readonly bytes: number;
}

/** @param wants Which files are read. @default all logs */
export function logSize(folder: string, wants: (name: string) => boolean = isLogFile): LogSize {
  const sizes = readdirSync(folder)
    .filter(wants)
    .map((name) => sizeOf(join(folder, name)));
  return { files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

const TRAILER = 4;

/** An archive ends with the length of what is in it (RFC 1952 2.3.1): below 4 GB it is exact. */
function sizeOf(path: string): number {
  const { size } = statSync(path, { throwIfNoEntry: false }) ?? { size: 0 };
  if (!path.endsWith('.gz') || size < TRAILER) return size;
  const file = openSync(path, 'r');
  try {
    const trailer = Buffer.alloc(TRAILER);
    readSync(file, trailer, 0, TRAILER, size - TRAILER);
    return trailer.readUInt32LE(0);
  } finally {
    closeSync(file);
  }
}
