import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
import type { EmasEvent, EventName } from '@emas/events';
import { clickhouseSink, createLogger, logReview } from '@emas/logging';
import { ATTEMPT_OUTCOMES, loginDetectors, loginReview } from '@emas/login-guard';
import type { LoginReview } from '@emas/login-guard';
import { currentContext } from '@emas/request-context';
import { startEngine } from '../../../test/engine/start-engine.ts';
import type { Engine } from '../../../test/engine/start-engine.ts';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { BEGINNING, many } from './attempts.ts';
import { PASSWORD, guardSite } from './guard-site.ts';

const HOUR = 3_600_000;

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

test('what happens at a login is kept without names, addresses or passwords', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'emas-login-log-'));
  const events = createEventBus();
  const { client } = engine;
  const sink = clickhouseSink({ client, flushInterval: 100 });
  const logger = createLogger({
    app: `app${app}`,
    folder,
    key: 'k'.repeat(32),
    console: false,
    signals: false,
    sinks: [sink],
    events,
  });
  const site = await guardSite({ review, events, key: 'k'.repeat(32) });
  try {
    await site.statuses(30);
    await site.try({ username: 'mei', password: PASSWORD });
    await site.guard.close();
    await logger.shutdown();
    await written();
    const log = logReview({ client, app: `app${app}` });
    const asked = { from: Date.now() - HOUR, to: Date.now() + HOUR, by: 'reason' } as const;
    const attempts = { ...asked, events: Object.keys(ATTEMPT_OUTCOMES) as EventName[] };
    const reasons = async (outcome: string): Promise<unknown> =>
      (await log.counts({ ...attempts, where: { outcome } })).map((row) => [row.value, row.count]);
    // Of the refusals the log has two lines, and each is counted.
    expect(await reasons('failure')).toEqual([
      ['refused_delay', 25],
      ['wrong_password', 5],
    ]);
    expect(await reasons('success')).toEqual([['', 1]]);
    const [incident] = await review.incidents();
    expect(incident).toMatchObject({ kind: 'brute_force', evidence: { failures: 30 } });
    const tables = ['event_counts', 'login_incidents', 'login_incident_changes'];
    const all = await Promise.all(
      tables.map((table) => engine.rows(`SELECT * FROM emas_${table}`)),
    );
    const kept = JSON.stringify(all);
    for (const secret of ['203.0.113.9', '"mei', 'selamat', 'wrong"'])
      expect(kept).not.toContain(secret);
    // Closed by somebody: what comes after is another incident.
    await review.change(incident?.id ?? '', { state: 'closed', by: 'me' });
    expect(site.guard.incidents()).toEqual([]);
  } finally {
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('of one network that tries many accounts, each account is counted', async () => {
  const events = createEventBus();
  const happenedAt: string[] = [];
  const refused: string[] = [];
  events.subscribe(({ name, fields }) => {
    if (name !== 'login_refused') return;
    refused.push(fields.account ?? '');
    happenedAt.push(fields.subject);
  });
  const site = await guardSite({ events });
  try {
    await site.statuses(200, (number) => ({ username: `member${number}` }));
    expect(refused.length).toBeGreaterThan(50);
    expect(new Set(refused).size).toBe(refused.length);
    // One subject is one line of the log.
    expect(new Set(happenedAt)).toEqual(new Set(['203.0.113.0/24']));
  } finally {
    await site.close();
  }
});

test('what a handler says later, out of the context of its request, is of its request', async () => {
  const events = createEventBus();
  const seen: (string | undefined)[] = [];
  events.subscribe(({ name }) => {
    if (name === 'authn_login_fail') seen.push(currentContext()?.address);
  });
  // A queue of the app's own that takes several sign-ins at once, in the context of the first.
  const waiting: (() => void)[] = [];
  const site = await guardSite({ events }, [
    (req, res) => {
      waiting.push(() => {
        void req.emas?.login?.failed().then(() => res.sendStatus(422));
      });
      if (waiting.length === 3) for (const answer of waiting) answer();
    },
  ]);
  try {
    const from = ['203.0.113.9', '198.51.100.1', '192.0.2.7'];
    await Promise.all(from.map((address) => site.try({ from: address })));
    expect(new Set(seen)).toEqual(new Set(from));
  } finally {
    await site.close();
  }
});

test('while the engine is away nothing waits, and nothing is lost', async () => {
  const away = await startEngine();
  const other = loginReview({ client: away.client, app: 'away', flushInterval: 100 });
  await away.stop();
  const detectors = loginDetectors();
  for (const one of many(12, (n) => ({ at: n }))) detectors.observe(one);
  for (const one of detectors.takeNews()) other.save(one);
  const { queued, spooled } = await other.flush();
  expect(queued.rows + spooled.rows).toBeGreaterThan(0);
  await other.close({ timeout: 100 });
});
