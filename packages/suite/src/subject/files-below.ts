import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The engine's own, which is asked. */
const ENGINE = 'clickhouse';

/** Files below a folder, by their path from there, without those of the engine. */
export function filesBelow(root: string): readonly string[] {
  const below = (folder: string): readonly string[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return name === ENGINE ? [] : below(name);
      return entry.isFile() ? [name] : [];
    });
  return below('');
}
