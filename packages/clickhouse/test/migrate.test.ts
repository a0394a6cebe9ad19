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
    const wrong = of('CREATE TABLE IF NOT EXISTS broken (k Nonsense) ENGINE = Memory;');
    await expect(migrate(engine.client, wrong, { component: 'wrong' })).rejects.toMatchObject({
      code: 'ERR_EMAS_MIGRATION_FAILED',
      message: expect.stringMatching(/0001_step of wrong failed: .*Nonsense/),
    });
  });
});

describe('an engine that goes away half-way', () => {
  it('is no fault of the migration: the next try goes on', async () => {
    const command = engine.client.command.bind(engine.client);
    let calls = 0;
    const client = Object.assign(Object.create(engine.client) as typeof engine.client, {
      command: async (parameters: Parameters<typeof command>[0]) => {
        calls += 1;
        if (calls === 3) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
        return command(parameters);
      },
    });
    await expect(migrate(client, of(FIRST), { component: 'broken-off' })).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
    await expect(migrate(client, of(FIRST), { component: 'broken-off' })).resolves.toEqual({
      applied: [1],
      version: 1,
    });
  });
});

describe('migrate on a cluster', () => {
  it('yields replicated and distributed DDL that the engine parses', async () => {
    const statements = renderMigrations(of(FIRST, SECOND), 'main');
    for (const statement of statements) {
      await expect(engine.rows(`EXPLAIN AST ${statement}`)).resolves.not.toHaveLength(0);
      expect(statement).toContain("ON CLUSTER 'main'");
    }
    const whole = statements.join('\n');
    expect(whole).toContain('ENGINE = ReplicatedAggregatingMergeTree');
    expect(whole).toContain("Distributed('main', currentDatabase(), 'sums_local', rand())");
    expect(whole).toContain("sums_view ON CLUSTER 'main' TO sums_local");
    expect(whole).toContain('SETTINGS replicated_deduplication_window = 100');
    expect(whole).toMatch(/CREATE TABLE IF NOT EXISTS wire ON CLUSTER 'main' .* ENGINE = Null/);
  });

  it('refuses a name that could carry SQL', async () => {
    const options = { component: 'x', cluster: "main' (k UInt8) ENGINE = Memory --" };
    await expect(migrate(engine.client, of(FIRST), options)).rejects.toMatchObject({
      code: 'ERR_EMAS_CLICKHOUSE_CLUSTER',
    });
  });
});

describe('readMigrations', () => {
  it.each([
    [{ '0001_a.sql': FIRST, '0003_b.sql': SECOND }, /0003_b\.sql should be number 2/],
    [{ '0001_a.sql': '-- nothing\n' }, /0001_a\.sql is empty/],
    [{ '0001_a.sql': 'CREATE TABLE x (k UInt8) ENGINE = Null;' }, /cannot be repeated: "CREATE/],
    [{ '0001_a.sql': 'INSERT INTO x VALUES (1);' }, /cannot be repeated/],
  ])('refuses %j', (files, message) => {
    expect(() => readMigrations(migrationFolder(files))).toThrow(message);
  });
});
