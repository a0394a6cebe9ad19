import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEngine } from '../../../test/engine/start-engine.ts';
import type { Engine } from '../../../test/engine/start-engine.ts';
import { migrate, readMigrations, renderMigrations } from '../src/index.ts';
import { migrationFolder } from './fixture-migrations.ts';

const FIRST = `-- What is counted.
CREATE TABLE IF NOT EXISTS wire (k UInt8, n UInt64) ENGINE = Null;
CREATE TABLE IF NOT EXISTS sums (
  k UInt8,
  n SimpleAggregateFunction(sum, UInt64)
) ENGINE = AggregatingMergeTree ORDER BY k SETTINGS non_replicated_deduplication_window = 100;
CREATE MATERIALIZED VIEW IF NOT EXISTS sums_view TO sums AS SELECT k, sum(n) AS n FROM wire GROUP BY k;
`;
const SECOND =
  'ALTER TABLE sums ADD COLUMN IF NOT EXISTS m SimpleAggregateFunction(sum, UInt64);\n';

const of = (...files: string[]) =>
  readMigrations(
    migrationFolder(
      Object.fromEntries(files.map((text, index) => [`000${index + 1}_step.sql`, text])),
    ),
  );

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(async () => engine.stop());

describe('migrate', () => {
  it('applies each migration once and remembers', async () => {
    const first = await migrate(engine.client, of(FIRST), { component: 'once' });
    expect(first).toEqual({ applied: [1], version: 1 });
    const second = await migrate(engine.client, of(FIRST, SECOND), { component: 'once' });
    expect(second).toEqual({ applied: [2], version: 2 });
    const third = await migrate(engine.client, of(FIRST, SECOND), { component: 'once' });
    expect(third).toEqual({ applied: [], version: 2 });
    await expect(engine.rows('SELECT k, n, m FROM sums')).resolves.toEqual([]);
  });

  it('is safe when two processes start at once', async () => {
    const migrations = of(FIRST, SECOND);
    const both = [1, 2, 3].map(() => migrate(engine.client, migrations, { component: 'twice' }));
    await expect(Promise.all(both)).resolves.toHaveLength(3);
    await expect(migrate(engine.client, migrations, { component: 'twice' })).resolves.toMatchObject(
      { applied: [] },
    );
  });

  it('refuses a file that was changed after it was applied', async () => {
    await migrate(engine.client, of(FIRST), { component: 'changed' });
    const changed = of(FIRST.replace('What is', 'What was'));
    await expect(migrate(engine.client, changed, { component: 'changed' })).rejects.toMatchObject({
      code: 'ERR_EMAS_MIGRATION_CHANGED',
      message: expect.stringContaining('0001_step'),
    });
  });

  it('refuses to run on a newer schema', async () => {
    await migrate(engine.client, of(FIRST, SECOND), { component: 'newer' });
    await expect(migrate(engine.client, of(FIRST), { component: 'newer' })).rejects.toMatchObject({
      code: 'ERR_EMAS_SCHEMA_NEWER',
      message: expect.stringContaining('version 2'),
    });
  });

  it('says which migration the engine refused, and why', async () => {
    const wrong = of('CREATE TABLE IF NOT EXISTS broken (k Nonsense) ENGINE = Null;');
    await expect(migrate(engine.client, wrong, { component: 'wrong' })).rejects.toMatchObject({
      code: 'ERR_EMAS_MIGRATION_FAILED',
      message: expect.stringMatching(/0001_step of wrong failed: .*Nonsense/),
    });
  });
});

/** The engine's client, of which the statements may go wrong. */
function clientThat(fails: (statement: string) => void): typeof engine.client {
  return Object.assign(Object.create(engine.client) as typeof engine.client, {
    command: async (parameters: Parameters<typeof engine.client.command>[0]) => {
      fails(parameters.query);
      return engine.client.command(parameters);
    },
  });
}

describe('a migration that is broken off', () => {
  const changes = [
    'ALTER TABLE NAME_sums ADD COLUMN IF NOT EXISTS m UInt8, MODIFY ORDER BY (k, m);',
    'ALTER TABLE NAME_sums MODIFY TTL toDate(0) + toIntervalYear(100) + toIntervalDay(k);',
    'ALTER TABLE NAME_sums MODIFY SETTING merge_with_ttl_timeout = 7200, max_parts_in_total = 1000;',
    'ALTER TABLE NAME_sums MODIFY COLUMN IF EXISTS n SimpleAggregateFunction(sum, UInt64) CODEC(ZSTD(3));',
    'ALTER TABLE NAME_wire ADD COLUMN IF NOT EXISTS m UInt8;',
    'CREATE TABLE IF NOT EXISTS NAME_wire_2 (k UInt8, m UInt8, n UInt64) ENGINE = Null;',
    'CREATE MATERIALIZED VIEW IF NOT EXISTS NAME_sums_view_2 TO NAME_sums AS SELECT k, m, sum(n) AS n FROM NAME_wire_2 GROUP BY k, m;',
    'CREATE OR REPLACE VIEW NAME_seen AS SELECT k, sum(n) AS n FROM NAME_sums GROUP BY k;',
  ];
  const drops = ['DROP TABLE IF EXISTS NAME_wire;', 'DROP VIEW IF EXISTS NAME_sums_view;'];
  /** After which the process is killed; 0 is after the table of records. */
  const cuts = Array.from({ length: changes.length + drops.length + 1 }, (_, index) => index);

  it.each(cuts)(
    'after %d statements is finished by the next start, and loses no row',
    async (done) => {
      const named = (text: string): string => text.replaceAll('NAME', `cut_${done}`);
      const first = FIRST.replaceAll(/\b(wire|sums|sums_view)\b/g, 'NAME_$1');
      const component = `cut-${done}`;
      const all = of(named(first), named(changes.join('\n')), named(drops.join('\n')));
      await migrate(engine.client, all.slice(0, 1), { component });
      await engine.client.command({ query: named('INSERT INTO NAME_wire VALUES (1, 5)') });
      let left = done + 1;
      const cut = clientThat(() => {
        // The first one makes the record's table.
        if (left === 0) throw Object.assign(new Error('killed'), { code: 'ECONNRESET' });
        left -= 1;
      });
      const outcome = migrate(cut, all, { component });
      if (done < cuts.length - 1)
        await expect(outcome).rejects.toMatchObject({ message: 'killed' });
      else await expect(outcome).resolves.toMatchObject({ applied: [2, 3] });
      await migrate(engine.client, all, { component });
      await engine.client.command({ query: named('INSERT INTO NAME_wire_2 VALUES (1, 1, 7)') });
      await expect(engine.rows(named('SELECT k, toUInt8(n) AS n FROM NAME_seen'))).resolves.toEqual(
        [{ k: 1, n: 12 }],
      );
    },
  );

  it('is no fault of the migration where the engine went away', async () => {
    let calls = 0;
    const client = clientThat(() => {
      calls += 1;
      if (calls === 3) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    });
    await expect(migrate(client, of(FIRST), { component: 'broken-off' })).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
    await expect(migrate(client, of(FIRST), { component: 'broken-off' })).resolves.toEqual({
      applied: [1],
      version: 1,
    });
  });

  it.each(['60', '47', '36', '524'])(
    'ends for good on error %s, which no time heals',
    async (code) => {
      const client = clientThat((statement) => {
        if (statement.includes('ADD COLUMN')) throw Object.assign(new Error('refused'), { code });
      });
      const outcome = migrate(client, of(FIRST, SECOND), { component: `refused-${code}` });
      await expect(outcome).rejects.toMatchObject({ code: 'ERR_EMAS_MIGRATION_FAILED' });
    },
  );

  it('ends for good where the engine refuses the table of records', async () => {
    const client = clientThat((statement) => {
      const code = '36';
      if (statement.includes('emas_migrations'))
        throw Object.assign(new Error('refused'), { code });
    });
    await expect(migrate(client, of(FIRST), { component: 'no-record' })).rejects.toMatchObject({
      code: 'ERR_EMAS_MIGRATION_FAILED',
    });
  });

  it.each(['159', '225', '243', '341', '517', '999', 'ETIMEDOUT'])(
    'may be tried again on error %s',
    async (code) => {
      const client = clientThat((statement) => {
        if (statement.includes('ADD COLUMN')) throw Object.assign(new Error('later'), { code });
      });
      const outcome = migrate(client, of(FIRST, SECOND), { component: `later-${code}` });
      await expect(outcome).rejects.toMatchObject({ code, message: 'later' });
    },
  );

  it('is left to a process that was quicker, and has dropped the table since', async () => {
    const component = 'quicker';
    const migrations = of(FIRST, SECOND);
    await migrate(engine.client, migrations.slice(0, 1), { component });
    const [, second] = migrations;
    if (second === undefined) throw new Error('There are two.');
    const client = clientThat(() => undefined);
    client.command = async (parameters) => {
      if (!parameters.query.includes('ADD COLUMN')) return engine.client.command(parameters);
      const { version, name, checksum } = second;
      await engine.client.insert({
        table: 'emas_migrations',
        values: [{ component, version, name, checksum }],
        format: 'JSONEachRow',
      });
      throw Object.assign(new Error('Could not find table'), { code: '60' });
    };
    await expect(migrate(client, migrations, { component })).resolves.toEqual({
      applied: [],
      version: 2,
    });
  });
});

describe('migrate on a cluster', () => {
  it('yields replicated DDL under the same names, for every replica, that the engine parses', async () => {
    const statements = renderMigrations(
      of(
        FIRST,
        SECOND,
        'CREATE OR REPLACE VIEW seen AS SELECT k FROM sums;\nDROP TABLE IF EXISTS wire;\nDROP VIEW IF EXISTS sums_view;',
      ),
      'main',
    );
    for (const statement of statements) {
      await expect(
        engine.client.command({ query: `EXPLAIN AST ${statement}` }),
      ).resolves.toBeDefined();
    }
    expect(statements.map((statement) => statement.replaceAll(/\s+/g, ' '))).toEqual([
      expect.stringMatching(
        /^CREATE TABLE IF NOT EXISTS emas_migrations ON CLUSTER 'main' \(.* ENGINE = ReplicatedReplacingMergeTree\(applied_at\) /,
      ),
      "CREATE TABLE IF NOT EXISTS wire ON CLUSTER 'main' (k UInt8, n UInt64) ENGINE = Null",
      expect.stringMatching(
        /^CREATE TABLE IF NOT EXISTS sums ON CLUSTER 'main' \(.* ENGINE = ReplicatedAggregatingMergeTree ORDER BY k /,
      ),
      "CREATE MATERIALIZED VIEW IF NOT EXISTS sums_view ON CLUSTER 'main' TO sums AS SELECT k, sum(n) AS n FROM wire GROUP BY k",
      "ALTER TABLE sums ON CLUSTER 'main' ADD COLUMN IF NOT EXISTS m SimpleAggregateFunction(sum, UInt64)",
      "CREATE OR REPLACE VIEW seen ON CLUSTER 'main' AS SELECT k FROM sums",
      "DROP TABLE IF EXISTS wire ON CLUSTER 'main'",
      "DROP VIEW IF EXISTS sums_view ON CLUSTER 'main'",
    ]);
  });
});
