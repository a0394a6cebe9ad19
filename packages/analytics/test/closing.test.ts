import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ClickHouseClient } from '@clickhouse/client';
import { startEngine } from '../../../test/engine/start-engine.ts';
import type { Engine } from '../../../test/engine/start-engine.ts';
import { SEED, times } from '../../../test/runner/repetition.ts';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { DayKeeper } from '../src/days/day-keeper.ts';
import { tellForgetRound } from '../src/days/forget-round.ts';
import type { Hit } from '../src/hit.ts';
import { DIMENSIONS, migrateAnalytics } from '../src/index.ts';
import { queriesOf } from '../src/query/traffic-queries.ts';
import { recordInto } from './record-into.ts';
import { simulatedHits } from './simulated-traffic.ts';
import { TrafficOracle } from './traffic-oracle.ts';
import { watchedClient } from './watched-client.ts';

/* What is left of a day when it is over, and that it is left once, whatever happens meanwhile. */

const ZONE = 'Asia/Kuala_Lumpur';
const DAY_MS = 86_400_000;
const SMALLEST = 5;
const from = Date.UTC(2026, 2, 26, 16);
const to = from + 3 * DAY_MS;
const hits = simulatedHits(SEED, { from, to, visits: 600 });
const oracle = new TrafficOracle(hits, ZONE);

/** What was counted live is all there. */
const LIVE = { origin: '', before: '9999-01-01' };

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
  await migrateAnalytics(engine.client);
});
afterAll(async () => engine.stop());

const keeperOf = (
  app: string,
  { smallest = SMALLEST, client = engine.client, now = to + 2 * DAY_MS } = {},
): DayKeeper =>
  new DayKeeper({ client, app, timeZone: ZONE, smallest, combine: [], now: () => now });

async function rows<Row>(query: string, app = ''): Promise<Row[]> {
  const answer = await engine.client.query({
    query,
    query_params: { app },
    format: 'JSONEachRow',
  });
  return answer.json<Row>();
}

interface Cell {
  readonly dimension1: string;
  readonly dimension2: string;
  readonly value1: string;
  readonly visitors: number;
  readonly views: number;
  readonly visits: number;
  readonly starts: number;
  readonly bounces: number;
}

const cellsOf = async (app: string): Promise<Cell[]> =>
  rows('SELECT * FROM emas_cells WHERE app = {app:String} ORDER BY ALL', app);

describe('a day that is closed', () => {
  beforeAll(async () => {
    await recordInto(engine.client, hits, { app: 'closed', timeZone: ZONE });
    await expect(keeperOf('closed').closeDue(LIVE)).resolves.toHaveLength(3);
  });

  it('leaves no hit, no key and no secret, on the disk neither', async () => {
    const tables =
      "'emas_open', 'emas_closing', 'emas_fresh', 'emas_fresh_days', 'emas_rounding', 'emas_kept'";
    const parts = (): Promise<object[]> =>
      rows(
        `SELECT table, name, active FROM system.parts
         WHERE database = currentDatabase() AND table IN (${tables}) AND rows > 0`,
      );
    await waitUntil('the parts to go', async () => (await parts()).length === 0, { state: parts });
    const columns = await rows<{ name: string; type: string }>(
      "SELECT name, type FROM system.columns WHERE table = 'emas_cells' ORDER BY name",
    );
    expect(columns.filter(({ type }) => /Aggregate|Array/.test(type))).toEqual([]);
  });

  it('leaves figures of so many visitors only', async () => {
    const cells = await cellsOf('closed');
    expect(cells.length).toBeGreaterThan(300);
    for (const { dimension1, visitors, views, visits, starts, bounces } of cells) {
      if (dimension1 === 'left_out') continue;
      expect(visitors).toBeGreaterThanOrEqual(SMALLEST);
      for (const figure of [visitors, views, visits, starts, bounces]) {
        expect(figure % SMALLEST).toBe(0);
      }
    }
  });

  it('names no value that fewer visitors had on the day', async () => {
    for (let day = 0; day < 3; day += 1) {
      const begin = from + day * DAY_MS;
      const [local] = new Date(begin + DAY_MS / 2).toISOString().split('T');
      const named = await rows<Cell>(
        `SELECT * FROM emas_cells WHERE app = {app:String} AND day = '${local ?? ''}'
         AND dimension1 NOT IN ('', 'first_hour', 'left_out', 'hour', 'exit_page')`,
        'closed',
      );
      expect(named.length).toBeGreaterThan(0);
      for (const dimension of DIMENSIONS.filter((name) => name !== 'exit_page')) {
        const truth = oracle.values(begin, begin + DAY_MS, dimension);
        for (const { dimension1, value1 } of named) {
          if (dimension1 !== dimension || value1 === '(other)') continue;
          expect(truth.get(value1)?.visitors).toBeGreaterThanOrEqual(SMALLEST);
        }
      }
    }
  });

  it('is not closed twice', async () => {
    const before = await cellsOf('closed');
    await expect(keeperOf('closed').closeDue(LIVE)).resolves.toEqual([]);
    await expect(cellsOf('closed')).resolves.toEqual(before);
  });
});

it(`is right on average (seed ${SEED})`, async () => {
  const days = times(60, 20);
  const truth = { visitors: 0, views: 0, visits: 0 };
  const sums = { visitors: 0, views: 0, visits: 0 };
  let cells = 0;
  for (let run = 0; run < days; run += 1) {
    const app = `average-${run}`;
    const end = from + DAY_MS;
    const ofDay = simulatedHits(SEED + run + 1, { from, to: end, visits: 40 });
    await recordInto(engine.client, ofDay, { app, timeZone: ZONE });
    await keeperOf(app).closeDue(LIVE);
    const counted = new TrafficOracle(ofDay, ZONE);
    for (const [, { visitors, views }] of counted.values(from, end, 'page')) {
      truth.visitors += visitors;
      truth.views += views;
    }
    truth.visits += counted.figures(from, end).visits;
    for (const cell of await cellsOf(app)) {
      if (cell.dimension1 === '') sums.visits += cell.visits;
      if (cell.dimension1 !== 'page' || cell.dimension2 !== '') continue;
      sums.visitors += cell.visitors;
      sums.views += cell.views;
      cells += 1;
    }
  }
  // Five standard deviations of so many roundings: at most k/2 each, and a view goes with its visitor.
  const bound = 5 * (SMALLEST / 2) * Math.sqrt(cells);
  // Folded values overlap: a visitor of two of them is one visitor of the others.
  expect(Math.abs(sums.views - truth.views)).toBeLessThan(3 * bound);
  expect(sums.visitors).toBeLessThan(truth.visitors + bound);
  expect(Math.abs(sums.visits - truth.visits)).toBeLessThan(5 * SMALLEST * Math.sqrt(days));
});

describe('closing', () => {
  const few: readonly Hit[] = simulatedHits(SEED, { from, to: from + DAY_MS, visits: 30 });
  const expected = new TrafficOracle(few, ZONE).figures(from, from + DAY_MS);
  const question = { from: '2026-03-27', to: '2026-03-27' };

  /** A client that fails from its nth statement on, as if the process had died there. */
  function dyingAfter(statements: number): { client: ClickHouseClient; sent: () => number } {
    let sent = 0;
    const client = watchedClient(engine.client, (statement) => {
      sent = statement;
      if (statement > statements) throw new Error('The process died.');
    });
    return { client, sent: () => sent };
  }

  it('that was cut off anywhere is done again, and counts once', async () => {
    const whole = dyingAfter(Number.POSITIVE_INFINITY);
    await recordInto(engine.client, few, { app: 'whole', timeZone: ZONE });
    await keeperOf('whole', { smallest: 1, client: whole.client }).closeDue(LIVE);
    expect(whole.sent()).toBeGreaterThan(10);
    for (let after = 0; after < whole.sent(); after += 1) {
      const app = `cut-${after}`;
      await recordInto(engine.client, few, { app, timeZone: ZONE });
      // Something was shown of it, which has to go as well.
      await queriesOf(keeperOf(app, { smallest: 1 })).totals(question);
      const dying = keeperOf(app, { smallest: 1, client: dyingAfter(after).client });
      await expect(dying.closeDue(LIVE)).rejects.toThrow('The process died.');
      const next = keeperOf(app, { smallest: 1 });
      await next.closeDue(LIVE);
      const { visitors, views, visits } = expected;
      await expect(queriesOf(next).totals(question)).resolves.toMatchObject({
        visitors,
        views,
        visits,
      });
      const shown = 'SELECT portion FROM emas_fresh_days WHERE app = {app:String}';
      await expect(rows(shown, app)).resolves.toEqual([]);
    }
  });

  it('by several processes at once counts once', async () => {
    await recordInto(engine.client, few, { app: 'together', timeZone: ZONE });
    const keepers = Array.from({ length: 4 }, () => keeperOf('together', { smallest: 1 }));
    await Promise.all(keepers.map(async (keeper) => keeper.closeDue(LIVE)));
    const { visitors, views, visits } = expected;
    await expect(queriesOf(keeperOf('together')).totals(question)).resolves.toMatchObject({
      visitors,
      views,
      visits,
    });
  });

  it('whose rows change each time ends with a warning, and goes on later', async () => {
    const app = 'contested';
    const { client } = engine;
    await recordInto(client, few, { app, timeZone: ZONE });
    const day = { app, day: question.from, origin: '' };
    const contested = watchedClient(client, async (_, text) => {
      if (text.startsWith('INSERT INTO emas_closed_days')) await tellForgetRound(client, [day]);
    });
    const told = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    await keeperOf(app, { smallest: 1, client: contested }).closeDue(LIVE);
    expect(told).toHaveBeenCalledTimes(1);
    expect(told).toHaveBeenCalledWith(
      expect.stringContaining('2026-03-27 is not closed yet'),
      expect.objectContaining({ code: 'WARN_EMAS_ANALYTICS_CLOSING' }),
    );
    told.mockRestore();
    const { views } = expected;
    const next = keeperOf(app, { smallest: 1 });
    await next.closeDue(LIVE);
    await expect(queriesOf(next).totals(question)).resolves.toMatchObject({ views });
  });

  it('by one that stood still while others closed it counts once', async () => {
    const whole = dyingAfter(Number.POSITIVE_INFINITY);
    await recordInto(engine.client, few, { app: 'alone', timeZone: ZONE });
    await keeperOf('alone', { smallest: 1, client: whole.client }).closeDue(LIVE);
    // From its last cells on.
    for (let at = whole.sent() - 5; at <= whole.sent(); at += 1) {
      const app = `stood-${at}`;
      await recordInto(engine.client, few, { app, timeZone: ZONE });
      const client = watchedClient(engine.client, async (statement) => {
        // One closes it before the statement, others look before those that follow.
        if (statement >= at) await keeperOf(app, { smallest: 1 }).closeDue(LIVE);
      });
      await keeperOf(app, { smallest: 1, client }).closeDue(LIVE);
      const { visitors, views, visits } = expected;
      const totals = await queriesOf(keeperOf(app)).totals(question);
      expect({ at, ...totals }).toMatchObject({ at, visitors, views, visits });
      const left = `SELECT portion FROM emas_cells WHERE app = {app:String}
        AND portion NOT IN (SELECT portion FROM emas_closed_days) GROUP BY portion`;
      await expect(rows(left, app)).resolves.toEqual([]);
    }
  });

  it('is done where its claim was made before and is gone, as in a database that was restored', async () => {
    const app = 'restored';
    for (let time = 0; time < 2; time += 1) {
      for (const table of ['emas_closed_days', 'emas_cells']) {
        await engine.client.command({
          query: `DELETE FROM ${table} WHERE app = {app:String}`,
          query_params: { app },
        });
      }
      await recordInto(engine.client, few, { app, timeZone: ZONE });
      await keeperOf(app, { smallest: 1 }).closeDue(LIVE);
      const { views } = expected;
      await expect(queriesOf(keeperOf(app)).totals(question)).resolves.toMatchObject({ views });
    }
  });

  it('once more takes what came late, and loses nothing', async () => {
    const keeper = keeperOf('late', { smallest: 1 });
    const [early, late] = [few.slice(0, few.length / 2), few.slice(few.length / 2)];
    for (const part of [early, late]) {
      await recordInto(engine.client, part, { app: 'late', timeZone: ZONE });
      await keeper.closeDue(LIVE);
    }
    const { views } = expected;
    await expect(queriesOf(keeper).totals(question)).resolves.toMatchObject({ views });
  });

  it('waits while rows still come', async () => {
    await recordInto(engine.client, few, { app: 'busy', timeZone: ZONE });
    await expect(keeperOf('busy', { smallest: 1 }).closeDue()).resolves.toEqual([]);
  });
});

describe('forgetting', () => {
  const span = { from: '2026-03-27', to: '2026-03-29' };
  const counted = async (app: string): Promise<number> =>
    (await queriesOf(keeperOf(app, { smallest: 1 })).totals(span)).views;

  it('of old days leaves the totals', async () => {
    const app = 'old';
    await recordInto(engine.client, hits, { app, timeZone: ZONE });
    await keeperOf(app, { smallest: 1 }).closeDue(LIVE);
    const later = Date.UTC(2028, 5, 1);
    await keeperOf(app, { smallest: 1, now: later }).forgetOld();
    expect(await counted(app)).toBe(hits.length);
    const dimensions = await rows<{ dimension1: string }>(
      'SELECT DISTINCT dimension1 FROM emas_cells WHERE app = {app:String}',
      app,
    );
    expect(dimensions).toEqual([{ dimension1: '' }]);
  });
});

describe('an open day', () => {
  const noon = from + DAY_MS / 2;
  const today = { from: '2026-03-27', to: '2026-03-27' };

  it('moves when so many new visitors came, and by all of them at once', async () => {
    const app = 'open';
    const queries = queriesOf(keeperOf(app, { now: noon }));
    const [first] = hits;
    if (first === undefined) throw new Error('There are no hits.');
    const visitor = (number: number): Hit => ({
      ...first,
      time: from + 1000,
      address: `10.9.0.${number}`,
    });
    const seen: number[] = [];
    for (let number = 1; number <= 12; number += 1) {
      await recordInto(engine.client, [visitor(number)], { app, timeZone: ZONE });
      const { views } = await queries.totals(today);
      const hours = await queries.series(today, 'hour');
      expect(hours.reduce((sum, point) => sum + point.views, 0)).toBe(views);
      seen.push(views);
    }
    // Each visitor is one of a recorder of its own, so that keys differ.
    const steps = seen.filter((views, index) => views !== (seen[index - 1] ?? 0));
    expect(steps.length).toBeLessThanOrEqual(2);
    expect(seen.slice(0, 4)).toEqual([0, 0, 0, 0]);
    expect(seen[4]).toBe(5);
  });
});
