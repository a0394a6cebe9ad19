import type { Stats } from 'node:fs';
import { mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorCode } from '@emas/errors';
import type { Batch } from '../batch.ts';
import { letterOf, parseLetter } from './letter.ts';
import type { Letter } from './letter.ts';
import { removeOldLetters } from './old-letters.ts';
import { lettersName } from './ownership.ts';

const FILE = 'dead-letters.jsonl';

/** What the dead-letter file holds. */
export interface DeadLetterSize {
  readonly rows: number;
  readonly bytes: number;
}

/**
 * Rows that the engine rejects, one JSON object a line with the engine's error, for somebody to look
 * at. Bounded: a fault that repeats must not fill the disk. Several processes write the same file.
 */
export class DeadLetters {
  readonly #path: string;
  readonly #maxBytes: number;
  readonly #maxAge: number;
  #size: DeadLetterSize = { rows: 0, bytes: 0 };
  /** When the first of them was parked. */
  #oldest = Infinity;

  /**
   * @param spool The writer's folder.
   * @param maxAge Milliseconds for which a row is kept.
   */
  constructor(spool: string, maxBytes: number, maxAge: number) {
    this.#path = join(spool, FILE);
    this.#maxBytes = maxBytes;
    this.#maxAge = maxAge;
  }

  /** As it was measured last. */
  get size(): DeadLetterSize {
    return this.#size;
  }

  /** @returns False when the row could not be kept: the file is full or cannot be written. */
  async park(batch: Batch, error: unknown): Promise<boolean> {
    const line = `${JSON.stringify(letterOf(batch, error))}\n`;
    try {
      await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
      if (!(await this.#keep(line))) return false;
      await this.measure();
      return true;
    } catch {
      return false;
    }
  }

  /** Removes rows that are too old, and counts what is left: other processes write and empty the file as well. */
  async measure(): Promise<void> {
    await this.#measure();
    if (this.#maxAge === Infinity) return;
    const before = Date.now() - this.#maxAge;
    const isDone = await removeOldLetters({
      path: this.#path,
      before,
      isMeant: this.#oldest < before,
      keep: async (line) => this.#keep(line),
    });
    if (isDone) await this.#measure();
  }

  async #keep(line: string): Promise<boolean> {
    // Moved away meanwhile, to be sent again, it may have been read before the line was in it.
    for (let outcome: Appended = 'moved'; outcome !== 'kept';) {
      outcome = await append(this.#path, line, this.#maxBytes);
      if (outcome === 'full') return false;
    }
    return true;
  }

  async #measure(): Promise<void> {
    const bytes = (await statOf(this.#path).catch(() => undefined))?.size ?? 0;
    if (bytes === this.#size.bytes) return;
    const content = await readFile(this.#path).catch(() => Buffer.alloc(0));
    // Each letter is a row.
    let rows = 0;
    for (let at = content.indexOf(10); at >= 0; at = content.indexOf(10, at + 1)) rows += 1;
    this.#size = { rows, bytes };
    const [first = ''] = content.toString('utf8').split('\n', 1);
    const oldest = Date.parse(parseLetter(first)?.at ?? '');
    // One that does not read is as old as can be.
    this.#oldest = bytes === 0 ? Infinity : Number.isNaN(oldest) ? 0 : oldest;
  }
}

/**
 * The rows of a dead-letter file, once each: a crash can leave a second letter of a row.
 *
 * @param spool The writer's folder.
 */
export async function readDeadLetters(spool: string): Promise<Letter[]> {
  const letters = new Map<string, Letter>();
  const text = await readIfThere(join(spool, FILE));
  for (const line of text.split('\n')) {
    const letter = parseLetter(line);
    if (letter !== undefined && !letters.has(letter.token)) letters.set(letter.token, letter);
  }
  return [...letters.values()];
}

/**
 * Hands all parked rows to the writer of the spool, the running one or the next: one rename, so that they
 * are always at one place or the other. They keep their tokens, so that a row of which
 * some tables have a share already counts once in each.
 *
 * @param spool The writer's folder.
 * @returns How many rows; 0 where none are parked.
 */
export async function retryDeadLetters(spool: string): Promise<number> {
  const { length } = await readDeadLetters(spool);
  if (length === 0) return 0;
  const root = join(spool, 'batches');
  await mkdir(root, { recursive: true, mode: 0o700 });
  await rename(join(spool, FILE), join(root, lettersName()));
  return length;
}

type Appended = 'kept' | 'full' | 'moved';

async function append(path: string, line: string, maxBytes: number): Promise<Appended> {
  const handle = await open(path, 'a+', 0o600);
  try {
    const { size, ino } = await handle.stat();
    if (size + line.length > maxBytes) return 'full';
    const last = Buffer.alloc(1);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    // A full disk may have taken a part of the line before.
    const isTorn = size > 0 && last.toString() !== '\n';
    await handle.appendFile(isTorn ? `\n${line}` : line);
    return (await statOf(path))?.ino === ino ? 'kept' : 'moved';
  } finally {
    await handle.close();
  }
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  }
}

async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
