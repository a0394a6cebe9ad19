import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { createEventBus } from '@emas/events';
import { rateLimit } from '@emas/hardening';
import type { RateLimitOptions } from '@emas/hardening';
import { requestContext } from '@emas/request-context';
import express from 'express';
import type { Application, ErrorRequestHandler, RequestHandler } from 'express';
import fc from 'fast-check';
import { createClient } from 'redis';
import request from 'supertest';
import { startRedis } from '../../../test/engine/start-redis.ts';
import type { RedisServer } from '../../../test/engine/start-redis.ts';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { examples } from '../../../test/runner/repetition.ts';
import { WindowStore } from '../src/rate-limit/window-store.ts';

const NOON = Date.parse('2026-11-23T12:00:00Z');
const MINUTE = 60_000;

let server: RedisServer;
let redis: ReturnType<typeof createClient>;
let count = 0;

beforeAll(async () => {
  server = await startRedis();
  redis = createClient({ socket: { path: server.path, tls: false } });
  await redis.connect();
});
afterAll(async () => {
  redis.destroy();
  await server.stop();
});

interface Site {
  readonly app: Application;
  readonly clock: { now: number };
  readonly told: { readonly name: string; readonly fields: object }[];
  readonly faults: unknown[];
  /** Statuses of so many requests, one after the other. */
  ask(times: number, path?: string): Promise<number[]>;
}

function site(
  options: RateLimitOptions,
  isShared = false,
  slow: RequestHandler = (_req, res) => void res.end(),
): Site {
  const clock = { now: NOON };
  const events = createEventBus();
  const told: Site['told'] = [];
  const faults: unknown[] = [];
  events.subscribe(({ name, fields }) => void told.push({ name, fields }));
  count += 1;
  const app = express();
  app.use(requestContext({ app }));
  const store = isShared ? { redis, app: 'portal', name: 'test', prefix: `c${count}:` } : {};
  app.use(rateLimit({ now: () => clock.now, events, ...store, ...options }));
  app.get('/slow', slow);
  app.get('/broken', (_req, res) => void res.status(500).send('broken'));
  app.get('/wrong', (_req, res) => void res.status(401).send('wrong'));
  app.use((_req, res) => void res.send('ok'));
  const keep: ErrorRequestHandler = (error, _req, res, _next) => {
    faults.push(error);
    res.status(500).send('fault');
  };
  app.use(keep);
  return {
    app,
    clock,
    told,
    faults,
    async ask(times, path = '/') {
      const statuses: number[] = [];
      for (let number = 0; number < times; number += 1) {
        statuses.push((await request(app).get(path)).status);
      }
      return statuses;
    },
  };
}

const refused = (statuses: readonly number[]): number =>
  statuses.filter((status) => status === 429).length;

describe.each([
  ['memory', false],
  ['Redis', true],
])('in %s', (_name, isShared) => {
  test('failures alone count: whoever knows the password asks as often as he likes', async () => {
    const { ask, clock } = site({ limit: 5, count: 'failures' }, isShared);
    expect(refused(await ask(20))).toBe(0);
    expect(refused(await ask(5, '/wrong'))).toBe(0);
    expect(refused(await ask(2))).toBe(2);
    clock.now += 2 * MINUTE;
    expect(refused(await ask(20))).toBe(0);
  });

  test('successes alone count: what failed may be tried again', async () => {
    const { ask } = site({ limit: 5, count: 'successes' }, isShared);
    expect(refused(await ask(10, '/broken'))).toBe(0);
    expect(refused(await ask(6))).toBe(1);
  });

  test('what comes together is bounded before anybody knows how it ends', async () => {
    const { app } = site({ limit: 5, count: 'failures' }, isShared);
    const listening = app.listen(0);
    try {
      const all = await Promise.all(
        Array.from({ length: 30 }, async () => (await request(listening).get('/wrong')).status),
      );
      expect(refused(all)).toBe(25);
    } finally {
      listening.close();
    }
  });

  test('what is given back is given back once, in the window that it was taken of', async () => {
    const { ask, clock } = site({ limit: 5, count: 'failures', algorithm: 'fixed' }, isShared);
    await ask(3, '/wrong');
    await ask(4);
    clock.now += MINUTE;
    await ask(4);
    expect(refused(await ask(6, '/wrong'))).toBe(1);
  });

  test('two that do not count and overlap take nothing from the limit', async () => {
    const { app, ask } = site({ limit: 5, count: 'failures' }, isShared);
    const listening = app.listen(0);
    try {
      for (let round = 0; round < 3; round += 1) {
        await Promise.all([0, 1, 2].map(() => request(listening).get('/')));
      }
    } finally {
      listening.close();
    }
    expect(refused(await ask(20, '/wrong'))).toBe(15);
  });

  test('going away before the answer gives nothing back', async () => {
    let done = 0;
    const { app, ask } = site({ limit: 5, count: 'successes' }, isShared, (_req, res) => {
      done += 1;
      setTimeout(() => res.end(), 5000).unref();
    });
    const listening = app.listen(0);
    const { port } = listening.address() as AddressInfo;
    try {
      for (let number = 0; number < 12; number += 1) {
        const before = done;
        const leaving = new AbortController();
        const asked = fetch(`http://127.0.0.1:${port}/slow`, { signal: leaving.signal });
        const ended = asked.then(
          ({ status }) => status,
          () => 0,
        );
        if (number < 5) await waitUntil('the action', async () => done > before);
        else expect(await ended).toBe(429);
        leaving.abort();
        await ended;
      }
      expect(done).toBe(5);
    } finally {
      listening.closeAllConnections();
      listening.close();
    }
    expect(refused(await ask(1))).toBe(1);
  });

  test('each request has the limit that its plan allows', async () => {
    const limit = ({ path }: { path: string }): number => (path === '/gold' ? 10 : 3);
    const { app, ask } = site({ limit }, isShared);
    expect(refused(await ask(5))).toBe(2);
    expect(refused(await ask(8, '/gold'))).toBe(1);
    const { headers, text } = await request(app).get('/gold');
    expect(headers['ratelimit-policy']).toContain('q=10;');
    expect(JSON.parse(text)).toMatchObject({ detail: expect.stringContaining('allows 10 in') });
  });
});

test('what is skipped takes nothing, and has no headers', async () => {
  const { app, ask } = site({ limit: 2, skip: ({ path }) => path === '/health' });
  expect(refused(await ask(10, '/health'))).toBe(0);
  expect((await request(app).get('/health')).headers).not.toHaveProperty('ratelimit');
  expect(refused(await ask(3))).toBe(1);
});

test('in report mode nobody is refused, and each excess is told with the option that decides', async () => {
  const { app, ask, told } = site({ name: 'api', limit: 2, mode: 'report' });
  expect(refused(await ask(5))).toBe(0);
  expect(told.map(({ name }) => name)).toEqual(['would_block', 'would_block', 'would_block']);
  expect(told[0]?.fields).toMatchObject({
    setting: 'rateLimit.api.limit',
    allows: '2 in 60000 ms',
    path: '/',
  });
  const { headers } = await request(app).get('/');
  expect(Object.keys(headers).filter((name) => /ratelimit|retry-after/.test(name))).toEqual([]);
});

describe('a function that answers wrongly is an error, and never no limit', () => {
  it.each<[string, object, RegExp]>([
    ['a promise of a limit', { limit: async () => 5 }, /"limit" .* received a promise/],
    ['no limit', { limit: () => undefined }, /"limit" .* received undefined/],
    ['a limit below one', { limit: () => 0 }, /"limit" .* received 0/],
    ['a promise to skip', { limit: 1, skip: async () => false }, /"skip" .* received a promise/],
    ['a word', { limit: 1, skip: () => 'no' }, /"skip" .* received no/],
  ])('%s', async (_name, options, message) => {
    const { ask, faults } = site(options as RateLimitOptions);
    expect(await ask(1)).toEqual([500]);
    expect(faults).toEqual([expect.objectContaining({ code: 'ERR_EMAS_RATE_LIMIT_ANSWER' })]);
    expect(String(faults[0])).toMatch(message);
  });
});

it('memory and Redis agree on what is taken and given back, whatever comes when', async () => {
  const step = fc.record({
    wait: fc.constantFrom(0, 0, 1, 500, 999, 1000, 1001, 2500),
    cost: fc.integer({ min: 1, max: 4 }),
    limit: fc.constantFrom(5, 9),
    key: fc.constantFrom('a', 'b'),
    /** How long until it is given back; not at all without. */
    back: fc.constantFrom(undefined, 0, 600, 1500),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      count += 1;
      const clock = { now: NOON };
      const allowance = { window: 1000, algorithm: 'sliding' } as const;
      const parts = { allowance, bus: createEventBus(), now: () => clock.now };
      const own = new WindowStore({ ...parts, redis: undefined, prefix: '' });
      const shared = new WindowStore({ ...parts, redis, prefix: `agree${count}:` });
      for (const { wait, cost, limit, key, back } of steps) {
        clock.now += wait;
        const ask = { key, cost, limit };
        const [mine, theirs] = await Promise.all([own.take(ask), shared.take(ask)]);
        expect(shared.standing(theirs)).toEqual(own.standing(mine));
        if (back === undefined) continue;
        clock.now += back;
        await Promise.all([own.giveBack(mine), shared.giveBack(theirs)]);
      }
    }),
    examples(100),
  );
});
