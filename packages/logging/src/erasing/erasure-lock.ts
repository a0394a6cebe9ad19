import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmasError, errorCode } from '@emas/errors';
import { fateOf, ownIdentity } from '@emas/processes';
import { z } from 'zod';

const schema = z.object({ pid: z.number(), start: z.string(), place: z.string() });
/** Of a process on another machine nothing else is known. */
const STALE_AFTER_MS = 3_600_000;

/**
 * One erasure in a folder at a time: two that packed a file anew at once would each bring back what the other erased.
 *
 * @returns What ends it.
 * @throws EmasError `ERR_EMAS_LOG_ERASE` while another one is under way; the system's error.
 */
export function lockErasing(folder: string): () => void {
  const path = join(folder, '.erasing');
  if (isStale(path)) rmSync(path, { force: true });
  try {
    writeFileSync(path, JSON.stringify(ownIdentity()), { flag: 'wx', mode: 0o600 });
  } catch (cause) {
    if (errorCode(cause) !== 'EEXIST') throw cause;
    throw new EmasError(
      'ERR_EMAS_LOG_ERASE',
      `Nothing was erased, as another erasure is under way in ${folder}.`,
      { cause, help: `Run it again when that has ended. If none runs, remove ${path}.` },
    );
  }
  return () => rmSync(path, { force: true });
}

/** Left by a process that was killed. */
function isStale(path: string): boolean {
  try {
    const owner = schema.parse(JSON.parse(readFileSync(path, 'utf8')));
    const fate = fateOf(owner);
    if (fate === 'gone') return true;
    return fate !== 'alive' && Date.now() - statSync(path).mtimeMs > STALE_AFTER_MS;
  } catch (error) {
    // Torn as its process was killed, or ended just now.
    const found = statSync(path, { throwIfNoEntry: false });
    return errorCode(error) !== 'ENOENT' && found !== undefined
      ? Date.now() - found.mtimeMs > STALE_AFTER_MS
      : false;
  }
}
