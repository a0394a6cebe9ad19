import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startEngine } from '../../../test/engine/start-engine.ts';
import type { Engine } from '../../../test/engine/start-engine.ts';
import { SEED, times } from '../../../test/runner/repetition.ts';
import { DayKeeper } from '../src/days/day-keeper.ts';
import { areCrossed } from '../src/dimensions.ts';
import type { Hit } from '../src/hit.ts';
import { DIMENSIONS, migrateAnalytics } from '../src/index.ts';
import type { Dimension, Filter } from '../src/index.ts';
import { queriesOf } from '../src/query/traffic-queries.ts';
import type { TrafficQueries } from '../src/query/traffic-queries.ts';
import { recordInto } from './record-into.ts';
import { simulatedHits } from './simulated-traffic.ts';

/*
 * Somebody with the traffic page asks everything that it allows, about days on which one particular visitor
 * was there, and about the same days without him.
 */

const ZONE = 'UTC';
const SMALLEST = 5;
const DAY_MS = 86_400_000;
const first = Date.UTC(2026, 2, 27);
const day = '2026-03-27';
/** Nobody else has his browser, his page or his source; his hour, system and country others have too. */
const CANARY = { browser: 'Vivaldi', page: '/oncology', source: 'duckduckgo.com' };

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
  await migrateAnalytics(engine.client);
});
afterAll(async () => engine.stop());

const NO_SOURCE = {
  referrer: '',
  utmSource: '',
  utmMedium: '',
  utmCampaign: '',
  utmContent: '',
  utmTerm: '',
  clickId: '',
};

function canaryHits([sample]: readonly Hit[]): Hit[] {
  if (sample === undefined) throw new Error('There are no hits.');
  const { client } = sample;
  return [CANARY.page, '/claims', CANARY.page].map((page, index) => ({
    ...sample,
    page,
    time: first + 36_420_000 + index * 60_000,
    address: '203.0.113.99',
    client: { ...client, browser: CANARY.browser, os: 'Linux', device: 'desktop' },
    country: 'MY',
    source: { ...NO_SOURCE, referrer: CANARY.source },
  }));
}

/** A day of forty visitors, open (at its noon of the next day) or closed. */
async function world(
  app: string,
  seed: number,
  hasCanary: boolean,
  isClosed: boolean,
): Promise<TrafficQueries> {
  const others = simulatedHits(seed, { from: first, to: first + DAY_MS, visits: 60 });
  const hits = hasCanary ? [...others, ...canaryHits(others)] : others;
  await recordInto(
    engine.client,
    hits.toSorted((left, right) => left.time - right.time),
    { app, timeZone: ZONE },
  );
  const now = first + (isClosed ? 3 : 1.5) * DAY_MS;
  const options = { client: engine.client, app, timeZone: ZONE, smallest: SMALLEST, combine: [] };
  const keeper = new DayKeeper({ ...options, now: () => now });
  if (isClosed) await keeper.closeDue({ origin: '', before: '9999-01-01' });
  return queriesOf(keeper);
}

/** One filter in so many is tried. */
const EVERY = 12;

type Answers = ReadonlyMap<string, number>;

/** Everything that can be asked of one day: totals, hours, rows, and all of these under each filter. */
async function askAll(queries: TrafficQueries, offset: number): Promise<Answers> {
  const answers = new Map<string, number>();
  const ask = async (filters: readonly Filter[]): Promise<Filter[]> => {
    const question = { from: day, to: day, filters };
    const name = filters.map(({ dimension, value }) => `${dimension}:${value}`).join();
    const totals = await queries.totals(question);
    answers.set(`${name} visitors`, totals.visitors);
    answers.set(`${name} views`, totals.views);
    answers.set(`${name} visits`, totals.visits);
    for (const { start, views } of await queries.series(question, 'hour')) {
      if (views > 0) answers.set(`${name} at ${start}`, views);
    }
    const found: Filter[] = [];
    for (const dimension of DIMENSIONS) {
      if (!queries.isKept([...filters.map((filter) => filter.dimension), dimension])) continue;
      const { rows, folded } = await queries.breakdown(question, dimension, { limit: 1000 });
      for (const { value, visitors, views } of rows) {
        answers.set(`${name} ${dimension}=${value} visitors`, visitors);
        if (views !== null) answers.set(`${name} ${dimension}=${value} views`, views);
        found.push({ dimension, value });
      }
      if (folded !== null) answers.set(`${name} ${dimension} folded`, folded.visitors);
    }
    return found;
  };
  const filters = await ask([]);
  // As many as there is time for, others in each run.
  for (const [index, filter] of filters.entries()) {
    if (index % EVERY === offset % EVERY) await ask([filter]);
  }
  return answers;
}

const RUNS = times(40, 2);

it.each([
  ['closed', true],
  ['open', false],
])(
  `no answer about a %s day names him, or counts by less than five (seed ${SEED})`,
  async (_, isClosed) => {
    for (let run = 0; run < RUNS; run += 1) {
      const queries = await world(`named-${String(isClosed)}-${run}`, SEED + run, true, isClosed);
      const answers = await askAll(queries, run);
      expect(answers.size).toBeGreaterThan(100);
      for (const [question, figure] of answers) {
        expect(question).not.toContain(CANARY.browser);
        expect(question).not.toContain(CANARY.page);
        expect(question).not.toContain('DuckDuckGo');
        expect(figure % SMALLEST).toBe(0);
      }
      // Asked by name, he is as little there as somebody who never was.
      for (const [dimension, value] of [
        ['browser', CANARY.browser],
        ['browser', 'NeverSeen'],
        ['page', CANARY.page],
        ['referrer', CANARY.source],
      ] as const) {
        const question = { from: day, to: day, filters: [{ dimension, value }] };
        await expect(queries.totals(question)).resolves.toMatchObject({ visitors: 0, views: 0 });
      }
    }
  },
);

/** Differences that would be his alone, were figures exact: one set of visitors without another. */
const PAIRS: readonly (readonly [string, string])[] = [
  [' visitors', 'browser'],
  [' views', 'browser'],
  [' visitors', 'os'],
];

it(`differences of answers say no more with him than without him (seed ${SEED})`, async () => {
  const surplus = { with: 0, without: 0 };
  const runs = times(200, 6);
  for (let run = 0; run < runs; run += 1) {
    for (const hasCanary of [true, false]) {
      const name = hasCanary ? 'with' : 'without';
      const queries = await world(`difference-${name}-${run}`, SEED + 1000 + run, hasCanary, true);
      const totals = await queries.totals({ from: day, to: day });
      for (const [kind, dimension] of PAIRS) {
        const { rows } = await queries.breakdown({ from: day, to: day }, dimension as Dimension, {
          limit: 100,
        });
        const all = kind === ' views' ? totals.views : totals.visitors;
        const told = rows.reduce(
          (sum, row) => sum + (kind === ' views' ? (row.views ?? 0) : row.visitors),
          0,
        );
        surplus[name] += Math.sign(all - told);
      }
    }
  }
  // Each sign is a coin thrown anew; he moves each by a fifth of a throw at most.
  const throws = runs * PAIRS.length;
  expect(Math.abs(surplus.with - surplus.without)).toBeLessThan(
    0.4 * throws + 5 * Math.sqrt(2 * throws),
  );
});

it(`no small cell can be worked out from all sums of a day (seed ${SEED})`, async () => {
  for (let run = 0; run < RUNS; run += 1) {
    const app = `bounds-${run}`;
    await world(app, SEED + 2000 + run, true, true);
    const cells = await engine.rows<{
      dimension1: string;
      dimension2: string;
      value1: string;
      value2: string;
      visitors: number;
    }>(
      `SELECT dimension1, dimension2, value1, value2, visitors FROM emas_cells WHERE app = '${app}'`,
    );
    const pinned = pinnedCells(cells);
    expect(pinned).toEqual([]);
  }
});

/** Each visitor has one of these on a day: they add up exactly. */
const PARTS: readonly string[] = ['device', 'browser', 'os', 'country'];

interface Bounds {
  low: number;
  high: number;
}

/** Cells of fewer than five that bounds, propagated through all sums that hold, leave one number for. */
function pinnedCells(
  cells: readonly {
    dimension1: string;
    dimension2: string;
    value1: string;
    value2: string;
    visitors: number;
  }[],
): string[] {
  const bounds = new Map<string, Bounds>();
  const around = (visitors: number): Bounds => ({
    low: Math.max(0, visitors - SMALLEST + 1),
    high: visitors + SMALLEST - 1,
  });
  const values = new Map<string, string[]>();
  for (const { dimension1, dimension2, value1, visitors } of cells) {
    if (dimension2 !== '') continue;
    bounds.set(dimension1 === '' ? 'all' : `${dimension1}=${value1}`, around(visitors));
    values.set(dimension1, [...(values.get(dimension1) ?? []), value1]);
  }
  for (const { dimension1, dimension2, value1, value2, visitors } of cells) {
    if (dimension2 === '') continue;
    bounds.set(`${dimension1}=${value1} ${dimension2}=${value2}`, around(visitors));
  }
  const nameOf = (one: string, oneValue: string, other: string, otherValue: string): string => {
    const names = [`${one}=${oneValue}`, `${other}=${otherValue}`];
    return bounds.has(`${names[1]} ${names[0]}`)
      ? `${names[1] ?? ''} ${names[0] ?? ''}`
      : names.join(' ');
  };
  const sums: [string, string[]][] = [];
  for (const one of PARTS) {
    sums.push(['all', (values.get(one) ?? []).map((value) => `${one}=${value}`)]);
    for (const other of PARTS.filter((name) => areCrossed(one, name))) {
      for (const value of values.get(one) ?? []) {
        const pairs = (values.get(other) ?? []).map((name) => nameOf(one, value, other, name));
        sums.push([`${one}=${value}`, pairs]);
      }
    }
  }
  // A pair that is not there has four visitors at most.
  for (const [, parts] of sums) {
    for (const part of parts)
      if (!bounds.has(part)) bounds.set(part, { low: 0, high: SMALLEST - 1 });
  }
  propagate(bounds, sums);
  return [...bounds]
    .filter(([, { low, high }]) => low === high && low > 0 && low < SMALLEST)
    .map(([name]) => name);
}

function propagate(bounds: ReadonlyMap<string, Bounds>, sums: readonly [string, string[]][]): void {
  const boundsOf = (name: string): Bounds => bounds.get(name) ?? { low: 0, high: 0 };
  for (let round = 0; round < 20; round += 1) {
    for (const [whole, parts] of sums) {
      const all = boundsOf(whole);
      const low = parts.reduce((sum, part) => sum + boundsOf(part).low, 0);
      const high = parts.reduce((sum, part) => sum + boundsOf(part).high, 0);
      all.low = Math.max(all.low, low);
      all.high = Math.min(all.high, high);
      for (const name of parts) {
        const part = boundsOf(name);
        const [restLow, restHigh] = [low - part.low, high - part.high];
        part.low = Math.max(part.low, all.low - restHigh);
        part.high = Math.min(part.high, all.high - restLow);
      }
    }
  }
}
