import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { deprecations } from '@emas/deprecation';
import type { Deprecations } from '@emas/deprecation';
import request from 'supertest';
import type { DeveloperReport, PipelineRow } from '../index.ts';
import { fullDashboard } from './full-dashboard.ts';
import type { FullDashboard } from './full-dashboard.ts';

const WAITING: PipelineRow = {
  name: 'traffic',
  kind: 'figures',
  states: [{ state: 'waiting', since: '2026-11-27T08:00:00.000Z' }],
  losses: 0,
  fault: 'ECONNREFUSED',
  flow: {
    ...{ queued: 3, spooled: 5, spoolUsed: 0.25, oldest: '2026-11-27T07:59:00.000Z' },
    ...{ sent: 8, parked: 0, dropped: {} },
  },
};

const NOTICE = { since: '2026-06-01', sunset: '2027-06-01', successor: '/v2' };
const day = (text: string): number => Date.parse(`${text}T08:00:00Z`);

let own: FullDashboard;
let ledger: Deprecations;
let now = Date.now();
beforeAll(async () => {
  own = await fullDashboard();
  const { events, app } = own;
  ledger = deprecations({ events, version: '2.0.0', now: () => now });
  app.get('/v1', ledger({ ...NOTICE, endpoint: 'GET /v1' }), (_req, res) => {
    res.json({});
  });
  app.get('/v0', ledger({ ...NOTICE, endpoint: 'GET /v0' }), (_req, res) => {
    res.json({});
  });
  for (const agent of ['curl/8.1', 'curl/8.1', 'okhttp/4.12']) {
    await request(app).get('/v1').set('User-Agent', agent);
  }
  ledger.flush();
  const error = new TypeError('out of ink');
  const often = Array.from({ length: 42 }, () => 'aaaaaaaaaaaa');
  for (const fingerprint of [...often, 'bbbbbbbbbbbb']) {
    events.emit('unhandled_error', {
      fingerprint,
      error,
      method: 'GET',
      path: '/print',
      status: 500,
      source_ip: '::1',
    });
  }
  const violation = { directive: 'img-src', page: 'https://clinic.example/', source: '' };
  for (const [blocked, disposition] of [
    ['https://cdn.example', 'report'],
    ['https://cdn.example', 'report'],
    ['https://evil.example', 'enforce'],
  ] as const) {
    events.emit('csp_violation', { ...violation, blocked, disposition });
  }
  events.emit('would_block', {
    setting: 'hardening.maxBodyBytes',
    allows: '1,048,576',
    path: '/claims',
    source_network: '203.0.113.9',
  });
  events.emit('excess_rate_limit_exceeded', {
    ...{ limit: 'api', network: '203.0.113.0/24', path: '/api' },
    source_network: '203.0.113.9',
  });
  events.emit('app_updated', { from: '1.9.0', to: '2.0.0' });
  events.emit('package_updated', { package: 'express', from: '5.2.0', to: '5.3.0' });
  await own.flush();
});
afterAll(async () => {
  await ledger.close();
  await own.stop();
});

const report = async (query = 'period=today&tz=UTC'): Promise<DeveloperReport> => {
  const { body } = await request(own.app)
    .get(`/emas/api/developers?${query}`)
    .set('X-Role', 'developer')
    .expect(200);
  return body;
};

it('who still calls what is old, how often, and whether it can go', async () => {
  const { deprecated, slots, app, version, complete } = await report();
  expect({ app, version, complete }).toEqual({ app: 'portal', version: '2.0.0', complete: true });
  const [busy, quiet] = deprecated;
  expect(busy).toMatchObject({
    endpoint: 'GET /v1',
    since: '2026-06-01',
    sunset: '2027-06-01',
    successor: '/v2',
    count: 3,
    safe: false,
    because: { code: 'still_called', clients: 2, busiest: 'curl', sunsetPassed: false },
  });
  expect(busy?.clients).toMatchObject([
    { id: 'curl', kind: 'family', count: 2, versions: ['2.0.0'] },
    { id: 'okhttp', count: 1 },
  ]);
  expect(busy?.trend).toHaveLength(slots.length);
  expect(busy?.trend.reduce((sum, count) => sum + count, 0)).toBe(3);
  expect(busy?.daysToSunset).toBe(Math.ceil((Date.parse('2027-06-01') - Date.now()) / 86_400_000));
  expect(quiet).toMatchObject({
    endpoint: 'GET /v0',
    count: 0,
    lastUse: null,
    because: { code: 'watched_too_short', watchedDays: 0, wantedDays: 45 },
  });
});

it('errors by fingerprint, those that were left out of the log counted as well', async () => {
  const { errors } = await report();
  expect(errors.map(({ fingerprint, count }) => [fingerprint, count])).toEqual(
    expect.arrayContaining([
      ['aaaaaaaaaaaa', 42],
      ['bbbbbbbbbbbb', 1],
    ]),
  );
  expect(errors[0]).toMatchObject({
    name: 'TypeError',
    message: 'out of ink',
    request: 'GET /print',
    status: 500,
    isNew: true,
  });
  expect(errors[0]?.stack).toContain('developers.test.ts');
});

it('what was blocked or would be, with the option, and nothing else of its category', async () => {
  const { blocked } = await report();
  expect(blocked).toHaveLength(3);
  expect(blocked).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        what: 'img-src https://cdn.example',
        setting: 'hardening.needs.images',
        value: 'https://cdn.example',
        isBlocked: false,
        where: '/',
      }),
      expect.objectContaining({ what: 'img-src https://evil.example', isBlocked: true }),
      expect.objectContaining({ setting: 'hardening.maxBodyBytes', where: '/claims' }),
    ]),
  );
  expect((await report('period=custom&from=2020-01-01&to=2020-01-07')).blocked).toEqual([]);
});

it('updates, the latest first', async () => {
  const { updates } = await report();
  expect(updates.map(({ event, package: name, to }) => [event, name, to])).toEqual(
    expect.arrayContaining([
      ['app_updated', '', '2.0.0'],
      ['package_updated', 'express', '5.3.0'],
    ]),
  );
  expect((await report('period=custom&from=2020-01-01&to=2020-01-07')).updates).toEqual([]);
});

it('calls that another machine had are counted as well', async () => {
  now = day('2026-11-01');
  const { client } = own.engine;
  await client.insert({
    table: 'emas_event_counts',
    values: [
      {
        hour: '2026-11-20 10:00:00',
        app: 'portal',
        category: 'deprecated',
        event: 'deprecated_api_counted',
        reason: '',
        account: '',
        prefix: '',
        country: '',
        client: 'claims-app',
        endpoint: 'GET /v0',
        count: 11,
        first: '2026-11-20 10:01:00.000',
        last: '2026-11-20 10:59:00.000',
      },
    ],
    format: 'JSONEachRow',
  });
  const { deprecated } = await report('period=30d&tz=UTC');
  expect(deprecated.find(({ endpoint }) => endpoint === 'GET /v0')).toMatchObject({
    count: 11,
    lastUse: '2026-11-20T10:59:00.000Z',
    clients: [{ id: 'claims-app', count: 11 }],
  });
});

it('while the engine is away the files of this machine are shown, and that it is not all', async () => {
  await own.engine.refuse();
  const { deprecated, errors, complete } = await report();
  expect(complete).toBe(false);
  expect(deprecated[0]).toMatchObject({ endpoint: 'GET /v1', count: 3 });
  expect(errors.find(({ fingerprint }) => fingerprint === 'aaaaaaaaaaaa')?.count).toBe(42);
  await own.engine.serve();
});

it('how what carries figures away stands, as the app tells it', async () => {
  const other = await fullDashboard({
    developers: {
      log: { hasFiles: false, counts: async () => [] } as never,
      pipelines: async () => [WAITING],
    },
  });
  const { body } = await request(other.app)
    .get('/emas/api/developers')
    .set('X-Role', 'admin')
    .expect(200);
  expect(body).toMatchObject({ pipelines: [WAITING], complete: false, deprecated: [] });
  await other.stop();
});
