import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  test,
} from '@jest/globals';
import { createEventBus } from '@emas/events';
import type { EmasEvent } from '@emas/events';
import { loginDetectors, loginReview } from '@emas/login-guard';
import type { LoginReview } from '@emas/login-guard';
import { startEngine } from '../../../test/engine/start-engine.ts';
import type { Engine } from '../../../test/engine/start-engine.ts';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { BEGINNING, attempt, blockOf, many } from './attempts.ts';
import { PASSWORD, guardSite } from './guard-site.ts';

const HOUR = 3_600_000;
const DAY = { from: BEGINNING - HOUR, to: BEGINNING + 24 * HOUR };

let engine: Engine;
let review: LoginReview;
let happened: EmasEvent[];
let app = 0;

beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

beforeEach(() => {
  app += 1;
  const bus = createEventBus();
  happened = [];
  bus.subscribe((event) => happened.push(event));
  review = loginReview({ client: engine.client, app: `app${app}`, events: bus });
});
afterEach(() => review.close());

/** Until tables are made and rows are there: the writer holds batches back before. */
async function written(): Promise<void> {
  await waitUntil('the rows to be written', async () => {
    const { queued, spooled } = await review.flush();
    return queued.rows + spooled.rows === 0;
  });
}

describe('failures', () => {
  beforeEach(async () => {
    const attempts = [
      ...many(30, (n) => ({ at: n, account: 'a', reason: 'wrong_password' })),
      ...many(20, (n) => ({
        at: 3600 + n,
        account: `b${n}`,
        reason: 'unknown_account',
        prefix: blockOf(n),
        country: 'SG',
        client: 'curl 8',
      })),
      ...many(5, (n) => ({ at: n, outcome: 'success' as const, account: 'a' })),
    ];
    for (const one of attempts) review.record(one);
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
        ['unknown_account', 20],
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
        ['Firefox 128', 30],
        ['curl 8', 20],
      ],
    ],
    [
      'network',
      [
        ['203.0.0.0/16', 30],
        ['20.0.0.0/16', 20],
      ],
    ],
  ] as const)('by %s', async (by, expected) => {
    const rows = await review.failures({ ...DAY, by });
    expect(rows.map(({ value, count }) => [value, count])).toEqual(expected);
  });

  test('by prefix and by account hash, the most frequent first, with how many of the other', async () => {
    const [prefix] = await review.failures({ ...DAY, by: 'prefix', limit: 1 });
    expect(prefix).toMatchObject({ value: '203.0.113.0/24', count: 30, accounts: 1 });
    const accounts = await review.failures({ ...DAY, by: 'account' });
    expect(accounts).toHaveLength(21);
    expect(accounts[0]).toMatchObject({ value: 'a', count: 30, prefixes: 1, first: BEGINNING });
  });

  it('filters, and tells successes from failures', async () => {
    const rows = await review.failures({ ...DAY, by: 'account', where: { country: 'SG' } });
    expect(rows).toHaveLength(20);
    const outcome = await review.failures({ ...DAY, by: 'outcome', outcome: 'any' });
    expect(outcome.map(({ value, count }) => [value, count])).toEqual([
      ['failure', 50],
      ['success', 5],
    ]);
    const nothing = await review.failures({ ...DAY, by: 'hour', where: { account: "a' OR 1" } });
    expect(nothing).toEqual([]);
  });

  it('by two things at once', async () => {
    const rows = await review.failures({ ...DAY, by: 'country', then: 'reason' });
    expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(50);
    expect(new Set(rows.map(({ value, also }) => `${value} ${also}`)).size).toBe(rows.length);
    const [plain] = await review.failures({ ...DAY, by: 'country' });
    expect(plain?.also).toBe('');
  });

  it('refuses a wrong question by name', async () => {
    const wrong = { ...DAY, by: 'address' } as unknown as Parameters<LoginReview['failures']>[0];
    await expect(async () => review.failures(wrong)).rejects.toThrow(/"by".*hour, outcome/);
  });
});

test('attempts from more networks than are kept apart count together, none is lost', async () => {
  for (const one of many(60_000, (n) => ({ at: n / 100, account: `a${n}`, prefix: blockOf(n) }))) {
    review.record(one);
  }
  await written();
  const [total] = await review.failures({ ...DAY, by: 'outcome' });
  expect(total?.count).toBe(60_000);
  const [rest] = await review.failures({ ...DAY, by: 'account', limit: 1 });
  expect(rest).toMatchObject({ value: '', count: 10_000 });
});

describe('incidents', () => {
  const found = async (): Promise<string> => {
    const detectors = loginDetectors();
    for (const one of many(12, (n) => ({ at: n }))) detectors.observe(one);
    for (const one of detectors.takeNews()) review.save(one);
    for (const one of many(30, (n) => ({ at: 20 + n }))) detectors.observe(one);
    for (const one of detectors.takeNews()) review.save(one);
    expect(detectors.takeNews()).toEqual([]);
    await written();
    return detectors.incidents()[0]?.id ?? '';
  };

  it('are kept as they were known last', async () => {
    const id = await found();
    const incidents = await review.incidents();
    expect(incidents).toHaveLength(1);
    expect(incidents[0]).toMatchObject({
      id,
      kind: 'brute_force',
      severity: 'medium',
      subject: { type: 'pair', value: 'aisyah 203.0.113.0/24' },
      opened: BEGINNING + 9000,
      state: 'open',
      changes: [],
      evidence: {
        failures: 42,
        first: BEGINNING,
        last: BEGINNING + 49_000,
        accounts: { total: 1, top: { aisyah: 42 } },
      },
    });
  });

  it('have a state, who changed it, when and why; each change is an event, and nothing is overwritten', async () => {
    const id = await found();
    const closed: string[] = [];
    review.onClosed((one) => closed.push(one));
    await review.change(id, { state: 'acknowledged', by: 'security team', note: 'on it' });
    await review.change(id, { state: 'closed', by: 'security team' });
    const [incident] = await review.incidents({ id });
    expect(incident?.state).toBe('closed');
    expect(incident?.changes).toMatchObject([
      { state: 'acknowledged', previous: 'open', by: 'security team', note: 'on it' },
      { state: 'closed', previous: 'acknowledged', by: 'security team', note: '' },
    ]);
    expect(closed).toEqual([id]);
    expect(happened.map(({ name, fields }) => ({ name, fields }))).toMatchObject([
      {
        name: 'login_incident_changed',
        fields: { incident: id, state: 'acknowledged', note: 'on it' },
      },
      { name: 'login_incident_changed', fields: { incident: id, state: 'closed' } },
    ]);
    expect(await review.incidents({ state: 'open' })).toEqual([]);
    expect(await review.incidents({ state: 'closed' })).toHaveLength(1);
    expect(await review.incidents({ from: BEGINNING + 50_000 })).toEqual([]);
  });

  it('that are not there, and changes that say nothing, are refused', async () => {
    const id = await found();
    const error = expect.objectContaining({ code: 'ERR_EMAS_LOGIN_INCIDENT' });
    await expect(review.change('nonsense', { state: 'closed', by: 'me' })).rejects.toEqual(error);
    await expect(review.change(id, { state: 'closed', by: ' ' })).rejects.toEqual(error);
    expect(await review.incidents({ state: 'open' })).toHaveLength(1);
  });
});

test('a guard writes what happens at its login, without names, addresses or passwords', async () => {
  const site = await guardSite({ review });
  try {
    await site.statuses(30);
    await site.try({ username: 'mei', password: PASSWORD });
    await site.guard.close();
    await written();
    const rows = await review.failures({ ...DAY, by: 'reason' });
    expect(rows.map(({ value, count }) => [value, count])).toEqual([
      ['refused_delay', 25],
      ['wrong_password', 5],
    ]);
    const [incident] = await review.incidents();
    expect(incident).toMatchObject({ kind: 'brute_force', evidence: { failures: 30 } });
    const tables = ['attempts', 'incidents', 'incident_changes'];
    const all = await Promise.all(
      tables.map((table) => engine.rows(`SELECT * FROM emas_login_${table}`)),
    );
    const kept = JSON.stringify(all);
    for (const secret of ['203.0.113.9', 'mei', 'selamat', 'wrong"'])
      expect(kept).not.toContain(secret);
    // Closed by somebody: what comes after is another incident.
    await review.change(incident?.id ?? '', { state: 'closed', by: 'me' });
    expect(site.guard.incidents()).toEqual([]);
  } finally {
    await site.close();
  }
});

test('while the engine is away nothing waits, and nothing is lost', async () => {
  const away = await startEngine();
  const other = loginReview({ client: away.client, app: 'away', flushInterval: 100 });
  await away.stop();
  for (const one of many(5, (n) => ({ at: n }))) other.record(one);
  other.record(attempt({ at: 9 }));
  const { queued, spooled } = await other.flush();
  expect(queued.rows + spooled.rows).toBeGreaterThan(0);
  await other.close({ timeout: 100 });
});
