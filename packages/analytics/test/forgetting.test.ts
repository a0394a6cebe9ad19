import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { forgetTraffic, keptTraffic } from '../src/index.ts';
import { queriesOf } from '../src/query/traffic-queries.ts';
import { DAY_MS, FROM, HITS, startForgetting } from './forgetting-harness.ts';
import type { ForgettingHarness } from './forgetting-harness.ts';

/* Figures are removed: of an app, of its imports. */

let harness: ForgettingHarness;
let run = 0;
let app: string;
beforeAll(async () => {
  harness = await startForgetting();
});
afterAll(async () => harness.imports.stop());

const nextApp = (): string => {
  run += 1;
  return `forget-${run}`;
};

/** Rows in which a name stands anywhere, by table. */
async function mentions(name: string): Promise<Record<string, number>> {
  const tables = await harness.imports.engine.rows<{ table: string }>(
    `SELECT name AS table FROM system.tables
     WHERE database = currentDatabase() AND startsWith(name, 'emas_') AND name != 'emas_migrations'`,
  );
  const found: Record<string, number> = {};
  for (const { table } of tables) {
    const [row] = await harness.imports.engine.rows<{ rows: number | string }>(
      `SELECT count() AS rows FROM ${table} WHERE position(toString(tuple(*)), '''${name}''') > 0`,
    );
    if (Number(row?.rows) > 0) found[table] = Number(row?.rows);
  }
  return found;
}

/** Closed and open days, counted live and from a log, and what a killed process leaves. */
async function fill(name: string): Promise<void> {
  const { client } = harness.imports.engine;
  app = harness.use(name);
  const now = FROM + 3.5 * DAY_MS;
  await harness.countLive(HITS);
  await harness.importAll([harness.log('first', 18, 20)]);
  await harness.close('', now);
  await harness.close('import');
  await harness.importAll([harness.log('second', 21, 20)]);
  await harness.countLive(HITS.slice(0, 10).map((hit) => ({ ...hit, time: FROM + 3.2 * DAY_MS })));
  const span = { from: '2026-11-18', to: '2026-11-22' };
  await queriesOf(harness.keeper(now)).totals(span);
  for (const table of ['emas_cells', 'emas_fresh']) {
    await client.insert({
      table,
      values: [{ app: name, day: '2026-11-19', portion: `77${name.length}`, views: 5 }],
      format: 'JSONEachRow',
    });
  }
}

describe('an app that is forgotten', () => {
  it('is in no table any more, and another is as it was', async () => {
    for (const name of ['remembered', 'forgotten']) await fill(name);
    const { client } = harness.imports.engine;
    const tables = ['cells', 'closed_days', 'fresh', 'fresh_days', 'imports', 'open'];
    expect(Object.keys(await mentions('forgotten')).toSorted()).toEqual(
      tables.map((table) => `emas_${table}`),
    );
    const others = await mentions('remembered');
    const { views } = (await keptTraffic(client)).find((one) => one.app === 'remembered') ?? {};
    expect(views).toBe(HITS.length + 50);
    await expect(forgetTraffic(client, { app: 'forgotten' })).resolves.toBe(4);
    expect(await mentions('forgotten')).toEqual({});
    expect(await mentions('remembered')).toEqual(others);
    expect(await harness.views('remembered')).toBe(HITS.length + 50);
  });

  it('goes on counting', async () => {
    app = harness.use(nextApp());
    await harness.countLive(HITS);
    await forgetTraffic(harness.imports.engine.client, { app });
    await harness.countLive(HITS.slice(0, 30));
    expect(await harness.views()).toBe(30);
  });

  it('may have more days than an address of a request has room for', async () => {
    app = harness.use(nextApp());
    const days = 1500;
    await harness.imports.engine.client.command({
      query: `INSERT INTO emas_closed_days (app, day, origin, portion)
        SELECT {app:String}, toDate('2020-01-01') + number, '', rand64() FROM numbers(${days})`,
      query_params: { app },
    });
    await expect(forgetTraffic(harness.imports.engine.client, { app })).resolves.toBe(days);
    expect(await mentions(app)).toEqual({});
  });
});

describe('imports that are forgotten', () => {
  it('leave what was counted live, and count again when they are imported anew', async () => {
    app = harness.use(nextApp());
    const { client } = harness.imports.engine;
    await harness.countLive(HITS);
    await harness.close('');
    const log = harness.log('log', 19, 40);
    for (let time = 0; time < 3; time += 1) {
      await harness.importAll([log]);
      await harness.close('import');
      expect(await harness.views()).toBe(HITS.length + 40);
      const kept = (await keptTraffic(client, { only: 'import' })).find((one) => one.app === app);
      expect(kept).toEqual({
        ...{ app, days: 1, from: '2026-11-19', to: '2026-11-19', views: 40, logs: 1 },
      });
      await expect(forgetTraffic(client, { app, only: 'import' })).resolves.toBe(1);
      expect(await harness.views()).toBe(HITS.length);
      expect(await harness.imports.hasRecords(app)).toBe(false);
    }
  });

  it('are one log, however often it was imported as it grew', async () => {
    app = harness.use(nextApp());
    for (const count of [3, 5, 9]) await harness.importAll([harness.log('grown', 19, count)]);
    const kept = (await keptTraffic(harness.imports.engine.client)).find((one) => one.app === app);
    expect(kept).toMatchObject({ logs: 1, views: 9 });
  });
});
