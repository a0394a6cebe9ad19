import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrateAnalytics, trafficQueries } from '@emas/analytics';
import { DayKeeper } from '@emas/analytics/internal';
import { dashboard } from '@emas/dashboards';
import type { TrafficReport } from '@emas/dashboards';
import { requestContext } from '@emas/request-context';
import express from 'express';
import request from 'supertest';
import { recordInto } from '../../analytics/test/record-into.ts';
import { simulatedHits } from '../../analytics/test/simulated-traffic.ts';
import { startEngine } from '../../../test/engine/start-engine.ts';
import type { Engine } from '../../../test/engine/start-engine.ts';
import { runEmas, startEmas } from './run-emas.ts';
import type { Ended } from './run-emas.ts';

const DAY_MS = 86_400_000;
const FIRST = Date.UTC(2026, 2, 26);
const DAYS = '2026-03-26..2026-03-27';
const folder = mkdtempSync(join(tmpdir(), 'emas-traffic-'));
/** A shell of a developer, in which nothing would be hidden. */
const FINE = { NODE_ENV: 'development', EMAS_SMALL_CELLS: '1' };
const COMBINE = [['page', 'channel', 'country']] as const;

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
  await migrateAnalytics(engine.client);
});
afterAll(async () => {
  await engine.stop();
  rmSync(folder, { recursive: true, force: true });
});

type Hit = ReturnType<typeof simulatedHits>[number];

/** One visitor with a page, a browser and a source that nobody else has. */
function canary([sample]: readonly Hit[]): Hit {
  if (sample === undefined) throw new Error('There are no hits.');
  return {
    ...sample,
    time: FIRST + DAY_MS + 36_000_000,
    address: '203.0.113.99',
    page: '/oncology',
    client: { ...sample.client, browser: 'Vivaldi' },
    source: { ...sample.source, referrer: 'duckduckgo.com' },
  };
}

/** The visitors of a day, other ones for each seed. */
function visitorsOf(day: number, seed = day + 1): Hit[] {
  const from = FIRST + day * DAY_MS;
  return simulatedHits(seed, { from, to: from + DAY_MS, visits: 60 }).map((hit) => ({
    ...hit,
    address: hit.address.replace(/^10\.0/, `10.${seed}`),
  }));
}

/** Two days of forty visitors and one more; the first of them closed, as its app would close it. */
async function record(app: string, smallest: number, isOpen = false): Promise<void> {
  const second = visitorsOf(1);
  const hits = [...visitorsOf(0), ...second, canary(second)];
  await recordInto(
    engine.client,
    hits.toSorted((left, right) => left.time - right.time),
    { app, timeZone: 'UTC' },
  );
  const rules = { client: engine.client, app, timeZone: 'UTC', smallest, combine: COMBINE };
  const keeper = new DayKeeper({ ...rules, now: () => FIRST + 2.5 * DAY_MS });
  if (!isOpen) await keeper.closeDue({ origin: '', before: '9999-01-01' });
}

/** What the traffic page of such an app answers. */
async function page(app: string, smallCells: number, query: string): Promise<TrafficReport> {
  const server = express();
  const options = { client: engine.client, app, timeZone: 'UTC', smallCells, combine: COMBINE };
  const traffic = trafficQueries(options);
  server.use(requestContext({ app: server }));
  server.use('/pages', dashboard({ app, traffic, authorize: () => 'marketing' }));
  const { status, body } = await request(server).get(`/pages/api/traffic?${query}`);
  expect(status).toBe(200);
  return body;
}

const PAGE_DAYS = 'period=custom&from=2026-03-26&to=2026-03-27';

type Variables = Readonly<Record<string, string | undefined>>;
const emas = (
  app: string,
  words: readonly string[] = [],
  variables: Variables = {},
): Promise<Ended> =>
  runEmas(['traffic', '--app', app, '--url', engine.url, '--time-zone', 'UTC', ...words], {
    NODE_ENV: undefined,
    ...variables,
  });
const reportOf = async (
  app: string,
  words: readonly string[],
  variables?: Variables,
): Promise<TrafficReport> => {
  const { code, out, err } = await emas(app, [...words, '--json'], variables);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out);
};

describe('emas traffic', () => {
  it('tells what the traffic page tells, of closed and of open days', async () => {
    await record('same', 5);
    const { generatedAt: _, ...shown } = await page('same', 5, PAGE_DAYS);
    const told = await reportOf('same', ['--period', DAYS, '--rows', '9']);
    expect(told).toEqual({ ...shown, generatedAt: expect.any(String) });
    expect(told.totals.visitors).toBeGreaterThan(20);
    expect(told.breakdowns.page?.rows.length).toBeGreaterThan(2);
  });

  it('compares with the period before, in words', async () => {
    await record('words', 1);
    const { code, out } = await emas('words', ['--period', '2026-03-27..2026-03-27']);
    expect(code).toBe(0);
    expect(out).toMatch(/^words, 2026-03-27 \(UTC\), compared with 2026-03-26\n\n/);
    const { totals, previousTotals: before } = await reportOf('words', [
      ...['--period', '2026-03-27..2026-03-27'],
    ]);
    const change = (totals.views / before.views - 1) * 100;
    const words = `${Math.abs(change).toFixed(1)}% ${change > 0 ? 'more' : 'fewer'}`;
    expect(out).toMatch(new RegExp(`^views +${totals.views} {2}${words}$`, 'm'));
    for (const name of ['visitors', 'visits', 'bounce rate', 'visit duration']) {
      expect(out).toMatch(new RegExp(`^${name} +\\S+`, 'm'));
    }
    for (const list of ['pages', 'sources', 'channels', 'countries', 'devices']) {
      expect(out).toMatch(new RegExp(`^${list} +visitors +visits +views +bounce rate$`, 'm'));
    }
  });

  it('shows one list alone, with so many rows, and says that there are more', async () => {
    await record('list', 1);
    const words = ['--period', DAYS, '--by', 'page'];
    const all = JSON.parse((await emas('list', [...words, '--json'])).out);
    expect(all).toMatchObject({ app: 'list', dimension: 'page', smallCells: 1 });
    expect(all.breakdown.rows.length).toBeGreaterThan(3);
    const { out } = await emas('list', [...words, '--rows', '2']);
    const [, , head = '', ...rows] = out.trimEnd().split('\n');
    expect(head).toMatch(/^page +visitors/);
    expect(rows.map((row) => row.split(/ {2,}/)[0])).toEqual([
      ...all.breakdown.rows.slice(0, 2).map(({ value }: { value: string }) => value),
      '…',
    ]);
  });

  it('gives a table that a spreadsheet takes, without formulas', async () => {
    const evil = { ...canary(visitorsOf(1)), page: '=cmd()' };
    await recordInto(engine.client, [evil], { app: 'csv', timeZone: 'UTC' });
    const own = { EMAS_SMALL_CELLS: '1' };
    const { out } = await emas('csv', ['--period', DAYS, '--csv'], own);
    const [head, total, first] = out.split('\n');
    expect(head).toBe('dimension,value,visitors,visits,views,bounce_rate');
    expect(total).toBe('total,,1,1,1,1');
    expect(first).toBe("page,'=cmd(),1,1,1,1");
    const one = await emas('csv', ['--period', DAYS, '--csv', '--by', 'page'], own);
    expect(one.out).toBe(`${head}\n${first}\n`);
  });
});

describe('small groups', () => {
  const CANARY = /oncology|Vivaldi|duckduckgo/;
  const ways: readonly (readonly string[])[] = [
    [],
    ['--json'],
    ['--csv'],
    ...['page', 'browser', 'source'].map((name) => ['--by', name, '--rows', '1000', '--json']),
  ];
  const allOf = async (app: string, variables: Variables): Promise<string> => {
    const told: string[] = [];
    for (const words of ways) {
      const { code, out, err } = await emas(app, ['--period', DAYS, ...words], variables);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      told.push(out);
    }
    return told.join('');
  };

  it('stay hidden on closed days, whatever the shell says', async () => {
    await record('closed', 5);
    for (const variables of [{}, FINE])
      expect(await allOf('closed', variables)).not.toMatch(CANARY);
    expect((await emas('closed', ['--period', DAYS])).out).toContain('multiples of 5');
  });

  it('stay hidden on open days, here and on the page, whatever the shell says', async () => {
    await record('open', 5, true);
    const before = await page('open', 5, PAGE_DAYS);
    // Enough new visitors for new figures, which whoever asks next has to make.
    await recordInto(engine.client, visitorsOf(1, 7), { app: 'open', timeZone: 'UTC' });
    const told = await reportOf('open', ['--period', DAYS], FINE);
    expect(told.smallCells).toBe(5);
    expect(told.totals.visitors).toBeGreaterThan(before.totals.visitors);
    expect(await allOf('open', FINE)).not.toMatch(CANARY);
    const after = await page('open', 5, PAGE_DAYS);
    expect(JSON.stringify(after)).not.toMatch(CANARY);
    for (const { visitors } of after.breakdowns.page?.rows ?? []) expect(visitors % 5).toBe(0);
  });

  it('stay hidden where nobody has looked yet and the shell says nothing', async () => {
    await record('unseen', 5, true);
    expect(await allOf('unseen', {})).not.toMatch(CANARY);
  });

  it('are shown where the app shows them', async () => {
    await record('exact', 1);
    expect(await allOf('exact', {})).toMatch(CANARY);
  });

  it('can be told from nobody by nothing', async () => {
    await record('few', 5);
    const day = FIRST + 10 * DAY_MS;
    const hit = { ...canary(visitorsOf(1)), time: day };
    await recordInto(engine.client, [hit], { app: 'few', timeZone: 'UTC' });
    const told = async (date: string): Promise<string> =>
      (await emas('few', ['--period', `${date}..${date}`])).out.replace(date, 'DAY');
    const nobody = await told('2026-04-20');
    expect(nobody).toBe(
      'few, DAY (UTC): no page views were recorded, or only of fewer than 5 visitors a day.\n',
    );
    expect(await told('2026-04-05')).toBe(nobody);
  });
});

it('keeps the combinations that the app names, when it makes the figures of an open day', async () => {
  await record('combined', 5, true);
  const question = {
    from: '2026-03-27',
    to: '2026-03-27',
    filters: [
      { dimension: 'channel', value: 'Direct' },
      { dimension: 'country', value: 'MY' },
    ],
  } as const;
  const options = { client: engine.client, app: 'combined', timeZone: 'UTC', combine: COMBINE };
  const rowsOf = async (): Promise<number> =>
    (await trafficQueries(options).breakdown(question, 'page')).rows.length;
  expect(await rowsOf()).toBeGreaterThan(0);
  await recordInto(engine.client, visitorsOf(1, 8), { app: 'combined', timeZone: 'UTC' });
  await reportOf('combined', ['--period', DAYS]);
  expect(await rowsOf()).toBeGreaterThan(0);
});

describe('what is not there', () => {
  it('is no error where the app has figures of other days alone', async () => {
    await record('early', 1);
    expect(await emas('early', ['--period', '2026-02-01..2026-02-02'])).toEqual({
      code: 0,
      out: 'early, 2026-02-01 to 2026-02-02 (UTC): no page views were recorded.\n',
      err: '',
    });
  });

  it('is one where only other apps have figures', async () => {
    await record('there', 1);
    const { code, out, err } = await emas('missing');
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toMatch(
      /^emas: missing has no traffic figures; apps that have some: .*there.*--app/,
    );
  });

  it('is another one where ClickHouse does not answer', async () => {
    const words = ['traffic', '--app', 'a', '--url', 'http://127.0.0.1:9', '--json'];
    const { code, out, err } = await startEmas(words);
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toMatch(
      /^emas: ClickHouse did not answer: .*ECONNREFUSED.*Check the URL and the server\.\n$/,
    );
  });

  it('is wrong usage where no engine has been', async () => {
    const nowhere = join(folder, 'nowhere');
    expect(await runEmas(['traffic', '--app', 'a', '--data', nowhere])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining(`There is no engine's data in ${nowhere}`),
    });
  });
});

it('takes the periods of the page', async () => {
  await record('periods', 1);
  for (const period of ['7d', '30d', 'today', '12mo']) {
    const { range } = await reportOf('periods', ['--period', period]);
    expect(range).toMatchObject({ period, timeZone: 'UTC' });
  }
  const { code, err } = await emas('periods', ['--period', '2006-03-02..2026-03-01']);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('ten years') });
});

it.each<[string[], RegExp]>([
  [['--period', '8d'], /Expected today, 7d, 30d, 12mo, or 2026-11-01\.\.2026-11-07/],
  [['--period', '2026-02-30..2026-03-01'], /Expected today/],
  [['--period', '2026-03-02..2026-03-01'], /The first day comes after the last/],
  [['--by', 'address'], /Allowed choices are page, /],
  [['--rows', '0'], /Expected a whole number from 1/],
  [['--time-zone', 'Kuala Lumpur'], /IANA time zone/],
  [['--json', '--csv'], /cannot be used with/],
])('ends with 2 and says what is wrong with %j', async (words, message) => {
  const { code, out, err } = await emas('usage', words);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(message);
});
