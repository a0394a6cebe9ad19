import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmasError, errorCode } from '@emas/errors';
import { fateOf, ownIdentity } from '@emas/processes';
import { readIdentity } from './engine-process.ts';

/** Of a process elsewhere only its time tells; an engine opens faster. */
const STALE_AFTER_MS = 10_000;

const fileIn = (folder: string): string => join(folder, 'starting');

/**
 * Marks that this process starts the engine of a folder: of those that try at once, one can.
 *
 * @throws EmasError `ERR_EMAS_CLICKHOUSE_FOLDER` where the folder has gone or takes no file.
 */
export function takeStartMark(folder: string): boolean {
  if (isStartMarked(folder)) return false;
  try {
    writeFileSync(fileIn(folder), JSON.stringify(ownIdentity()), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (cause) {
    if (errorCode(cause) === 'EEXIST') return false;
    throw unusable(folder, cause);
  }
}

/** Whether a process starts an engine. The mark of one that died as it did is taken away. */
export function isStartMarked(folder: string): boolean {
  const marked = statSync(fileIn(folder), { throwIfNoEntry: false });
  if (marked === undefined) return false;
  const starter = readIdentity(fileIn(folder));
  const isGone = starter !== undefined && fateOf(starter) === 'gone';
  if (!isGone && Math.abs(Date.now() - marked.mtimeMs) < STALE_AFTER_MS) return true;
  dropStartMark(folder);
  return false;
}

export function dropStartMark(folder: string): void {
  rmSync(fileIn(folder), { force: true });
}

function unusable(folder: string, cause: unknown): EmasError {
  return errorCode(cause) === 'ENOENT'
    ? new EmasError('ERR_EMAS_CLICKHOUSE_FOLDER', `The data folder ${folder} no longer exists.`, {
        cause,
        help: 'Start the app again: it creates an empty one. To restore a backup, run emas restore.',
      })
    : new EmasError('ERR_EMAS_CLICKHOUSE_FOLDER', `The data folder ${folder} cannot be written.`, {
        cause,
        help: 'Check that the disk has room, and that this process may write there.',
      });
}
