import { dirname, join, normalize } from 'node:path';
import { describe, expect, it, test } from '@jest/globals';
import { importsWhenLoaded } from './imports-of.ts';
import { workspaces } from './project-files.ts';

/** Other packages that a file loads at once, itself or by what it imports. */
function loadedBy(file: string, seen: Set<string> = new Set()): Set<string> {
  const packages = new Set<string>();
  if (seen.has(file)) return packages;
  seen.add(file);
  for (const from of importsWhenLoaded(file)) {
    if (from.startsWith('node:')) continue;
    if (!from.startsWith('.')) packages.add(from);
    else {
      const next = normalize(join(dirname(file), from));
      for (const one of loadedBy(next, seen)) packages.add(one);
    }
  }
  return packages;
}

test('emas --help loads nothing of the suite but the error type', () => {
  expect([...loadedBy('packages/suite/src/main.ts')].toSorted()).toEqual([
    '@emas/errors',
    'commander',
  ]);
});

/** What takes long to load, and an app may never use. */
const WHEN_NEEDED = ['@clickhouse/client', 'axios', 'chdb/connection', 'mmdb-lib', 'redis'];

describe('an app that imports a package', () => {
  const published = workspaces().filter(({ manifest }) => manifest.private !== true);
  it.each(published)('loads no client that it may never use: $folder', ({ folder }) => {
    const index = folder === 'dashboards' ? 'index.ts' : 'src/index.ts';
    const loaded = loadedBy(`${folder}/${index}`);
    expect(WHEN_NEEDED.filter((name) => loaded.has(name))).toEqual([]);
  });
});
