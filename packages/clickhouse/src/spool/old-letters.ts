import { link, readFile, rm } from 'node:fs/promises';
import { errorCode } from '@emas/errors';
import { parseLetter } from './letter.ts';

/** Which letters of a file are removed. */
export interface OldLetters {
  readonly path: string;
  /** Those that were parked before, in milliseconds since 1970. */
  readonly before: number;
  /** False where only what a killed process left half done is to be finished. */
  readonly isMeant: boolean;
  /** Writes a line to the file. */
  readonly keep: (line: string) => Promise<unknown>;
}

/**
 * Removes old letters from a file that others write meanwhile: it gets another name, which one process at a time
 * can give it, and what is young comes back. One that was killed in between leaves that name to the next.
 *
 * @returns False where there was nothing to do.
 * @throws The system's error.
 */
export async function removeOldLetters(old: OldLetters): Promise<boolean> {
  const aside = `${old.path}.old`;
  if (old.isMeant) await moveAside(old.path, aside);
  const text = await readFile(aside, 'utf8').catch((error: unknown) => ignoreMissing(error));
  if (text === undefined) return false;
  for (const line of text.split('\n')) {
    const letter = parseLetter(line);
    if (letter !== undefined && Date.parse(letter.at) >= old.before) await old.keep(`${line}\n`);
  }
  await rm(aside, { force: true });
  return true;
}

async function moveAside(path: string, aside: string): Promise<void> {
  try {
    await link(path, aside);
    await rm(path, { force: true });
  } catch (error) {
    // Another process has it, or had it.
    if (errorCode(error) !== 'EEXIST') ignoreMissing(error);
  }
}

function ignoreMissing(error: unknown): undefined {
  if (errorCode(error) !== 'ENOENT') throw error;
}
