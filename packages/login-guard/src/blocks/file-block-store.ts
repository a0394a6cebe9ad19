import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { EmasError, errorCode } from '@emas/errors';
import type { Block } from './block.ts';
import type { BlockStore } from './block-store.ts';

/** Who holds the lock for longer has died with it. */
const STALE_MS = 10_000;
const TRY_EVERY_MS = 20;
const TRY_FOR_MS = 15_000;

/**
 * Keeps them in a JSON file, for the processes of one machine and for the command line. It is written anew
 * and put in its place as a whole, by one writer at a time.
 */
export class FileBlockStore implements BlockStore {
  readonly #file: string;
  #seen = '';

  constructor(file: string) {
    this.#file = file;
  }

  async read(): Promise<readonly unknown[] | undefined> {
    const mark = await this.#mark();
    if (mark === this.#seen) return undefined;
    const all = await this.#load();
    this.#seen = mark;
    return all;
  }

  async put(block: Block, now: number): Promise<void> {
    await this.#change((all) => [
      ...all.filter((one) => one.prefix !== block.prefix && one.until > now),
      block,
    ]);
  }

  async remove(prefix: string): Promise<boolean> {
    let found = false;
    await this.#change((all) => {
      found = all.some((one) => one.prefix === prefix);
      return all.filter((one) => one.prefix !== prefix);
    });
    return found;
  }

  async prune(now: number): Promise<void> {
    await this.#change((all) => all.filter(({ until }) => until > now));
  }

  async #change(change: (all: readonly Block[]) => readonly Block[]): Promise<void> {
    const release = await this.#lock();
    try {
      // Read by ourselves a moment ago, and checked again by its users.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const all = (await this.#load()) as readonly Block[];
      const temporary = `${this.#file}.${randomBytes(6).toString('hex')}`;
      const handle = await open(temporary, 'wx', 0o600);
      try {
        await handle.writeFile(`${JSON.stringify({ blocks: change(all) }, undefined, 2)}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, this.#file);
      this.#seen = '';
    } finally {
      await release();
    }
  }

  async #mark(): Promise<string> {
    try {
      const { ino, size, mtimeMs } = await stat(this.#file);
      return `${ino} ${size} ${mtimeMs}`;
    } catch (error) {
      if (isMissing(error)) return 'none';
      throw this.#fault(error);
    }
  }

  async #load(): Promise<readonly unknown[]> {
    let text: string;
    try {
      text = await readFile(this.#file, 'utf8');
    } catch (error) {
      if (isMissing(error)) return [];
      throw this.#fault(error);
    }
    const content = parsed(text);
    const blocks: unknown =
      typeof content === 'object' && content !== null ? Reflect.get(content, 'blocks') : undefined;
    if (Array.isArray(blocks))
      return blocks.filter((one) => typeof one === 'object' && one !== null);
    throw this.#fault(new Error('it is not a list of blocks'));
  }

  /** One at a time, also between processes: who makes the lock file has it. */
  async #lock(): Promise<() => Promise<void>> {
    const lock = `${this.#file}.lock`;
    await mkdir(dirname(this.#file), { recursive: true, mode: 0o700 });
    const until = Date.now() + TRY_FOR_MS;
    for (;;) {
      try {
        // One try after the other is the point.
        // oxlint-disable-next-line no-await-in-loop
        const handle = await open(lock, 'wx', 0o600);
        // oxlint-disable-next-line no-await-in-loop
        await handle.close();
        return () => rm(lock, { force: true });
      } catch (error) {
        if (!isTaken(error) || Date.now() > until) throw this.#fault(error);
        // oxlint-disable-next-line no-await-in-loop
        if (await isStale(lock)) await rm(lock, { force: true });
        // oxlint-disable-next-line no-await-in-loop
        else await wait(TRY_EVERY_MS);
      }
    }
  }

  #fault(cause: unknown): EmasError {
    const message = cause instanceof Error ? cause.message : String(cause);
    return new EmasError(
      'ERR_EMAS_LOGIN_BLOCKS_FILE',
      `The blocks in ${this.#file} cannot be used: ${message}.`,
      { cause, help: 'Fix the file, or move it away to start with no blocks.' },
    );
  }
}

async function isStale(lock: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(lock);
    return Date.now() - mtimeMs > STALE_MS;
  } catch {
    // Just let go of.
    return false;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isMissing(error: unknown): boolean {
  return errorCode(error) === 'ENOENT';
}

function isTaken(error: unknown): boolean {
  return errorCode(error) === 'EEXIST';
}
