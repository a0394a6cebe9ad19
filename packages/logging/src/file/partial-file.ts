import { randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseFileName } from './file-names.ts';

const PARTIAL = /^(.+\.log)\.[0-9a-f]{12}\.partial$/;

/** A name for what a packed file is written as before it is whole: no other run has the same. */
export function partialPath(plain: string): string {
  return `${plain}.${randomBytes(6).toString('hex')}.partial`;
}

/**
 * Removes what killed processes left of packing.
 *
 * @param before When it was written last, milliseconds since 1970: one that is being written is younger.
 * @param log Only of that log. @default all
 */
export async function removePartials(folder: string, before: number, log?: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const own = logOfPartial(name);
    if (own === undefined || (log !== undefined && own !== log)) continue;
    const path = join(folder, name);
    // Another process may have removed it.
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && found.mtimeMs < before) await rm(path, { force: true });
  }
}

/** The log that a packed file was begun for; `undefined` for other files. */
function logOfPartial(name: string): string | undefined {
  const [, plain = ''] = PARTIAL.exec(name) ?? [];
  return parseFileName(plain)?.log;
}
