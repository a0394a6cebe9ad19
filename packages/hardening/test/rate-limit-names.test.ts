import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  jest,
  test,
} from '@jest/globals';
import { createEventBus } from '@emas/events';
import { rateLimit } from '@emas/hardening';
import type { RateLimitOptions } from '@emas/hardening';
import { requestContext } from '@emas/request-context';
import express from 'express';
import type { Application } from 'express';
import { createClient } from 'redis';
import request from 'supertest';
import { startRedis } from '../../../test/engine/start-redis.ts';
import type { RedisServer } from '../../../test/engine/start-redis.ts';

type Client = ReturnType<typeof createClient>;

const HOUR = 3_600_000;

let server: RedisServer;
let redis: Client;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
// What limits allow is known for each client.
beforeEach(async () => {
  redis = createClient({ socket: { path: server.path, tls: false } });
  redis.on('error', () => undefined);
  await redis.connect();
  await redis.flushAll();
});
afterEach(() => {
  if (redis.isOpen) redis.destroy();
});

function limited(...limits: readonly Partial<RateLimitOptions>[]): Application {
  const app = express();
  app.use(requestContext({ app }));
  const common = { redis, app: 'portal', events: createEventBus() };
  for (const limit of limits) app.use(rateLimit({ limit: 5, ...common, ...limit }));
  app.use((_req, res) => void res.send('ok'));
  return app;
}

async function passed(
  app: Application,
  times: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  let count = 0;
  for (let time = 0; time < times; time += 1) {
    count += Number((await request(app).get('/').set(headers)).status === 200);
  }
  return count;
}

test('two limits on one route both hold', async () => {
  const app = limited(
    { name: 'minute', limit: 100 },
    { name: 'hour', limit: 5, window: HOUR, algorithm: 'fixed' },
  );
  expect(await passed(app, 12)).toBe(5);
});

test('limits of one name share what they count', async () => {
  const [one, other] = [limited({ name: 'api' }), limited({ name: 'api' })];
  expect([await passed(one, 3), await passed(other, 5)]).toEqual([3, 2]);
});

test('limits of two names, and of two apps, do not', async () => {
  const apps = [
    limited({ name: 'one' }),
    limited({ name: 'two' }),
    limited({ name: 'one', app: 'intranet' }),
  ];
  const all: number[] = [];
  for (const app of apps) all.push(await passed(app, 6));
  expect(all).toEqual([5, 5, 5]);
});

test.each<[string, Partial<RateLimitOptions>]>([
  ['limit', { limit: 6 }],
  ['window', { window: HOUR }],
  ['algorithm', { algorithm: 'fixed' }],
])('a second limit of a name that has another %s stops the start', (_what, other) => {
  limited({ name: 'api' });
  expect(() => limited({ name: 'api', ...other })).toThrow(
    expect.objectContaining({
      code: 'ERR_EMAS_RATE_LIMIT_OPTIONS',
      message: expect.stringContaining('"name" is already used by a limit'),
    }),
  );
});

describe('what is counted by', () => {
  it('is whole: long keys that begin alike are not one', async () => {
    const by: RateLimitOptions['by'] = (req) => req.get('authorization');
    const app = limited({ name: 'keys', limit: 2, by });
    const token = (name: string): Record<string, string> => ({
      Authorization: `Bearer ${'x'.repeat(250)}${name}`,
    });
    expect(await passed(app, 3, token('alice'))).toBe(2);
    expect(await passed(app, 3, token('bob'))).toBe(2);
  });

  it('is not in Redis as it was given', async () => {
    const app = limited({ name: 'accounts', by: () => 'aisyah@example.com' });
    await passed(app, 1);
    const keys = await redis.keys('*');
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatch(/^emas:portal:limit:accounts:sliding-60000:by:[\w-]{32}$/);
  });
});

test.each<[string, object, RegExp]>([
  ['no name', { app: 'portal' }, /"name": expected a name.*received nothing/],
  ['no app', { name: 'api' }, /"app": expected the name of the app.*received nothing/],
  [
    'a cost above the limit',
    { app: 'portal', name: 'api', cost: 6 },
    /"cost": expected .*received a number/,
  ],
])('over Redis, %s stops the start', (_what, options, message) => {
  expect(() => rateLimit({ limit: 5, redis, ...options })).toThrow(message);
});

describe('a refusal says when to come again, in a number', () => {
  const refusal = async (app: Application): Promise<string[]> => {
    for (let time = 0; time < 20; time += 1) {
      const { status, headers } = await request(app).get('/');
      if (status === 429) return [headers['retry-after'] ?? '', headers['ratelimit'] ?? ''];
    }
    return [];
  };

  it.each<[string, Partial<RateLimitOptions>]>([
    ['of a limit of one', { limit: 1 }],
    ['where a function asks for more than the limit', { limit: 8, cost: () => 50 }],
    ['of a cost that the limit does not hold twice', { limit: 8, cost: 5 }],
  ])('%s, with Redis and without', async (_name, options) => {
    const number = /^\d+$/;
    for (const own of [{ name: 'here' }, { name: 'away' }]) {
      if (own.name === 'away') redis.destroy();
      const app = limited({ ...options, ...own });
      // The first is let through: nobody is refused for the fault of a store.
      expect(await passed(app, 1)).toBe(1);
      const [after = '', policy = ''] = await refusal(app);
      expect(after).toMatch(number);
      expect(policy).not.toContain('NaN');
    }
    await redis.connect().catch(() => undefined);
  });
});

test('clocks of processes that differ share one limit', async () => {
  let mine = Date.now();
  const skewed = (by: number): Application =>
    limited({ name: 'skewed', limit: 10, window: 10_000, now: () => mine + by });
  const [ahead, behind] = [skewed(0), skewed(-8000)];
  let letIn = 0;
  for (let round = 0; round < 30; round += 1) {
    mine += 10;
    letIn += (await passed(ahead, 1)) + (await passed(behind, 1));
  }
  // Twenty at most, where a window ends meanwhile; each for itself would let thirty and more in.
  expect(letIn).toBeLessThanOrEqual(20);
});

test('by default the clock is that of Redis', async () => {
  const app = limited({ name: 'own-clock', limit: 3, window: HOUR });
  jest.spyOn(Date, 'now').mockReturnValue(0);
  try {
    expect(await passed(app, 3)).toBe(3);
    const [key = ''] = await redis.keys('*own-clock*');
    expect(Number(await redis.hGet(key, 'index'))).toBeGreaterThan(400_000);
  } finally {
    jest.restoreAllMocks();
  }
});
