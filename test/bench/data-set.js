import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runSubject } from './run-subject.js';

const CACHE = fileURLToPath(new URL('../../.cache/', import.meta.url));

/** Days of hits as closed days of ours and in a table of raw events, built once. @returns Its folder. */
export async function dataSet({ hits, days, profile, seed }, tell) {
  const folder = join(CACHE, `bench-6-${profile}-${hits}-${seed}`);
  if (existsSync(folder)) return folder;
  tell(`building ${hits.toLocaleString('en')} hits once, into .cache/ …`);
  const building = `${folder}.building`;
  rmSync(building, { recursive: true, force: true });
  await runSubject('build-data-set', { folder: building, hits, days, profile, seed });
  renameSync(building, folder);
  return folder;
}
