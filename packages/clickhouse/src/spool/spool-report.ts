import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '@emas/errors';
import { fateOf } from '@emas/processes';
import { readDeadLetters } from './dead-letters.ts';
import type { Letter } from './letter.ts';
import { isLetters, isSpoolFolder, ownerOf } from './ownership.ts';
import { readFolder, readLetters } from './read-folder.ts';
import type { SpoolEntry } from './segment.ts';

/** Rows of one table that wait in one folder of a spool. */
export interface WaitingRows {
  readonly table: string;
  readonly rows: number;
  readonly batches: number;
  /** When the oldest was accepted, in milliseconds since 1970. */
  readonly oldest: number;
  /**
   * Whose they are: of a process that runs, of nobody, so that the next writer takes them, or of a process
   * in another container or on another machine, of which this one cannot say whether it runs.
   */
  readonly owner: 'running' | 'none' | 'elsewhere';
  /** Of the process that has them. */
  readonly pid: number | undefined;
}

/** What lies in a spool. */
export interface SpoolReport {
  readonly waiting: readonly WaitingRows[];
  /** Rows that the engine rejected. */
  readonly parked: readonly Letter[];
}

/**
 * Looks at a spool without touching it, while writers work in it as well.
 *
 * @param spool The folder that a writer was given.
 * @throws The system's error.
 */
export async function readSpool(spool: string): Promise<SpoolReport> {
  const root = join(spool, 'batches');
  const waiting: WaitingRows[] = [];
  for (const name of (await namesIn(root)).toSorted()) {
    if (isSpoolFolder(name)) waiting.push(...byTable(name, await entriesOf(root, name)));
    else if (isLetters(name)) {
      const { pending } = await readLetters(root, '', name);
      waiting.push(...byTable(name, [...pending]));
    }
  }
  return { waiting, parked: await readDeadLetters(spool) };
}

/** A file may be sent and gone between two looks: the next look finds what is left. */
async function entriesOf(root: string, name: string): Promise<SpoolEntry[]> {
  for (let tries = 1; ; tries += 1) {
    try {
      const { segments } = await readFolder(join(root, name), name);
      return segments.flatMap(({ pending }) => [...pending]);
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
      if (tries === TRIES) return [];
    }
  }
}

const TRIES = 5;

function byTable(name: string, entries: readonly SpoolEntry[]): WaitingRows[] {
  const owner = ownerOf(name);
  const fate = owner === undefined ? 'gone' : fateOf(owner);
  const tables = new Set(entries.map(({ table }) => table));
  return [...tables].toSorted().map((table) => {
    const own = entries.filter((entry) => entry.table === table);
    return {
      table,
      rows: own.reduce((sum, { rows }) => sum + rows, 0),
      batches: new Set(own.map(({ token }) => token)).size,
      oldest: own.reduce((first, { at }) => Math.min(first, at), Infinity),
      owner: OWNERS[fate],
      pid: fate === 'gone' ? undefined : owner?.pid,
    };
  });
}

const OWNERS = { alive: 'running', gone: 'none', unknown: 'elsewhere' } as const;

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
