import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync } from 'node:fs';
import { errorCode } from '@emas/errors';
import { writeWhole } from '@emas/whole-files';
import { z } from 'zod';
import { versionSchema } from './notice-version.ts';
import type { NoticeVersion } from './notice-version.ts';

const schema = z.object({ versions: z.array(z.unknown()) });
/** Beyond it the oldest go. */
const MOST_VERSIONS = 50;

/**
 * The notices of former starts, the newest first; of a version of the suite that had other words for them none.
 *
 * @throws The system's error, or that of what is no such file.
 */
export function readHistory(file: string): readonly NoticeVersion[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
  return schema.parse(JSON.parse(text)).versions.flatMap((one) => {
    const { data } = versionSchema.safeParse(one);
    return data === undefined ? [] : [data];
  });
}

export function writeHistory(file: string, versions: readonly NoticeVersion[]): void {
  const text = JSON.stringify({ versions: versions.slice(0, MOST_VERSIONS) }, undefined, 2);
  writeWhole(file, `${text}\n`);
}

/** Out of the way, and not lost: the next start begins with a new one. */
export function setAside(file: string): void {
  renameSync(file, `${file}.broken-${randomBytes(3).toString('hex')}`);
}
