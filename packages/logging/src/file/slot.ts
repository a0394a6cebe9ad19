import { randomBytes } from 'node:crypto';
import {
  mkdirSync,
  readFileSync,
  rmSync,
  rmdirSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fateOf, ownIdentity } from '@emas/processes';
import type { ProcessIdentity } from '@emas/processes';
import { EmasError, errorCode } from '@emas/errors';

/**
 * Several processes may log into one folder: each has a number of its own there, which is in the names
 * of its files. Nobody ever writes into a file of another, so lines do not mix and each chain has one
 * writer. A number whose process is gone is given again, and its chain goes on.
 */
export interface Slot {
  readonly number: number;
  /** Says that this process lives, to processes in other containers and on other machines. */
  beat(): void;
  release(): void;
}

interface Owner extends ProcessIdentity {
  readonly nonce: string;
}

const MOST_SLOTS = 1000;
/** A number that a process elsewhere did not renew for so long is nobody's. */
const STALE_AFTER = 300_000;
/** Held for less than a millisecond; older ones were left by a process that died in between. */
const MUTEX_STALE_AFTER = 5000;
const MUTEX_PATIENCE = 2000;

const heldHere = new Set<string>();

/** @throws EmasError `ERR_EMAS_LOG_FOLDER` where the folder cannot be written. */
export function takeSlot(folder: string): Slot {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return exclusively(join(folder, '.taking'), () => firstFree(folder));
  } catch (error) {
    throw new EmasError('ERR_EMAS_LOG_FOLDER', `The log folder ${folder} cannot be written.`, {
      cause: error,
      help: 'Use a folder where this process may create files.',
    });
  }
}

function firstFree(folder: string): Slot {
  for (let number = 1; number <= MOST_SLOTS; number += 1) {
    const path = slotPath(folder, number);
    if (isTaken(path)) continue;
    const nonce = randomBytes(8).toString('hex');
    const owner: Owner = { ...ownIdentity(), nonce };
    const write = (): void => writeFileSync(path, JSON.stringify(owner), { mode: 0o600 });
    write();
    heldHere.add(nonce);
    return slotOf(number, path, nonce, write);
  }
  throw new Error(`${MOST_SLOTS} processes log there already`);
}

function slotOf(number: number, path: string, nonce: string, write: () => void): Slot {
  const isOurs = (): boolean => ownerOf(path)?.nonce === nonce;
  return {
    number,
    beat() {
      try {
        const now = new Date();
        // Somebody emptied the folder: the number is still ours.
        if (ownerOf(path) === undefined) write();
        if (isOurs()) utimesSync(path, now, now);
      } catch {
        // The folder is gone or read-only: writing the log says so.
      }
    },
    release() {
      heldHere.delete(nonce);
      if (isOurs()) rmSync(path, { force: true });
    },
  };
}

/** Whether a process may be writing files of that number. */
export function isSlotTaken(folder: string, number: number): boolean {
  return isTaken(slotPath(folder, number));
}

function slotPath(folder: string, number: number): string {
  return join(folder, `.slot-${number}`);
}

function isTaken(path: string): boolean {
  const owner = ownerOf(path);
  if (owner === undefined) return false;
  if (heldHere.has(owner.nonce)) return true;
  const fate = fateOf(owner);
  if (fate === 'gone') return false;
  // Another thread of this process may have ended, which the kernel does not tell.
  if (fate === 'alive' && owner.pid !== process.pid) return true;
  const { mtimeMs } = statSync(path);
  return Date.now() - mtimeMs < STALE_AFTER;
}

function ownerOf(path: string): Owner | undefined {
  try {
    const read: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isOwner(read) ? read : undefined;
  } catch {
    // Not there, or torn by a crash while it was written: nobody's.
    return undefined;
  }
}

function isOwner(value: unknown): value is Owner {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    typeof value.pid === 'number' &&
    'start' in value &&
    typeof value.start === 'string' &&
    'place' in value &&
    typeof value.place === 'string' &&
    'nonce' in value &&
    typeof value.nonce === 'string'
  );
}

/** `mkdir` succeeds for one of those who try at once, on network file systems too. */
function exclusively<Result>(mutex: string, action: () => Result): Result {
  const until = Date.now() + MUTEX_PATIENCE;
  while (!tryToTake(mutex)) {
    if (Date.now() > until) throw new Error(`${mutex} is held by another process`);
    // At start-up only, and for as long as another process reads a few small files.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
  }
  try {
    return action();
  } finally {
    rmdirSync(mutex);
  }
}

function tryToTake(mutex: string): boolean {
  try {
    mkdirSync(mutex);
    return true;
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    const since = statSync(mutex, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > MUTEX_STALE_AFTER) rmSync(mutex, { recursive: true, force: true });
    return false;
  }
}
