import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { readMigrations } from '../../packages/clickhouse/src/index.ts';

/**
 * Nothing is sent to these in batches: rows come from other tables, or take the place of the former, or are of
 * no harm twice.
 */
const WITHOUT_TOKENS = new Set([
  'emas_imports',
  'emas_forgotten',
  'emas_closing',
  'emas_cells',
  'emas_fresh',
  'emas_fresh_days',
  'emas_kept',
]);
const PACKAGES = new URL('../../packages/', import.meta.url);

const tables = readdirSync(PACKAGES)
  .map((name) => new URL(`${name}/schema/`, PACKAGES))
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readMigrations(folder))
  .flatMap(({ statements }) => statements)
  .filter(({ does, object }) => does === 'create' && object === 'stored table')
  .filter(({ name }) => !WITHOUT_TOKENS.has(name));

test.each(tables)(
  '$name keeps tokens as long on one server, on replicas and in the cloud',
  (table) => {
    const settings = /SETTINGS ([^]*)$/.exec(table.text)?.[1]?.split(/,\s+/);
    const ofTokens = settings?.filter((setting) => setting.includes('deduplication'));
    expect(ofTokens).toEqual([
      'non_replicated_deduplication_window = 10000',
      'replicated_deduplication_window = 10000',
      // A month: longer than a server is away before somebody looks after it.
      'replicated_deduplication_window_seconds = 2592000',
    ]);
  },
);

test('all packages with tables were looked at', () => {
  expect(tables.length).toBeGreaterThan(8);
});
