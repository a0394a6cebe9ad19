import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { deprecationReport } from '@emas/deprecation';
import { createEventBus } from '@emas/events';
import depd from 'depd';
import express from 'express';
import request from 'supertest';
import { SEED } from '../../../test/runner/repetition.ts';
import { ledgerApp } from './ledger-app.ts';
import type { LedgerApp } from './ledger-app.ts';
import { deprecations } from '../src/deprecations.ts';

const DAY = 86_400_000;
const NOTICE = { since: '2026-06-01', sunset: '2027-06-01', successor: '/v2' } as const;

afterEach(() => {
  jest.restoreAllMocks();
});

function keyed(options: Parameters<typeof ledgerApp>[0] = {}): LedgerApp {
  const app = ledgerApp({
    client: (req) => {
      const value = req.get('x-api-key');
      return value === undefined ? undefined : { kind: 'key', value };
    },
    ...options,
  });
  app.app.get('/v1/clinics/:id', app.ledger(NOTICE), (_req, res) => void res.send('old'));
  return app;
}
const call = async ({ app }: LedgerApp, key?: string, path = '/v1/clinics/7'): Promise<void> => {
  const asked = request(app).get(path).set('User-Agent', 'curl/8.5.0');
  await (key === undefined ? asked : asked.set('x-api-key', key));
};

it('a client is known by a hash of its key, or by its program; the route by its template', async () => {
  const app = keyed();
  await call(app, 'secret-key-1');
  await call(app, 'secret-key-2', '/v1/clinics/8');
  await call(app);
  const rows = app.ledger.ledger();
  expect(rows.map(({ endpoint, kind, count }) => ({ endpoint, kind, count }))).toEqual([
    { endpoint: 'GET /v1/clinics/:id', kind: 'key', count: 1 },
    { endpoint: 'GET /v1/clinics/:id', kind: 'key', count: 1 },
    { endpoint: 'GET /v1/clinics/:id', kind: 'family', count: 1 },
  ]);
  expect(rows[0]?.id).toMatch(/^[0-9a-f]{16}$/);
  expect(rows[0]?.id).not.toBe(rows[1]?.id);
  expect(rows[2]?.id).toMatch(/^curl/);
  expect(JSON.stringify(app.heard)).not.toContain('secret-key');
});

it('the first call of a day is a line with the address, the others are a count', async () => {
  const app = keyed();
  for (let time = 0; time < 50; time += 1) await call(app, 'a');
  expect(app.told()).toEqual(['deprecated_api_used']);
  expect(app.heard.at(-1)?.fields).toMatchObject({ source_ip: '127.0.0.1', since: '2026-06-01' });
  app.ledger.flush();
  expect(app.told()).toEqual(['deprecated_api_used', 'deprecated_api_counted']);
  expect(app.heard.at(-1)?.fields).toMatchObject({ count: 49 });
  app.ledger.flush();
  expect(app.told()).toHaveLength(2);
  app.clock.now += DAY;
  await call(app, 'a');
  expect(app.told().at(-1)).toBe('deprecated_api_used');
});

it('counts are told as the app ends', async () => {
  const app = keyed();
  await call(app, 'a');
  await call(app, 'a');
  app.bus.emit('sys_shutdown', { reason: 'test' });
  expect(app.told()).toEqual(['deprecated_api_used', 'sys_shutdown', 'deprecated_api_counted']);
});

it('what is deprecated is told once, and again to a log that is opened later', () => {
  const app = ledgerApp();
  app.ledger({ ...NOTICE, endpoint: 'GET /v1' });
  app.ledger({ ...NOTICE, endpoint: 'GET /v1' });
  const declared = (): unknown[] =>
    app.heard.filter(({ name }) => name === 'deprecated_api_declared');
  expect(declared()).toMatchObject([{ fields: { endpoint: 'GET /v1', version: '' } }]);
  app.bus.emit('sys_startup', { version: '1.4.2', node: 'v20' });
  expect(declared()).toMatchObject([{}, { fields: { endpoint: 'GET /v1', version: '1.4.2' } }]);
});

it('clients beyond the bound count together', async () => {
  const app = keyed({ maxClients: 2 });
  for (const key of ['a', 'b', 'c', 'd', 'c']) await call(app, key);
  expect(app.ledger.ledger().map(({ kind, count }) => [kind, count])).toEqual([
    ['key', 1],
    ['key', 1],
    ['other', 3],
  ]);
});

it("a client function that throws costs nobody's answer", async () => {
  const app = keyed({
    client: () => {
      throw new Error('no');
    },
  });
  await call(app, 'a');
  expect(app.ledger.ledger()).toMatchObject([{ id: 'unknown', count: 1 }]);
});

it('a router marks all of its routes, and what it does not have', async () => {
  const app = ledgerApp();
  const router = express.Router();
  router.get('/a/:id', (_req, res) => void res.send('old'));
  app.app.use('/v1', app.ledger(NOTICE), router);
  await request(app.app).get('/v1/a/900101-14-5678');
  await request(app.app).get('/v1/none/900101-14-5678');
  const endpoints = app.ledger.ledger().map(({ endpoint }) => endpoint);
  expect(endpoints[0]).toBe('GET /v1/a/:id');
  expect(endpoints.join(' ')).not.toContain('900101');
});

describe('totals', () => {
  it('are all calls, by any client, over days and counts', async () => {
    let state = SEED;
    const random = (below: number): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
      return state % below;
    };
    const app = keyed();
    const made = new Map<string, number>();
    for (let time = 0; time < 400; time += 1) {
      const key = `client-${random(7)}`;
      await call(app, key);
      made.set(key, (made.get(key) ?? 0) + 1);
      if (random(10) === 0) app.ledger.flush();
      if (random(20) === 0) app.clock.now += DAY * (1 + random(3));
    }
    await app.ledger.close();
    const [report] = deprecationReport(app.lines(), { now: app.clock.now });
    const total = [...made.values()].reduce((sum, count) => sum + count, 0);
    expect(report?.count).toBe(total);
    expect(report?.clients.map(({ count }) => count)).toEqual(
      [...made.values()].toSorted((left, right) => right - left),
    );
  });
});

describe('code', () => {
  it('of packages that use depd, once a place, and still printed', () => {
    const printed = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const app = ledgerApp();
    const stop = app.ledger.watchCode();
    const deprecate = depd('some-package');
    const old = deprecate.function(() => 1, 'old() goes, use newer()');
    for (let time = 0; time < 3; time += 1) old();
    stop();
    expect(app.heard).toMatchObject([
      {
        name: 'deprecated_code_used',
        fields: { code: 'some-package', message: expect.stringContaining('use newer()') },
      },
    ]);
    expect(printed.mock.calls.join('')).toContain('some-package deprecated');
  });

  it('of Node.js, by its code', async () => {
    const bus = createEventBus();
    const heard: unknown[] = [];
    bus.subscribe(({ fields }) => heard.push(fields));
    const stop = deprecations({ events: bus }).watchCode();
    process.emit(
      'warning',
      Object.assign(new Error('Buffer() goes'), { name: 'DeprecationWarning', code: 'DEP0005' }),
    );
    process.emit('warning', Object.assign(new Error('other'), { name: 'ExperimentalWarning' }));
    stop();
    expect(heard).toMatchObject([{ code: 'DEP0005', message: 'Buffer() goes' }]);
  });
});

describe('one endpoint has one name', () => {
  it('HEAD goes with GET, and any case of the mount with the route', async () => {
    const { app, ledger } = ledgerApp();
    const router = express.Router();
    router.get('/clinics', ledger(NOTICE), (_req, res) => void res.send('old'));
    app.use('/v1', router);
    await request(app).get('/v1/clinics');
    await request(app).head('/v1/clinics');
    await request(app).get('/V1/clinics');
    expect(ledger.ledger().map(({ endpoint, count }) => [endpoint, count])).toEqual([
      ['GET /v1/clinics', 3],
    ]);
  });

  it('an id in the mount of a router that cannot see it is not told', async () => {
    const { app, ledger } = ledgerApp();
    const router = express.Router();
    router.get('/bills', ledger(NOTICE), (_req, res) => void res.send('old'));
    app.use('/v2/members/:member', router);
    await request(app).get('/v2/members/880101145678/bills');
    expect(ledger.ledger().map(({ endpoint }) => endpoint)).toEqual(['GET /v2/members/:id/bills']);
  });
});

it('an answer of the client option that is none leaves the name of the program', async () => {
  const app = keyed({ client: () => ({ kind: 'key', value: Promise.resolve('x') }) as never });
  await call(app);
  expect(app.ledger.ledger().map(({ kind }) => kind)).toEqual(['family']);
});

describe('the time in which it watched', () => {
  const HOUR = 3_600_000;
  const marks = ({ heard }: LedgerApp): unknown[] =>
    heard.flatMap(({ name, fields }) =>
      name === 'deprecated_watched'
        ? [[Reflect.get(fields, 'since'), Reflect.get(fields, 'until')]]
        : [],
    );

  it('is told every six hours and as the app ends, with the run that declared', () => {
    const app = ledgerApp({ countEvery: HOUR });
    app.ledger({ ...NOTICE, endpoint: 'GET /v1' });
    for (let hour = 0; hour < 14; hour += 1) {
      app.clock.now += HOUR;
      app.ledger.flush();
    }
    app.bus.emit('sys_shutdown', { reason: 'test' });
    expect(marks(app)).toEqual([
      ['2026-11-23T12:00:00.000Z', '2026-11-23T18:00:00.000Z'],
      ['2026-11-23T18:00:00.000Z', '2026-11-24T00:00:00.000Z'],
      ['2026-11-24T00:00:00.000Z', '2026-11-24T02:00:00.000Z'],
    ]);
    const runs = app.heard.flatMap(({ fields }) => Reflect.get(fields, 'run') ?? []);
    expect(new Set(runs).size).toBe(1);
    const [report] = deprecationReport(app.lines(), { now: app.clock.now + 44 * DAY });
    expect(report?.safe.reason).toMatchObject({ code: 'watched_too_short', watchedDays: 0 });
  });

  it('does not include time in which the machine slept', async () => {
    const app = ledgerApp({ countEvery: HOUR });
    app.ledger({ ...NOTICE, endpoint: 'GET /v1' });
    app.clock.now += HOUR;
    app.ledger.flush();
    app.clock.now += 40 * DAY;
    app.ledger.flush();
    app.clock.now += HOUR;
    await app.ledger.close();
    expect(marks(app)).toEqual([
      ['2026-11-23T12:00:00.000Z', '2026-11-23T13:00:00.000Z'],
      ['2027-01-02T13:00:00.000Z', '2027-01-02T14:00:00.000Z'],
    ]);
  });

  it('is not told where nothing is deprecated', async () => {
    const app = ledgerApp();
    app.clock.now += DAY;
    await app.ledger.close();
    expect(app.heard).toEqual([]);
  });

  it('makes an endpoint safe that nobody called in it', async () => {
    const app = ledgerApp({ countEvery: 86_400_000 });
    app.ledger({ ...NOTICE, endpoint: 'GET /v1' });
    for (let day = 0; day < 46; day += 1) {
      app.clock.now += DAY;
      app.ledger.flush();
    }
    await app.ledger.close();
    expect(deprecationReport(app.lines(), { now: app.clock.now })).toMatchObject([
      { watchedDays: 46, safe: { yes: true, because: 'nobody called it in 46 days' } },
    ]);
  });
});
