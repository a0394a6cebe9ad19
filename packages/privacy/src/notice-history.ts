import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode } from '@emas/errors';
import { z } from 'zod';
import { versionSchema } from './notice-version.ts';
import type { NoticeVersion } from './notice-version.ts';

const schema = z.strictObject({ versions: z.array(versionSchema) });
/** Beyond it the oldest go. */
const MOST_VERSIONS = 50;

/**
 * The notices of former starts, the newest first.
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
  return schema.parse(JSON.parse(text)).versions;
}

/** By a file of another name: several processes may start at once, and a reader finds a whole one. */
export function writeHistory(file: string, versions: readonly NoticeVersion[]): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const partial = `${file}.${process.pid}.partial`;
  const text = JSON.stringify({ versions: versions.slice(0, MOST_VERSIONS) }, undefined, 2);
  writeFileSync(partial, `${text}\n`, { mode: 0o600 });
  renameSync(partial, file);
}
