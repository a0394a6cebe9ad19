import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { errorCode } from '@emas/errors';
import { inWritingOrder, parseFileName } from './file-names.ts';
import type { LogFileName } from './file-names.ts';
import { partialPath, removePartials } from './partial-file.ts';

/** How long the files of a log are kept. */
export interface Retention {
  /** Milliseconds after a file's last line; the addresses in it leave with it. */
  readonly maxAge: number;
  /** Bytes of all files of the log together, those of all processes. */
  readonly maxTotalBytes: number;
}

export interface HousekeepingOptions {
  readonly folder: string;
  readonly log: string;
  readonly slot: number;
  readonly retention: Retention;
  readonly compress: boolean;
  readonly now: () => number;
  /** Whether the clock is to be believed: otherwise no file is too old. */
  readonly isClockSteady: () => Promise<boolean>;
  /** The file that is written now. */
  readonly current: () => string | undefined;
  /**
   * Begins a new file, where the newest of this process holds lines that are too old.
   *
   * @returns Whether it could: otherwise the old one stays, as the chain goes on from its end.
   */
  readonly renew: () => boolean;
  /**
   * Told before they are removed: where the process is killed in between, a line speaks of files that are
   * still there, and none is gone without a line.
   */
  readonly onRemoved: (files: readonly string[], reason: 'age' | 'size') => void;
}

interface KeptFile extends LogFileName {
  readonly bytes: number;
  readonly lastLine: number;
}

/** No run takes as long: one of that age was killed. */
const ABANDONED_MS = 3_600_000;

/**
 * Compresses what is written to the end and removes what is too old or too much, for one log.
 *
 * Files of processes that are gone are included: a running process removes them.
 */
export async function keepHouse(options: HousekeepingOptions): Promise<void> {
  const { folder, log, retention } = options;
  const files = await filesOf(folder, log);
  const isTooOld = await ageLimit(options, files);
  const newest = files.findLast(({ slot }) => slot === options.slot);
  // Its end is where the chain goes on: that has to stand in a file before this one is gone.
  const isNeeded = newest !== undefined && isTooOld(newest) && !options.renew();
  const tooOld = files.filter((file) => isTooOld(file) && !(isNeeded && file === newest));
  await remove(options, tooOld, 'age');
  const left = files.filter((file) => !tooOld.includes(file));
  const tooMuch = beyond(left, retention.maxTotalBytes, [options.current(), newest?.name]);
  await remove(options, tooMuch, 'size');

  await removePartials(folder, options.now() - ABANDONED_MS, log);
  if (options.compress)
    await compressClosed(
      options,
      left.filter((file) => !tooMuch.includes(file)),
    );
}

/** Tells what is too old. The clock is asked for only where it would remove something. */
async function ageLimit(
  { now, retention, isClockSteady }: HousekeepingOptions,
  files: readonly KeptFile[],
): Promise<(file: KeptFile) => boolean> {
  const oldest = now() - retention.maxAge;
  const isTooOld = ({ lastLine }: KeptFile): boolean => lastLine < oldest;
  return files.some(isTooOld) && !(await isClockSteady()) ? () => false : isTooOld;
}

async function filesOf(folder: string, log: string): Promise<KeptFile[]> {
  const names = (await readdir(folder)).map(parseFileName).filter((name) => name !== undefined);
  const own = names.filter((name) => name.log === log).toSorted(inWritingOrder);
  const files = await Promise.all(
    own.map(async (name) => {
      const found = await stat(join(folder, name.name)).catch(() => undefined);
      return found === undefined
        ? undefined
        : { ...name, bytes: found.size, lastLine: found.mtimeMs };
    }),
  );
  return files.filter((file) => file !== undefined);
}

/** A day that takes so much of all there may be was filled by somebody. */
const FLOOD_SHARE = 0.25;

/**
 * Those that have to go for the others to fit: the oldest, but while one day is a flood the one in its middle.
 * So a stranger who fills the log pushes out what he filled it with, and not what was written before.
 */
function beyond(
  files: readonly KeptFile[],
  most: number,
  needed: readonly (string | undefined)[],
): KeptFile[] {
  let bytes = sizeOf(files);
  const left = files
    .filter(({ name }) => !needed.includes(name))
    .toSorted((one, other) => one.lastLine - other.lastLine);
  const gone: KeptFile[] = [];
  while (bytes > most && left.length > 0) {
    const ofDay = fullestDay(left);
    const isFlood = ofDay.length > 2 && sizeOf(ofDay) > most * FLOOD_SHARE;
    const at = isFlood
      ? left.findIndex(({ name }) => name === ofDay[Math.floor(ofDay.length / 2)]?.name)
      : 0;
    const [next] = left.splice(at, 1);
    if (next === undefined) break;
    gone.push(next);
    bytes -= next.bytes;
  }
  return gone;
}

function sizeOf(files: readonly KeptFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** The files of the day that has the most bytes. */
function fullestDay(files: readonly KeptFile[]): readonly KeptFile[] {
  const days = new Map<string, KeptFile[]>();
  for (const file of files) days.set(file.day, [...(days.get(file.day) ?? []), file]);
  const all = [...days.values()];
  return all.reduce((most, one) => (sizeOf(one) > sizeOf(most) ? one : most), all[0] ?? []);
}

async function remove(
  { folder, onRemoved }: HousekeepingOptions,
  files: readonly LogFileName[],
  reason: 'age' | 'size',
): Promise<void> {
  if (files.length === 0) return;
  onRemoved(
    files.map(({ name }) => name),
    reason,
  );
  for (const { name } of files) await rm(join(folder, name), { force: true });
}

/** The newest of each process stays as it is: its end is where the chain goes on. */
async function compressClosed(
  { folder, slot }: HousekeepingOptions,
  files: readonly KeptFile[],
): Promise<void> {
  const own = files.filter((file) => file.slot === slot);
  for (const file of own.slice(0, -1)) {
    if (!file.compressed) await compress(join(folder, file.name), file.lastLine);
  }
}

/**
 * By a file of another name: a compressed one is whole or not there. Its time stays that of its lines.
 *
 * A logger that was ended may be at it when the next one begins with the same file: both make the same of
 * it, each in a file of its own, and the first removes what the other then does not find.
 */
async function compress(path: string, lastLine: number): Promise<void> {
  const partial = partialPath(path);
  try {
    const { ctimeMs } = await stat(path);
    await pipeline(
      createReadStream(path),
      createGzip(),
      createWriteStream(partial, { mode: 0o600 }),
    );
    await utimes(partial, lastLine / 1000, lastLine / 1000);
    // Lines were erased meanwhile, which the packed ones do not know of: it is packed the next time.
    if ((await stat(path)).ctimeMs !== ctimeMs) {
      await rm(partial, { force: true });
      return;
    }
    await rename(partial, `${path}.gz`);
    await rm(path, { force: true });
  } catch (error) {
    await rm(partial, { force: true });
    // Another one has packed it.
    if (errorCode(error) !== 'ENOENT' || existsSync(path)) throw error;
  }
}
