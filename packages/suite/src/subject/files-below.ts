import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Files below a folder, by their path from there, without those of the engine. */
export function filesBelow(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .filter((name) => !name.startsWith('clickhouse/'));
}
