import { createHmac } from 'node:crypto';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  jest,
  test,
} from '@jest/globals';
import { redisStore } from '@emas/session';
import { createClient } from 'redis';
import { CHROME_ON_WINDOWS, SECRET, serveSessions } from '../../packages/session/test/visitor.ts';
import type { SessionSite, Visitor } from '../../packages/session/test/visitor.ts';
import { startRedis } from '../engine/start-redis.ts';
import type { RedisServer } from '../engine/start-redis.ts';

/* The policy's promises about sessions, kept by the defaults; what a store holds is read in Redis itself. */

const ADDRESS = '203.0.113.77';
const DAY = 86_400_000;

let server: RedisServer;
let client: ReturnType<typeof createClient>;
let site: SessionSite;

beforeAll(async () => {
  server = await startRedis();
  client = createClient({ socket: { path: server.path, tls: false } });
  client.on('error', () => undefined);
  await client.connect();
});

afterAll(async () => {
  client.destroy();
  await server.stop();
});

beforeEach(async () => {
  await client.sendCommand(['FLUSHALL']);
  site = await serveSessions({ store: redisStore({ redis: client, app: 'portal' }) });
});

afterEach(async () => {
  jest.restoreAllMocks();
  await site.close();
});

/** Everything that Redis holds, keys and values of every kind. */
async function everything(): Promise<string> {
  const keys = (await client.sendCommand(['KEYS', '*'])) as string[];
  const values = await Promise.all(
    keys.map(async (key) => {
      const type = (await client.sendCommand(['TYPE', key])) as unknown as string;
      if (type === 'hash') return client.sendCommand(['HGETALL', key]);
      if (type === 'zset') return client.sendCommand(['ZRANGE', key, '0', '-1', 'WITHSCORES']);
      return client.sendCommand(['GET', key]);
    }),
  );
  return JSON.stringify([keys, values]);
}

/** A patient behind HTTPS. */
function patient(address = ADDRESS): Visitor {
  return site.visitor({ 'x-forwarded-for': address, 'x-forwarded-proto': 'https' });
}

test('1: a first request starts a session, and what is stored of it has the address', async () => {
  await patient().get('/untouched');
  expect(await everything()).toContain(ADDRESS);
});

describe('2: the cookie’s name and value tell nothing', () => {
  const nameAt = (epoch: number): string =>
    createHmac('sha256', SECRET)
      .update(`emas session cookie name\0\0${epoch}`)
      .digest('hex')
      .slice(0, 32);

  test('the name is __Host- and a keyed hash, another one for each app and each month', async () => {
    const one = patient();
    await one.get('/untouched');
    const [name = ''] = one.jar.keys();
    expect(name).toBe(`__Host-${nameAt(Math.floor(Date.now() / (30 * DAY)))}`);
    const other = await serveSessions({ app: 'another' });
    const there = other.visitor({ 'x-forwarded-proto': 'https' });
    await there.get('/untouched');
    expect([...there.jar.keys()][0]).toMatch(/^__Host-[\da-f]{32}$/);
    expect([...there.jar.keys()]).not.toEqual([name]);
    await other.close();
    const later = Date.now() + 31 * DAY;
    jest.spyOn(Date, 'now').mockImplementation(() => later);
    const next = patient();
    await next.get('/untouched');
    expect([...next.jar.keys()]).not.toEqual([name]);
  });

  test('the value is random, and no store holds it', async () => {
    const ids = new Set<string>();
    for (let visitor = 0; visitor < 50; visitor += 1) {
      const one = patient();
      await one.get('/untouched');
      const value = decodeURIComponent([...one.jar.values()][0] ?? '');
      const id = /^s:([\w-]+)\./.exec(value)?.[1] ?? '';
      expect(Buffer.from(id, 'base64url').length).toBeGreaterThanOrEqual(16);
      ids.add(id);
    }
    expect(ids.size).toBe(50);
    const stored = await everything();
    for (const id of ids) expect(stored).not.toContain(id);
  });
});

test('3: the cookie dies with the browser, and logout clears it', async () => {
  const one = patient();
  const { setCookies } = await one.get('/untouched');
  expect(setCookies).toHaveLength(1);
  const attributes = (setCookies[0] ?? '').split('; ').slice(1);
  expect(attributes.toSorted()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure']);
  const out = await one.get('/sign-out');
  expect(out.headers.get('clear-site-data')).toBe('"storage"');
  expect(one.jar.size).toBe(0);
});

describe('4: once a session has ended, Redis does not hold its address', () => {
  const endings = {
    logout: async (one: Visitor) => void (await one.get('/sign-out')),
    'the idle time-out, though nobody comes back': async () => {
      const later = Date.now() + 15 * 60_000 + 1;
      jest.spyOn(Date, 'now').mockImplementation(() => later);
      await site.sessions.sweep();
    },
    'the absolute time-out, noticed by a request': async (one: Visitor) => {
      const later = Date.now() + 8 * 60 * 60_000;
      jest.spyOn(Date, 'now').mockImplementation(() => later);
      await one.from('198.51.100.1').get('/untouched');
    },
    'an end from the account page': async () => {
      const [first] = await site.sessions.registry.list('member');
      await site.sessions.registry.end(first?.handle ?? '');
    },
    'a purge of the account': async () => void (await site.sessions.registry.purge('member')),
  };
  test.each(Object.entries(endings))('after %s', async (_, end) => {
    const one = patient();
    await one.get('/sign-in/member');
    await one.get('/views');
    expect(await everything()).toContain(ADDRESS);
    await end(one);
    expect(await everything()).not.toContain(ADDRESS);
  });

  test('and Redis forgets it by itself where no process is left to see to it', async () => {
    await patient().get('/views');
    const keys = (await client.sendCommand(['KEYS', '*'])) as string[];
    for (const key of keys) {
      const left = Number(await client.sendCommand(['PTTL', key]));
      expect(left).toBeGreaterThan(0);
      expect(left).toBeLessThanOrEqual(15 * 60_000 + 60_000);
    }
  });
});

describe('5: the address guards against hijacking', () => {
  test('a cookie stolen to elsewhere is challenged, and an event says so', async () => {
    const one = patient();
    await one.get('/views');
    const thief = one.thief({
      'x-forwarded-proto': 'https',
      'x-forwarded-for': '198.51.100.9',
      'user-agent': CHROME_ON_WINDOWS,
    });
    expect((await thief.get('/views')).json).toMatchObject({ status: 'challenged', views: 1 });
    const told = site.events.find(({ name }) => name === 'session_challenged');
    expect(told?.fields).toMatchObject({ source_network: '198.51.100.9', score: 100 });
  });

  test('a phone that changes networks is not thrown out', async () => {
    const one = patient();
    await one.get('/views');
    const moved = one.from('198.51.100.9');
    expect((await moved.get('/views')).json).toMatchObject({ status: 'active', views: 2 });
  });
});
