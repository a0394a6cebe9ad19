import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runSubject } from './run-subject.js';

const CACHE = fileURLToPath(new URL('../../.cache/', import.meta.url));

/**
 * Days of hits as closed days of ours and in a table of raw events, built once.
 *
 * @param load.closed So many days only are recorded and closed, without raw events; the others repeat them.
 * @returns Its folder.
 */
export async function dataSet({ hits, days, profile, seed, closed }, tell) {
  const name = [profile, hits, seed, ...(closed === undefined ? [] : [closed])].join('-');
  const folder = join(CACHE, `bench-6-${name}`);
  if (existsSync(folder)) return folder;
  tell(`building ${hits.toLocaleString('en')} hits once, into .cache/ …`);
  const building = `${folder}.building`;
  rmSync(building, { recursive: true, force: true });
  await runSubject('build-data-set', { folder: building, hits, days, profile, seed, closed });
  renameSync(building, folder);
  return folder;
}
