import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '@emas/errors';
import { fateOf, ownIdentity } from '@emas/processes';
import type { ProcessIdentity } from '@emas/processes';

/**
 * Several processes may share one spool, in several containers and on several machines. Each writes to a
 * folder of its own: `writer-PLACE-PID-START-ID`. Who renames a folder has it: a name is given once, so
 * that a rename succeeds for one process only, and its owner finds out as its own name is gone.
 *
 * A folder may be taken from a process of which the kernel says that it ended. Of a process elsewhere only
 * the folder's time can tell, which its owner renews each round: when it stood still for many rounds of
 * this process, the owner counts as gone. No clock is compared with another.
 */
const NAME = /^writer-([0-9a-f]{12})-(\d+)-(\d+)-([0-9a-f]{12})$/;
/** Left by a process that ended in good order. */
const RELEASED = /^left-([0-9a-f]{12})$/;
/** Parked rows that are to be sent again. */
const LETTERS = /^retry-[0-9a-f]{12}\.jsonl$/;
/** How far a folder reached when it was taken: see takeover-seal.ts. */
const SEAL = /^seal-([0-9a-f]{12})\.json$/;
const UNKNOWN_PLACE = '0'.repeat(12);
/** Longer than any owner sleeps that comes back. */
const SEAL_KEPT_MS = 7 * 86_400_000;

/** Names of folders that this thread has open. */
const openHere = new Set<string>();

/** A folder that is this process's now. */
export interface TakenFolder {
  readonly name: string;
  /** Whether its owner may come back and believe that it is still his. */
  readonly mayComeBack: boolean;
}

/** Which folders of a spool are this process's. */
export class Ownership {
  readonly #root: string;
  readonly #silentRounds: number;
  readonly #seen = new Map<string, { readonly time: number; rounds: number }>();

  /** @param silentRounds Rounds without a sign of life after which an owner elsewhere counts as gone. */
  constructor(root: string, silentRounds: number) {
    this.#root = root;
    this.#silentRounds = silentRounds;
  }

  /** Makes a folder of this process's own. */
  async claim(): Promise<string> {
    const name = nameOf(ownIdentity(), randomId());
    await mkdir(join(this.#root, name), { recursive: true, mode: 0o700 });
    openHere.add(name);
    return name;
  }

  /**
   * Whether a folder is still this process's.
   *
   * @throws The system's error where it does not tell.
   */
  async has(name: string): Promise<boolean> {
    return isThere(join(this.#root, name));
  }

  /** Gives a sign of life. */
  async beat(name: string): Promise<void> {
    const now = new Date();
    // Where it fails, the folder is another's, which the next write notices, or the disk is ill.
    await utimes(join(this.#root, name), now, now).catch(() => undefined);
  }

  /** Takes over what others left; to be called once a round. */
  async takeOver(): Promise<TakenFolder[]> {
    const names = await readdir(this.#root);
    for (const name of this.#seen.keys()) if (!names.includes(name)) this.#seen.delete(name);
    const taken: TakenFolder[] = [];
    for (const name of names.toSorted()) {
      if (SEAL.test(name)) await this.#forgetSeal(name);
      const state = await this.#stateOf(name);
      if (state === 'owned') continue;
      const own = await this.#take(name);
      if (own !== undefined) taken.push({ name: own, mayComeBack: state === 'silent' });
    }
    return taken;
  }

  /** Files of parked rows that are to be sent again, moved into a folder of this process. */
  async takeLetters(into: string): Promise<string[]> {
    const taken: string[] = [];
    for (const name of (await readdir(this.#root)).filter(isLetters).toSorted()) {
      // Another process may be faster.
      const isOurs = await rename(join(this.#root, name), join(this.#root, into, name)).then(
        () => true,
        () => false,
      );
      if (isOurs) taken.push(name);
    }
    return taken;
  }

  /** Leaves a folder to the next process. */
  async release(name: string): Promise<void> {
    openHere.delete(name);
    const left = join(this.#root, `left-${idOf(name)}`);
    await rename(join(this.#root, name), left).catch(() => undefined);
  }

  /** The folder is another's, or gone. */
  forget(name: string): void {
    openHere.delete(name);
  }

  async #take(name: string): Promise<string | undefined> {
    const own = nameOf(ownIdentity(), idOf(name));
    openHere.add(own);
    try {
      await rename(join(this.#root, name), join(this.#root, own));
      this.#seen.delete(name);
      return own;
    } catch {
      // Another process was faster, or the disk is ill: there is a next round.
      openHere.delete(own);
      return undefined;
    }
  }

  async #stateOf(name: string): Promise<'owned' | 'left' | 'silent'> {
    if (RELEASED.test(name)) return 'left';
    const owner = ownerOf(name);
    if (owner === undefined || openHere.has(name)) return 'owned';
    const fate = fateOf(owner);
    if (fate === 'gone') return 'left';
    // Another thread of this process may have ended, which the kernel does not tell.
    if (fate === 'alive' && owner.pid !== process.pid) return 'owned';
    return (await this.#isSilent(name)) ? 'silent' : 'owned';
  }

  async #isSilent(name: string): Promise<boolean> {
    const found = await stat(join(this.#root, name)).catch(() => undefined);
    if (found === undefined) return false;
    const seen = this.#seen.get(name);
    if (seen?.time !== found.mtimeMs) {
      this.#seen.set(name, { time: found.mtimeMs, rounds: 0 });
      return false;
    }
    seen.rounds += 1;
    return seen.rounds >= this.#silentRounds;
  }

  async #forgetSeal(name: string): Promise<void> {
    const path = join(this.#root, name);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > SEAL_KEPT_MS) {
      await rm(path, { force: true });
    }
  }
}

/** Of a folder's name; stays the same when the folder changes hands. */
export function idOf(name: string): string {
  return (RELEASED.exec(name)?.[1] ?? NAME.exec(name)?.[4]) || '';
}

/** @returns `undefined` for a name that says nobody. */
export function ownerOf(name: string): ProcessIdentity | undefined {
  const [, place = '', pid, start = ''] = NAME.exec(name) ?? [];
  if (pid === undefined) return undefined;
  return { place: place === UNKNOWN_PLACE ? '' : place, pid: Number(pid), start };
}

/** Whether a name of the spool's root is a folder of batches. */
export function isSpoolFolder(name: string): boolean {
  return RELEASED.test(name) || NAME.test(name);
}

/** Whether a name of the spool's root is a file of parked rows that are to be sent again. */
export function isLetters(name: string): boolean {
  return LETTERS.test(name);
}

/** A name for parked rows that are to be sent again. */
export function lettersName(): string {
  return `retry-${randomId()}.jsonl`;
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

function nameOf({ place, pid, start }: ProcessIdentity, id: string): string {
  return `writer-${place === '' ? UNKNOWN_PLACE : place}-${pid}-${start}-${id}`;
}

function randomId(): string {
  return randomBytes(6).toString('hex');
}
