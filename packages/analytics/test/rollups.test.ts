import { startOfDay } from '@emas/calendar';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEngine } from '../../../test/engine/start-engine.ts';
import type { Engine } from '../../../test/engine/start-engine.ts';
import { SEED } from '../../../test/runner/repetition.ts';
import { DIMENSIONS, migrateAnalytics, trafficQueries } from '../src/index.ts';
import type { Filter, TrafficQuestion } from '../src/index.ts';
import { breakdownOf } from '../src/query/breakdown.ts';
import { figuresOf } from '../src/query/figures.ts';
import { planBreakdown, planFigures } from '../src/query/plan.ts';
import { checkQuestion } from '../src/query/question.ts';
import { Recorder } from '../src/record/recorder.ts';
import { simulatedHits } from './simulated-traffic.ts';
import { TrafficOracle } from './traffic-oracle.ts';

const SITE_ZONE = 'Asia/Kuala_Lumpur';
const from = Date.UTC(2026, 2, 26, 16);
// Six local days; the clocks of Berlin and New York change around them.
const to = from + 6 * 86_400_000;
const hits = simulatedHits(SEED, { from, to, visits: 900 });
const oracle = new TrafficOracle(hits, SITE_ZONE);

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
  await migrateAnalytics(engine.client);
  const recorder = new Recorder({
    app: 'portal',
    timeZone: SITE_ZONE,
    network: { ipv4: 32, ipv6: 64 },
    maxVisitors: 10_000,
    maxPages: 100,
    maxBuckets: 100_000,
  });
  let batch = 0;
  const flush = async (): Promise<void> => {
    const pending: Promise<unknown>[] = [];
    recorder.drainTo({
      add(table, lines) {
        batch += 1;
        pending.push(
          engine.client.command({
            query: `INSERT INTO ${table} FORMAT JSONEachRow\n${lines.join('\n')}`,
          }),
        );
      },
    });
    await Promise.all(pending);
  };
  for (const [index, hit] of hits.entries()) {
    recorder.record(hit);
    // Cut anywhere: what one hit changes may travel in different batches.
    if (index % 97 === 0) await flush();
  }
  await flush();
  expect(batch).toBeGreaterThan(10);
});
afterAll(async () => engine.stop());

const ask = (filters: readonly Filter[] = [], timeZone = SITE_ZONE): TrafficQuestion => ({
  app: 'portal',
  from: '2026-03-27',
  to: '2026-04-01',
  timeZone,
  filters,
});
const FILTERS: readonly (readonly Filter[])[] = [
  [{ dimension: 'device', value: 'mobile' }],
  [{ dimension: 'page', value: '/claims' }],
  [{ dimension: 'source', value: 'Facebook' }],
  [{ dimension: 'channel', value: 'Direct' }],
  [{ dimension: 'country', value: '' }],
  [
    { dimension: 'page', value: '/claims' },
    { dimension: 'page', value: '/clinics' },
  ],
  [
    { dimension: 'entry_page', value: '/' },
    { dimension: 'channel', value: 'Organic Search' },
    { dimension: 'os', value: 'Android' },
  ],
  [
    { dimension: 'page', value: '/claims' },
    { dimension: 'referrer', value: 'google.com' },
  ],
  [{ dimension: 'utm_medium', value: 'email' }],
];
const queries = () => trafficQueries({ client: engine.client, timeZone: SITE_ZONE, smallCells: 1 });
const expected = (
  filters: readonly Filter[],
  timeZone = SITE_ZONE,
  first = ask().from,
  last = ask().to,
) => {
  const end = startOfDay(
    new Date(Date.parse(last) + 86_400_000).toISOString().slice(0, 10),
    timeZone,
  );
  const figures = oracle.figures(startOfDay(first, timeZone), end, timeZone, filters);
  const starts = filters.some(({ dimension }) => dimension === 'page') ? undefined : figures.visits;
  return { figures, starts };
};

describe('the rollups', () => {
  it.each([SITE_ZONE, 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'])(
    'count what a reader of every hit would count, in %s',
    async (timeZone) => {
      const { figures } = expected([], timeZone);
      const totals = await queries().totals(ask([], timeZone));
      expect(totals).toMatchObject({
        views: figures.views,
        visitors: figures.visitors,
        visits: figures.visits,
      });
      expect(totals.bounceRate).toBeCloseTo(figures.bounces / figures.visits, 9);
      expect(totals.visitDuration).toBeCloseTo(figures.duration / figures.visits, 6);
    },
  );

  it.each(FILTERS)('count the same under filters %#', async (...filters) => {
    const { figures, starts } = expected(filters);
    const totals = await queries().totals(ask(filters));
    expect(totals).toMatchObject({
      views: figures.views,
      visitors: figures.visitors,
      visits: figures.visits,
    });
    if (starts !== undefined && starts > 0) {
      expect(totals.bounceRate).toBeCloseTo(figures.bounces / starts, 9);
    }
  });

  it('give the same answer whichever of them is asked', async () => {
    const question = checkQuestion(ask());
    expect(planFigures(question, SITE_ZONE, 'day')).toBe('day');
    const [day, slot, cube] = await Promise.all(
      (['day', 'slot', 'cube'] as const).map((grain) =>
        figuresOf(engine.client, grain, question, 'day'),
      ),
    );
    expect(day).toHaveLength(6);
    expect(slot).toEqual(day);
    expect(cube).toEqual(day);
  });

  it.each(DIMENSIONS)('break down by %s alike, day or cube', async (dimension) => {
    const question = checkQuestion(ask());
    expect(planBreakdown(question, SITE_ZONE)).toBe('day');
    const options = { limit: 100, offset: 0, search: '', smallCells: 1 };
    const day = await breakdownOf(engine.client, 'day', question, dimension, options);
    const cube = await breakdownOf(engine.client, 'cube', question, dimension, options);
    expect(cube).toEqual(day);
    if (dimension === 'exit_page') {
      expect(Object.fromEntries(day.rows.map((row) => [row.value, row.visits]))).toEqual(
        Object.fromEntries(oracle.exits(from, to)),
      );
      return;
    }
    expect(
      Object.fromEntries(
        day.rows.map(({ value, visitors, views }) => [value, { visitors, views }]),
      ),
    ).toEqual(Object.fromEntries(oracle.values(from, to, SITE_ZONE, dimension)));
  });

  it.each(FILTERS)('break down under filters %#', async (...filters) => {
    for (const dimension of ['page', 'source', 'channel', 'browser', 'entry_page'] as const) {
      const { rows } = await queries().breakdown(ask(filters), dimension, { limit: 100 });
      expect(
        Object.fromEntries(rows.map(({ value, visitors, views }) => [value, { visitors, views }])),
      ).toEqual(Object.fromEntries(oracle.values(from, to, SITE_ZONE, dimension, filters)));
    }
  });
});

describe('a series', () => {
  it.each(['quarter_hour', 'hour', 'day', 'week', 'month'] as const)(
    'by %s adds up to the total, in a zone whose clocks change',
    async (interval) => {
      for (const timeZone of ['Europe/Berlin', 'America/New_York']) {
        const total = await queries().totals(ask([], timeZone));
        const points = await queries().series(ask([], timeZone), interval);
        const sum = (read: (point: (typeof points)[number]) => number) =>
          points.reduce((so, point) => so + read(point), 0);
        expect(sum((point) => point.views)).toBe(total.views);
        expect(sum((point) => point.visits)).toBe(total.visits);
        expect(new Set(points.map(({ start }) => start)).size).toBe(points.length);
      }
    },
  );

  it('has every hour of a day with 23 of them, and none that the clocks skipped', async () => {
    const sunday = { ...ask([], 'Europe/Berlin'), from: '2026-03-29', to: '2026-03-29' };
    const points = await queries().series(sunday, 'hour');
    expect(points).toHaveLength(23);
    expect(points.map(({ start }) => start)).not.toContain('2026-03-29T02:00');
  });
});

describe('small cells', () => {
  const guarded = (smallCells: number) =>
    trafficQueries({ client: engine.client, timeZone: SITE_ZONE, smallCells });

  it('are folded, and never so few that the rest gives them away', async () => {
    const { rows: all } = await queries().breakdown(ask(), 'page', { limit: 100 });
    for (const smallCells of [2, 50, 200, 400]) {
      const { rows, folded } = await guarded(smallCells).breakdown(ask(), 'page', { limit: 100 });
      for (const row of rows) expect(row.visitors).toBeGreaterThanOrEqual(smallCells);
      const hidden = all.length - rows.length;
      expect(folded?.rows ?? 0).toBe(hidden);
      if (folded !== null && rows.length > 0) {
        expect(folded.visitors).toBeGreaterThanOrEqual(smallCells);
      }
    }
  });

  it('refuse filters that leave too few, or all but too few', async () => {
    const { visitors: everybody } = await queries().totals(ask());
    const phones = ask([{ dimension: 'device', value: 'mobile' }]);
    const { visitors: some } = await queries().totals(phones);
    // Total minus phones is about the others: both have to be many enough.
    const fewest = Math.min(some, everybody - some);
    expect(fewest).toBeGreaterThan(10);
    await expect(guarded(fewest).totals(phones)).resolves.toMatchObject({ visitors: some });
    const refusing = guarded(fewest + 1);
    await expect(refusing.tooFew(phones)).resolves.toBe(true);
    for (const asked of [
      refusing.totals(phones),
      refusing.series(phones, 'day'),
      refusing.breakdown(phones, 'page'),
    ]) {
      await expect(asked).rejects.toMatchObject({ code: 'ERR_EMAS_TRAFFIC_TOO_FEW' });
    }
  });
});

describe('a wrong question', () => {
  it.each([
    [{ ...ask(), from: '2026-02-30' }, /"from" wants a day/],
    [{ ...ask(), from: '2026-05-01' }, /"to" wants a day that is not before/],
    [{ ...ask(), timeZone: 'Mars/Olympus' }, /"timeZone" wants an IANA time zone/],
    [{ ...ask(), from: '1990-01-01' }, /at most ten years/],
  ])('is named %#', async (question, message) => {
    await expect(queries().totals(question)).rejects.toMatchObject({
      code: 'ERR_EMAS_TRAFFIC_QUESTION',
      message: expect.stringMatching(message),
    });
  });
});
