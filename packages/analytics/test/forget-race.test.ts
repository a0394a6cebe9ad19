import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClickHouseClient } from '@clickhouse/client';
import { DayKeeper } from '../src/days/day-keeper.ts';
import { SEED, times } from '../../../test/runner/repetition.ts';
import { forgetTraffic } from '../src/index.ts';
import { queriesOf } from '../src/query/traffic-queries.ts';
import { DAY_MS, FROM, HITS, startForgetting } from './forgetting-harness.ts';
import type { ForgettingHarness } from './forgetting-harness.ts';
import { watchedClient } from './watched-client.ts';

/* Figures are removed while the app closes the same days, or makes figures of them for a page. */

const DONE = { origin: 'import', before: '9999-01-01' };
const SPAN = { from: '2026-11-18', to: '2026-11-22' };

let harness: ForgettingHarness;
beforeAll(async () => {
  harness = await startForgetting();
});
afterAll(async () => harness.imports.stop());

type Work = (client: ClickHouseClient, app: string) => Promise<unknown>;

const keeper = (client: ClickHouseClient, app: string, now: number): DayKeeper =>
  new DayKeeper({
    ...{ client, app, timeZone: 'UTC', smallest: 5, combine: [], now: () => now },
  });

const RACES: readonly [string, Work][] = [
  [
    'a day is closed',
    async (client, app) => keeper(client, app, FROM + 30 * DAY_MS).closeDue(DONE),
  ],
  [
    'a page is shown',
    async (client, app) => queriesOf(keeper(client, app, FROM + 2.5 * DAY_MS)).totals(SPAN),
  ],
];

/** Tables with rows of an app, those of open days by their partitions. */
async function tablesWith(app: string): Promise<string[]> {
  const tables = ['cells', 'closed_days', 'open', 'closing', 'fresh', 'fresh_days', 'rounding'];
  const found: string[] = [];
  for (const table of tables) {
    const [row] = await harness.imports.engine.rows<{ rows: number | string }>(
      `SELECT count() AS rows FROM emas_${table} WHERE app = '${app}'`,
    );
    if (Number(row?.rows) > 0) found.push(table);
  }
  return found;
}

/** Forgets imports in the middle of some work, before its nth statement. @returns How many there were. */
async function forgetAmid(work: Work, app: string, at: number): Promise<number> {
  const { client } = harness.imports.engine;
  let sent = 0;
  const watched = watchedClient(client, async (statement) => {
    sent = statement;
    if (statement === at) await forgetTraffic(client, { app, only: 'import' });
  });
  await work(watched, app);
  return sent;
}

describe.each(RACES)('figures that are forgotten while %s', (name, work) => {
  it(`do not come back, whatever was done first (seed ${SEED})`, async () => {
    const begin = async (at: number): Promise<string> => {
      const app = harness.use(`${name.replaceAll(' ', '-')}-${at}`);
      await harness.importAll([harness.log('log', 19, 20)], { smallCells: 5 });
      return app;
    };
    const all = await forgetAmid(work, await begin(0), 0);
    expect(all).toBeGreaterThan(10);
    const runs = Math.min(all, times(50, 5));
    for (let run = 0; run < runs; run += 1) {
      // Spread over the whole, those at its ends included, others with each seed.
      const at = 1 + Math.floor(((run + (SEED % 97) / 97) * all) / runs);
      const app = await begin(at);
      await forgetAmid(work, app, at);
      expect({ at, tables: await tablesWith(app) }).toEqual({ at, tables: [] });
      expect(await harness.views()).toBe(0);
    }
  });
});

it('what was counted live stays, when its day is closed as imports of it are forgotten', async () => {
  const { client } = harness.imports.engine;
  const app = harness.use('live');
  await harness.countLive(HITS);
  await harness.importAll([harness.log('log', 19, 20)]);
  const watched = watchedClient(client, async (statement) => {
    if (statement === 5) await forgetTraffic(client, { app, only: 'import' });
  });
  const later = new DayKeeper({
    ...{ client: watched, app, timeZone: 'UTC', smallest: 1, combine: [] },
    now: () => FROM + 30 * DAY_MS,
  });
  await later.closeDue({ origin: '', before: '9999-01-01' });
  await harness.close('');
  expect(await harness.views()).toBe(HITS.length);
});
