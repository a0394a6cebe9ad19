import { startOfDay } from '@emas/calendar';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEngine } from '../../../test/engine/start-engine.ts';
import type { Engine } from '../../../test/engine/start-engine.ts';
import { SEED } from '../../../test/runner/repetition.ts';
import { DayKeeper } from '../src/days/day-keeper.ts';
import { DIMENSIONS, migrateAnalytics } from '../src/index.ts';
import type { Filter, TrafficQuestion } from '../src/index.ts';
import { queriesOf } from '../src/query/traffic-queries.ts';
import { recordInto } from './record-into.ts';
import { simulatedHits } from './simulated-traffic.ts';
import { TrafficOracle } from './traffic-oracle.ts';

/* With a smallest group of one, figures are exact: those of closed days, of open ones, and of both. */

const SITE_ZONE = 'Asia/Kuala_Lumpur';
const from = Date.UTC(2026, 2, 26, 16);
const to = from + 6 * 86_400_000;
const hits = simulatedHits(SEED, { from, to, visits: 900 });
const oracle = new TrafficOracle(hits, SITE_ZONE);

/** What was counted live is all there. */
const LIVE = { origin: '', before: '9999-01-01' };

let engine: Engine;
const keeperAt = (now: number): DayKeeper =>
  new DayKeeper({
    client: engine.client,
    app: 'portal',
    timeZone: SITE_ZONE,
    smallest: 1,
    combine: [['channel', 'country', 'page']],
    now: () => now,
  });
let queries: ReturnType<typeof queriesOf>;
beforeAll(async () => {
  engine = await startEngine();
  await migrateAnalytics(engine.client);
  await recordInto(engine.client, hits, { app: 'portal', timeZone: SITE_ZONE });
  // Half-way through the last day: four days are over, two are open.
  const keeper = keeperAt(to - 43_200_000);
  await expect(keeper.closeDue(LIVE)).resolves.toHaveLength(4);
  queries = queriesOf(keeper);
});
afterAll(async () => engine.stop());

const ask = (...filters: readonly Filter[]): TrafficQuestion => ({
  from: '2026-03-27',
  to: '2026-04-01',
  filters,
});
const FILTERS: readonly (readonly Filter[])[] = [
  [{ dimension: 'device', value: 'mobile' }],
  [{ dimension: 'page', value: '/claims' }],
  [{ dimension: 'source', value: 'Facebook' }],
  [{ dimension: 'channel', value: 'Direct' }],
  [{ dimension: 'country', value: '' }],
  [{ dimension: 'entry_page', value: '/' }],
  [{ dimension: 'utm_medium', value: 'email' }],
  [
    { dimension: 'channel', value: 'Organic Search' },
    { dimension: 'country', value: 'MY' },
  ],
  [
    { dimension: 'channel', value: 'Direct' },
    { dimension: 'country', value: 'MY' },
    { dimension: 'page', value: '/claims' },
  ],
];
const CROSSED = ['page', 'source', 'channel', 'browser', 'entry_page'] as const;

it.each([[], ...FILTERS])('totals are what a reader of every hit counts %#', async (...filters) => {
  const { visitors, views, visits, bounces, duration } = oracle.figures(from, to, filters);
  const totals = await queries.totals(ask(...filters));
  expect(totals).toMatchObject({ visitors, views, visits });
  const starts = filters.some(({ dimension }) => dimension === 'page') ? undefined : visits;
  if (starts === undefined) return;
  expect(totals.bounceRate).toBeCloseTo(bounces / starts, 9);
  expect(totals.visitDuration).toBeCloseTo(duration / starts, 6);
});

it.each(DIMENSIONS)('rows by %s are what a reader of every hit counts', async (dimension) => {
  const { rows, folded } = await queries.breakdown(ask(), dimension, { limit: 100 });
  expect(folded).toBeNull();
  if (dimension === 'exit_page') {
    const exits = rows.map(({ value, visits, visitors }) => [value, { visits, visitors }]);
    expect(Object.fromEntries(exits)).toEqual(Object.fromEntries(oracle.exits(from, to)));
    return;
  }
  expect(
    Object.fromEntries(rows.map(({ value, visitors, views }) => [value, { visitors, views }])),
  ).toEqual(Object.fromEntries(oracle.values(from, to, dimension)));
});

it.each(FILTERS)(
  'rows under filters are what a reader of every hit counts %#',
  async (...filters) => {
    const names = filters.map(({ dimension }) => dimension);
    const kept = CROSSED.filter((dimension) => queries.isKept([...names, dimension]));
    expect(kept.length).toBeGreaterThan(0);
    for (const dimension of kept) {
      const { rows } = await queries.breakdown(ask(...filters), dimension, { limit: 100 });
      expect(
        Object.fromEntries(rows.map(({ value, visitors, views }) => [value, { visitors, views }])),
      ).toEqual(Object.fromEntries(oracle.values(from, to, dimension, filters)));
    }
  },
);

it.each([[], ...FILTERS])(
  'rows by many dimensions at once are those by each %#',
  async (...filters) => {
    const names = filters.map(({ dimension }) => dimension);
    const kept = DIMENSIONS.filter((dimension) => queries.isKept([...names, dimension]));
    const options = { limit: 3, offset: 1 };
    const together = await queries.breakdowns(ask(...filters), kept, options);
    expect([...together.keys()]).toEqual(kept);
    for (const dimension of kept) {
      const alone = await queries.breakdown(ask(...filters), dimension, options);
      expect({ dimension, ...together.get(dimension) }).toEqual({ dimension, ...alone });
    }
  },
);

describe('a series', () => {
  it.each(['hour', 'day', 'week', 'month'] as const)(
    'by %s adds up to the total',
    async (interval) => {
      for (const filters of [[], ...FILTERS.slice(0, 7)]) {
        const total = await queries.totals(ask(...filters));
        const points = await queries.series(ask(...filters), interval);
        const sum = (read: (point: (typeof points)[number]) => number): number =>
          points.reduce((so, point) => so + read(point), 0);
        expect(sum((point) => point.views)).toBe(total.views);
        if (interval !== 'hour') expect(sum((point) => point.visitors)).toBe(total.visitors);
        expect(new Set(points.map(({ start }) => start)).size).toBe(points.length);
      }
    },
  );

  it('by hour has what was seen in each', async () => {
    const points = await queries.series({ from: '2026-03-28', to: '2026-03-28' }, 'hour');
    expect(points).toHaveLength(24);
    const midnight = startOfDay('2026-03-28', SITE_ZONE);
    for (const [hour, { views, visitors }] of points.entries()) {
      const begin = midnight + hour * 3_600_000;
      expect(oracle.figures(begin, begin + 3_600_000)).toMatchObject({ views, visitors });
    }
  });
});

it('a day up to an hour has the visitors that were there by then', async () => {
  const noon = startOfDay('2026-04-01', SITE_ZONE) + 12 * 3_600_000;
  const { visitors, views } = oracle.figures(from, noon);
  await expect(queries.totals({ ...ask(), untilHour: 12 })).resolves.toMatchObject({
    visitors,
    views,
  });
});

it('nothing changes when the last days close', async () => {
  const read = async (): Promise<unknown> => [
    await queries.totals(ask()),
    await queries.series(ask(), 'day'),
    await queries.breakdown(ask(), 'page'),
    await queries.breakdown(ask({ dimension: 'page', value: '/claims' }), 'source'),
  ];
  const before = await read();
  const later = keeperAt(to + 2 * 86_400_000);
  await expect(later.closeDue(LIVE)).resolves.toHaveLength(2);
  await expect(read()).resolves.toEqual(before);
  await expect(later.closeDue(LIVE)).resolves.toEqual([]);
});

describe('a wrong question', () => {
  it.each([
    [{ ...ask(), from: '2026-02-30' }, /"from": expected a day/],
    [{ ...ask(), from: '2026-05-01' }, /"to": expected a day that is not before/],
    [{ ...ask(), from: '1990-01-01' }, /at most ten years/],
  ])('is named %#', async (question, message) => {
    await expect(queries.totals(question)).rejects.toMatchObject({
      code: 'ERR_EMAS_TRAFFIC_QUESTION',
      message: expect.stringMatching(message),
    });
  });

  it.each([
    ['entry_page', 'page'],
    ['referrer', 'browser'],
  ] as const)('%s with %s is not kept', async (filtered, asked) => {
    const question = ask({ dimension: filtered, value: 'x' });
    expect(queries.isKept([filtered, asked])).toBe(false);
    expect(queries.isKept(['channel', 'country', 'page', 'os'])).toBe(false);
    await expect(queries.breakdown(question, asked)).rejects.toMatchObject({
      code: 'ERR_EMAS_TRAFFIC_NOT_KEPT',
    });
  });
});
