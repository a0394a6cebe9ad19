import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { memoryStore, redisStore } from '@emas/session';
import type { RecordStore } from '@emas/session';
import type { Request } from 'express';
import { createClient } from 'redis';
import { startRedis } from '../../../test/engine/start-redis.ts';
import type { RedisServer } from '../../../test/engine/start-redis.ts';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { times } from '../../../test/runner/repetition.ts';
import { serveSessions } from './visitor.ts';
import type { SessionSite } from './visitor.ts';

/*
 * What express-session with connect-redis does here: a slow request that overlaps a logout brings the
 * session back every time (expressjs/session#830, tj/connect-redis#328), and of ten parallel writes nine
 * are lost (expressjs/session#4, #425).
 */

const keep = (req: Request, key: string, value: unknown): void =>
  void Reflect.set(req.session, key, value);

/** Slow requests that are under way: what lets each of them end. */
const slow: (() => void)[] = [];

async function raceSite(store: RecordStore): Promise<SessionSite> {
  return serveSessions({ store }, (app) => {
    app.get('/slow', async (req, res) => {
      const isOver = new Promise<void>((resolve) => slow.push(resolve));
      keep(req, 'begun', true);
      await isOver;
      keep(req, 'done', true);
      res.json({});
    });
    app.get('/put/:key', async (req, res) => {
      keep(req, req.params.key, req.params.key);
      await wait(2);
      res.json({});
    });
    app.get('/basket/:item', async (req, res) => {
      const basket = (Reflect.get(req.session, 'basket') ?? {}) as Record<string, number>;
      keep(req, 'basket', { ...basket, [req.params.item]: 1 });
      await wait(2);
      res.json({});
    });
    app.get('/data', (req, res) => res.json(req.session));
    app.get('/rotate', (req, res, next) => {
      req.session.rotate((error) => (error === undefined ? res.json({}) : next(error)));
    });
  });
}

/**
 * Runs that the store answered in time. A machine that stands still for longer than the store may take
 * makes a write time out, which is told and counted, and is another matter than a write that got lost.
 *
 * @param run Gives what to note of it, where it counts.
 */
async function runAnswered(
  wanted: number,
  sites: SessionSite | readonly SessionSite[],
  run: (number: number) => Promise<() => void>,
): Promise<void> {
  const unansweredOf = ({ sessions }: SessionSite): number => {
    // A request whose time is up asks the store no more, which is told and counted as well.
    const { store, lostWrites, withoutStore } = sessions.counters();
    const directions = store === undefined ? [] : [store.reads, store.writes];
    const ofStore = directions.reduce(
      (sum, { timedOut, failed, refused }) => sum + timedOut + failed + refused,
      0,
    );
    return ofStore + lostWrites + withoutStore;
  };
  const unanswered = (): number =>
    [sites].flat().reduce((sum, site) => sum + unansweredOf(site), 0);
  let stalls = 0;
  for (let number = 0; number < wanted + stalls; number += 1) {
    const before = unanswered();
    const outcome = await run(number).catch((error: unknown) => () => {
      throw error;
    });
    if (unanswered() === before) outcome();
    else stalls += 1;
    expect(stalls).toBeLessThanOrEqual(Math.max(wanted, 10));
  }
}

/** One in eight ends in the middle of the logout, so a few do not show much. */
const RACES = times(200, 16);

let server: RedisServer;
const client = (): ReturnType<typeof createClient> =>
  createClient({ socket: { path: server.path, tls: false } });

beforeAll(async () => {
  server = await startRedis();
});

afterAll(() => server.stop());

describe.each(['Redis', 'memory'])('in %s', (kind) => {
  let site: SessionSite;
  let redis: ReturnType<typeof createClient> | undefined;

  beforeAll(async () => {
    if (kind === 'Redis') {
      redis = client();
      redis.on('error', () => undefined);
      await redis.connect();
    }
    site = await raceSite(
      redis === undefined ? memoryStore() : redisStore({ redis: redis, app: 'portal' }),
    );
  });

  afterAll(async () => {
    await site.close();
    redis?.destroy();
  });

  test(`a logout that slow requests overlap ${RACES} times ends the session each time`, async () => {
    let alive = 0;
    let late = 0;
    await runAnswered(RACES, site, async (run) => {
      const visitor = site.visitor();
      await visitor.get(`/sign-in/member-${run}`);
      const [handle] = (await site.sessions.registry.list(`member-${run}`)).map(
        (one) => one.handle,
      );
      expect(handle).toBeDefined();
      const thief = visitor.thief({});
      slow.length = 0;
      const overlapping = [visitor.thief({}).get('/slow'), visitor.thief({}).get('/slow')];
      await waitUntil('both to be under way', () => slow.length === 2, { every: 1 });
      const signOut = visitor.get('/sign-out');
      // Most end after the logout, some in the middle of it.
      const isLate = run % 8 !== 0;
      if (isLate) await signOut;
      for (const end of slow.splice(0)) end();
      const answers = await Promise.all(overlapping);
      await signOut;
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      const after = await thief.get('/data');
      const listed = await site.sessions.registry.list(`member-${run}`);
      return () => {
        alive += (after.json['begun'] === undefined ? 0 : 1) + listed.length;
        late += isLate ? overlapping.length : 0;
      };
    });
    expect(alive).toBe(0);
    expect(late).toBeGreaterThanOrEqual(RACES);
    expect(site.sessions.counters().refusedWrites).toBeGreaterThanOrEqual(late);
  });

  test.each([
    ['keys of the session', 'put', (data: Record<string, unknown>) => data],
    [
      'keys of an object in it',
      'basket',
      (data: Record<string, unknown>) => data['basket'] as Record<string, unknown>,
    ],
  ])(
    'ten parallel writers of different %s lose nothing in several runs',
    async (_, path, within) => {
      let lost = 0;
      await runAnswered(times(100, 5), site, async () => {
        const visitor = site.visitor();
        await visitor.get('/views');
        const keys = Array.from({ length: 10 }, (_one, number) => `key${number}`);
        await Promise.all(keys.map((key) => visitor.get(`/${path}/${key}`)));
        const { json } = await visitor.get('/data');
        return () => (lost += keys.filter((key) => !(key in within(json))).length);
      });
      expect(lost).toBe(0);
      expect(site.sessions.counters().merged).toBeGreaterThan(times(100, 5));
    },
  );

  test('requests that were on their way when the id changed do not take the new cookie away', async () => {
    await runAnswered(times(20, 5), site, async () => {
      const visitor = site.visitor();
      await visitor.get('/put/before');
      const late = visitor.thief({});
      await visitor.get('/sign-in/member');
      const answer = await late.get('/untouched');
      const { json } = await visitor.get('/data');
      return () => {
        expect(answer.json['status']).toBe('renewed');
        expect(answer.setCookies).toEqual([]);
        expect(json['before']).toBe('before');
      };
    });
  });
});

test('two processes write to one session and lose nothing', async () => {
  const clients = [client(), client()];
  for (const one of clients) {
    one.on('error', () => undefined);
    await one.connect();
  }
  const sites = await Promise.all(
    clients.map((one) => raceSite(redisStore({ redis: one, app: 'portal' }))),
  );
  // Few at a time: a request waits a quarter of a second for the store, and a slow machine needs that for many.
  await runAnswered(times(20, 5), sites, async () => {
    const [visitor, other] = sites.map((site) => site.visitor());
    if (visitor === undefined || other === undefined) throw new Error('There are two sites.');
    await visitor.get('/views');
    for (const [name, value] of visitor.jar) other.jar.set(name, value);
    const keys = ['key0', 'key1', 'key2', 'key3'];
    await Promise.all(
      keys.map((key, number) => (number % 2 === 0 ? visitor : other).get(`/put/${key}`)),
    );
    const { json } = await visitor.get('/data');
    return () => {
      expect(Object.keys(json)).toEqual(expect.arrayContaining(keys));
    };
  });
  for (const site of sites) await site.close();
  for (const one of clients) one.destroy();
});
