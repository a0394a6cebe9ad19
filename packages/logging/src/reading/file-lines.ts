import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { EmasError, errorCode } from '@emas/errors';
import { inWritingOrder, parseFileName } from '../file/file-names.ts';
import type { LogFileName } from '../file/file-names.ts';

/** One line of a log file, as it stands there. */
export interface FileLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  /** Whether a line feed follows: a write may have been interrupted. */
  readonly whole: boolean;
}

/** The log files of a folder, in the order in which each process wrote them. @throws EmasError `ERR_EMAS_LOG_FOLDER`. */
export async function logFiles(folder: string): Promise<LogFileName[]> {
  const files = await everyLogFile(folder);
  // A crash between compressing and removing leaves both: the plain one is whole for certain.
  const plain = new Set(files.filter((file) => !file.compressed).map(({ name }) => name));
  return files.filter((file) => !file.compressed || !plain.has(file.name.slice(0, -'.gz'.length)));
}

/** The same with the packed ones of which the plain one is still there. */
export async function everyLogFile(folder: string): Promise<LogFileName[]> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    throw new EmasError('ERR_EMAS_LOG_FOLDER', `The log folder ${folder} cannot be read.`, {
      cause: error,
      help: 'Give the folder that the app passes to createLogger({ folder }).',
    });
  }
  return names
    .map(parseFileName)
    .filter((file) => file !== undefined)
    .toSorted(inWritingOrder);
}

/** Those of one log and one process together, in order: what one chain goes through. */
export function bySeries(files: readonly LogFileName[]): readonly (readonly LogFileName[])[] {
  const series = new Map<string, LogFileName[]>();
  for (const file of files) {
    const name = `${file.log}.${file.slot}`;
    const own = series.get(name) ?? [];
    own.push(file);
    series.set(name, own);
  }
  return [...series.values()];
}

/** Longer lines than the encoder ever makes are cut: a folder may hold what somebody else put there. */
const LONGEST_LINE = 64 * 1024 * 1024;
const NEWLINE = 0x0a;

/** @throws The system's error, or zlib's for a damaged archive. */
export function fileLines(folder: string, file: LogFileName): AsyncGenerator<FileLine> {
  return linesIn(join(folder, file.name), file.compressed);
}

/** @throws The system's error, or zlib's for a damaged archive. */
export async function* linesIn(path: string, compressed: boolean): AsyncGenerator<FileLine> {
  let number = 0;
  for await (const { bytes, whole } of byteLines(await openLog(path, compressed))) {
    number += 1;
    yield { number, text: bytes.toString('utf8'), whole };
  }
}

/** One line of a file in bytes, without its line feed. */
export interface ByteLine {
  readonly bytes: Buffer;
  /** Where it begins in the file, unpacked. */
  readonly at: number;
  readonly whole: boolean;
}

/** Lines of what is read, each as soon as it is whole. */
export async function* byteLines(source: AsyncIterable<Buffer>): AsyncGenerator<ByteLine> {
  let at = 0;
  let read = 0;
  let rest: Buffer[] = [];
  let restLength = 0;
  for await (const chunk of source) {
    let from = 0;
    for (let to = chunk.indexOf(NEWLINE); to !== -1; to = chunk.indexOf(NEWLINE, from)) {
      rest.push(chunk.subarray(from, to));
      yield { bytes: Buffer.concat(rest), at, whole: true };
      rest = [];
      restLength = 0;
      from = to + 1;
      at = read + from;
    }
    if (restLength < LONGEST_LINE) {
      rest.push(chunk.subarray(from));
      restLength += chunk.length - from;
    }
    read += chunk.length;
  }
  const last = Buffer.concat(rest);
  if (last.length > 0) yield { bytes: last, at, whole: false };
}

/** A file may be compressed between the moment that it is listed and this one. */
async function openLog(path: string, compressed: boolean): Promise<AsyncIterable<Buffer>> {
  const handle = await open(path).catch((error: unknown) => {
    if (compressed || errorCode(error) !== 'ENOENT') throw error;
    return undefined;
  });
  if (handle === undefined) return openLog(`${path}.gz`, true);
  const bytes = handle.createReadStream();
  if (!compressed) return bytes;
  // Unlike `pipe`, it hands on faults, and closes the file when the reader stops. Faults reach the reader.
  return pipeline(bytes, createGunzip(), () => undefined);
}
