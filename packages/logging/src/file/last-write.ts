import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogFileName } from './file-names.ts';

/**
 * When a file was written last, milliseconds since 1970; packed files keep that of their lines. Of one that was
 * packed or removed meanwhile nothing is known: `Infinity`.
 */
export async function lastWrite(folder: string, { name }: LogFileName): Promise<number> {
  const found = await stat(join(folder, name)).catch(() => undefined);
  return found === undefined ? Number.POSITIVE_INFINITY : found.mtimeMs;
}
