import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from '@jest/globals';
import type { EventName } from '@emas/events';
import { logReview, migrateLogs } from '@emas/logging';
import type { LogReview } from '@emas/logging';
import type { RequestContext } from '@emas/request-context';
import { createClientParser } from '@emas/request-context/internal';
import { startEngine } from '../../../test/engine/start-engine.ts';
import type { Engine } from '../../../test/engine/start-engine.ts';
import { EventCounts } from '../src/clickhouse/event-counts.ts';
import { logRecord } from '../src/record.ts';

const HOUR = 3_600_000;
const BEGINNING = Date.parse('2026-11-23T01:00:00Z');
const DAY = { from: BEGINNING - HOUR, to: BEGINNING + 24 * HOUR };
const ATTEMPTS: readonly EventName[] = ['authn_login_success', 'authn_login_fail', 'login_refused'];
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

let engine: Engine;
let review: LogReview;
let counts: EventCounts;
let number = 0;

beforeAll(async () => {
  engine = await startEngine();
  await migrateLogs(engine.client);
});
afterAll(() => engine.stop());
beforeEach(() => {
  number += 1;
  counts = new EventCounts();
  review = logReview({ client: engine.client, app: `app${number}` });
});

interface Attempt {
  /** Seconds after the beginning. */
  readonly at: number;
  readonly event?: EventName;
  readonly account?: string;
  readonly reason?: string;
  readonly prefix?: string;
  readonly country?: string;
  readonly agent?: string;
}

const parseClient = createClientParser();

function add({ at, event = 'authn_login_fail', account = 'aisyah', ...more }: Attempt): void {
  const { reason = '', prefix = '203.0.113.0/24', country = 'MY', agent = FIREFOX } = more;
  const context: RequestContext = {
    id: 'x',
    method: 'GET',
    path: '/',
    address: prefix.split('/', 1)[0] ?? '',
    prefix,
    country,
    isAnonymous: false,
    client: parseClient(agent),
  };
  const time = BEGINNING + at * 1000;
  const about = { time, level: 'warn', category: 'auth', event, message: '', context } as const;
  const record = logRecord(
    { ...about, request: undefined },
    { json: '', fields: () => ({ account, reason }) },
  );
  counts.add(record, `app${number}`);
}

function addMany(count: number, make: (number: number) => Attempt): void {
  for (let at = 0; at < count; at += 1) add(make(at));
}

const written = async (): Promise<void> => {
  const values = counts.take();
  await engine.client.insert({ table: 'emas_event_counts', values, format: 'JSONEachRow' });
};

/** The thousandth address block: each a /24 of its own. */
const blockOf = (block: number): string =>
  `${20 + Math.floor(block / 65_536)}.${Math.floor(block / 256) % 256}.${block % 256}.0/24`;

describe('attempts to sign in', () => {
  const failed = { ...DAY, events: ATTEMPTS, where: { outcome: 'failure' } } as const;

  beforeEach(async () => {
    addMany(30, (at) => ({ at, account: 'a', reason: 'wrong_password' }));
    addMany(20, (at) => ({
      at: 3600 + at,
      event: 'login_refused',
      account: `b${at}`,
      reason: 'refused_delay',
      prefix: blockOf(at),
      country: 'SG',
      agent: 'curl/8.5.0',
    }));
    addMany(5, (at) => ({ at, event: 'authn_login_success', account: 'a' }));
    await written();
  });

  test.each([
    [
      'hour',
      [
        ['2026-11-23 01:00:00', 30],
        ['2026-11-23 02:00:00', 20],
      ],
    ],
    [
      'reason',
      [
        ['wrong_password', 30],
        ['refused_delay', 20],
      ],
    ],
    [
      'country',
      [
        ['MY', 30],
        ['SG', 20],
      ],
    ],
    [
      'client',
      [
        ['Firefox 128 on Linux', 30],
        ['curl', 20],
      ],
    ],
  ] as const)('by %s', async (by, expected) => {
    const rows = await review.counts({ ...failed, by });
    expect(rows.map(({ value, count }) => [value, count])).toEqual(expected);
  });

  test('by prefix and by account hash, the most frequent first, with how many of the other', async () => {
    const [prefix] = await review.counts({ ...failed, by: 'prefix', limit: 1 });
    expect(prefix).toMatchObject({ value: '203.0.113.0/24', count: 30, accounts: 1 });
    const accounts = await review.counts({ ...failed, by: 'account' });
    expect(accounts).toHaveLength(21);
    expect(accounts[0]).toMatchObject({ value: 'a', count: 30, prefixes: 1, first: BEGINNING });
  });

  it('filters, and tells successes from failures', async () => {
    const where = { outcome: 'failure', country: 'SG' };
    expect(await review.counts({ ...failed, by: 'account', where })).toHaveLength(20);
    const outcome = await review.counts({ ...DAY, events: ATTEMPTS, by: 'outcome' });
    expect(outcome.map(({ value, count }) => [value, count])).toEqual([
      ['failure', 50],
      ['success', 5],
    ]);
    const nothing = await review.counts({ ...failed, by: 'hour', where: { account: "a' OR 1" } });
    expect(nothing).toEqual([]);
  });

  it('by two things at once', async () => {
    const rows = await review.counts({ ...failed, by: 'country', then: 'reason' });
    expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(50);
    expect(new Set(rows.map(({ value, also }) => `${value} ${also}`)).size).toBe(rows.length);
    const [plain] = await review.counts({ ...failed, by: 'country' });
    expect(plain?.also).toBe('');
  });

  it('refuses a wrong question by name', async () => {
    const wrong = { ...failed, by: 'address' } as unknown as Parameters<LogReview['counts']>[0];
    await expect(async () => review.counts(wrong)).rejects.toThrow(/"by".*hour, event, outcome/);
  });
});

test('attempts from more networks than are kept apart count together, none is lost', async () => {
  addMany(60_000, (at) => ({ at: at / 100, account: `a${at}`, prefix: blockOf(at) }));
  await written();
  const [total] = await review.counts({ ...DAY, events: ATTEMPTS, by: 'outcome' });
  expect(total?.count).toBe(60_000);
  const [rest] = await review.counts({ ...DAY, events: ATTEMPTS, by: 'account', limit: 1 });
  expect(rest).toMatchObject({ value: '', count: 10_000 });
});

test('a flood of one event costs another neither its accounts nor its networks', async () => {
  add({ at: 0, account: 'known' });
  addMany(50_000, (at) => ({ at, event: 'authn_login_lock', account: `a${at}` }));
  add({ at: 1, account: 'known' });
  add({ at: 1, account: 'new' });
  await written();
  const rows = await review.counts({ ...DAY, events: ATTEMPTS, by: 'account' });
  expect(rows.map(({ value, count }) => [value, count])).toEqual([
    ['known', 2],
    ['new', 1],
  ]);
});

test('programs that name themselves are at most five hundred rows', async () => {
  addMany(2000, (at) => ({ at: 0, agent: `Zz${at} crawler/1.0` }));
  await written();
  const rows = await review.counts({ ...DAY, events: ATTEMPTS, by: 'client', limit: 5000 });
  expect(rows).toHaveLength(501);
  expect(rows[0]).toMatchObject({ value: 'other', count: 1500 });
});

describe('what is told of somebody by a row that stays for a year', () => {
  interface Row {
    readonly event: string;
    readonly prefix: string;
    readonly country: string;
    readonly client: string;
    readonly first: string;
  }

  const rowsOf = async (): Promise<Row[]> => {
    await written();
    return engine.rows<Row>(
      `SELECT event, prefix, country, client, toString(first) AS first
       FROM emas_event_counts WHERE app = 'app${number}' ORDER BY event, first`,
    );
  };

  it('is the moment of a failure, and the hour alone of a success', async () => {
    add({ at: 1234, event: 'authn_login_fail' });
    add({ at: 1234, event: 'authn_login_success' });
    expect(await rowsOf()).toMatchObject([
      { event: 'authn_login_fail', first: '2026-11-23 01:20:34.000', prefix: '203.0.113.0/24' },
      { event: 'authn_login_success', first: '2026-11-23 01:00:00.000', prefix: '203.0.113.0/24' },
    ]);
  });

  it('is a network with many households in it', async () => {
    add({ at: 0, prefix: '2001:db8:77:1::/64' });
    add({ at: 0, prefix: '2001:db8:77:2::/64' });
    expect((await rowsOf()).map(({ prefix }) => prefix)).toEqual(['2001:db8:77::/48']);
    const where = { prefix: '2001:db8:77:2::/64' };
    const query = { ...DAY, events: ATTEMPTS, by: 'prefix', where } as const;
    expect(await review.counts(query)).toMatchObject([{ value: '2001:db8:77::/48', count: 2 }]);
  });

  it.each(['session_created', 'session_expired', 'http_request', 'consent_recorded'] as const)(
    'is nothing of where somebody came from: %s',
    async (event) => {
      add({ at: 5, event, account: '' });
      expect(await rowsOf()).toEqual([
        { event, prefix: '', country: '', client: '', first: '2026-11-23 01:00:00.000' },
      ]);
    },
  );
});
