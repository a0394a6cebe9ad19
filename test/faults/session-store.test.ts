import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { redisStore, requireSession } from '@emas/session';
import type { SessionOptions } from '@emas/session';
import type { Application, RequestHandler } from 'express';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { serveSessions } from '../../packages/session/test/visitor.ts';
import type { SessionSite, Visitor } from '../../packages/session/test/visitor.ts';
import { startRedis } from '../engine/start-redis.ts';
import type { RedisServer } from '../engine/start-redis.ts';
import { waitUntil } from '../waiting/wait-until.ts';

/*
 * Redis stopped, frozen and started anew while visitors come. The same with express-session: a request
 * hangs for as long as the client waits (tj/connect-redis#328).
 */

/** What a request may wait for the store, and what a quick machine takes for the rest. */
const BOUND_MS = 250 + 150;
/** A slow one takes longer, also for what has nothing to do with the store. */
const BOUND_OTHERS = 5;

let server: RedisServer;
let site: SessionSite;
let close: () => Promise<void>;

async function siteOn(
  kind: 'node-redis' | 'ioredis',
  options: Partial<SessionOptions> = {},
): Promise<void> {
  const client =
    kind === 'ioredis'
      ? new Redis({ path: server.path })
      : createClient({ socket: { path: server.path, tls: false } });
  client.on('error', () => undefined);
  if (kind === 'node-redis') await client.connect();
  const routes = (app: Application): void => {
    app.get('/needs', requireSession(), (req, res) => res.json({ id: req.sessionID }));
  };
  const alive: RequestHandler = (req, res, next) => (req.path === '/alive' ? res.json({}) : next());
  site = await serveSessions(
    { store: redisStore({ redis: client, app: 'portal' }), ...options },
    routes,
    [alive],
  );
  close = async () => {
    await site.close();
    if ('destroy' in client) client.destroy();
    else client.disconnect();
  };
}

beforeEach(async () => {
  server = await startRedis();
});

afterEach(async () => {
  await close();
  await server.stop();
});

interface Load {
  /** The longest answer, milliseconds. */
  readonly slowest: number;
  /** The same of answers that need no session. */
  readonly slowestOther: number;
  readonly statuses: ReadonlySet<number>;
}

/** Visitors who come back all the time, and one who asks for what needs no session, until it is enough. */
async function load(visitors: readonly Visitor[], isEnough: () => boolean): Promise<Load> {
  const statuses = new Set<number>();
  const askedBy = async (visitor: Visitor, path: string): Promise<number> => {
    let slowest = 0;
    while (!isEnough()) {
      const started = performance.now();
      const { status } = await visitor.get(path);
      slowest = Math.max(slowest, performance.now() - started);
      statuses.add(status);
      await wait(5);
    }
    return slowest;
  };
  const [slowestOther, ...others] = await Promise.all([
    askedBy(site.visitor(), '/alive'),
    ...visitors.map((visitor) => askedBy(visitor, '/views')),
  ]);
  return { slowest: Math.max(...others), slowestOther, statuses };
}

const FAULTS = [
  { name: 'frozen', begin: () => server.freeze(), fix: async () => server.thaw() },
  { name: 'killed', begin: () => server.kill(), fix: () => server.restart() },
] as const;

test.each(
  FAULTS.flatMap((fault) =>
    (['node-redis', 'ioredis'] as const).map((kind) => ({ kind, ...fault })),
  ),
)(
  'while Redis is $name under load ($kind), no request waits longer than it may and none fails',
  async ({ kind, begin, fix }) => {
    await siteOn(kind);
    const visitors = Array.from({ length: 4 }, () => site.visitor());
    for (const visitor of visitors) await visitor.get('/views');
    const cookies = visitors.map((visitor) => [...visitor.jar.values()]);
    const started = performance.now();
    const during = load(visitors, () => {
      const { withoutStore, store } = site.sessions.counters();
      const refused = store?.reads.refused ?? 0;
      const isLong = performance.now() - started > 1500;
      return isLong && withoutStore > 50 && refused > 50;
    });
    await wait(200);
    await begin();
    // It ends while Redis is still away.
    const { slowest, slowestOther, statuses } = await during;
    expect([...statuses]).toEqual([200]);
    expect(slowest).toBeLessThan(BOUND_MS + slowestOther * BOUND_OTHERS);
    // Nobody's cookie was taken away: the sessions may still be there.
    expect(visitors.map((visitor) => [...visitor.jar.values()])).toEqual(cookies);
    expect((await visitors[0]?.get('/needs'))?.status).toBe(503);
    const failed = site.events.filter(({ name }) => name === 'store_failed');
    const directions = failed.map(({ fields }) => String(Reflect.get(fields, 'direction')));
    expect(new Set(directions).size).toBe(directions.length);
    expect(directions).toContain('reads');

    await fix();
    const fresh = site.visitor();
    await waitUntil('the store to recover', async () => {
      await fresh.get('/views');
      return site.happened().includes('store_recovered');
    });
    const again = site.visitor();
    await again.get('/views');
    expect((await again.get('/views')).json).toMatchObject({ views: 2, status: 'active' });
  },
);

test('a frozen Redis that goes on has the sessions that it had', async () => {
  await siteOn('node-redis');
  const visitor = site.visitor();
  await visitor.get('/sign-in/member');
  await visitor.get('/views');
  server.freeze();
  expect((await visitor.get('/views')).json['status']).toBe('unavailable');
  server.thaw();
  const isBack = async (): Promise<boolean> =>
    (await visitor.get('/untouched')).json['status'] === 'active';
  await waitUntil('the session to be back', isBack);
  expect((await visitor.get('/views')).json).toMatchObject({ views: 2, status: 'active' });
});

test('where the app would rather refuse, it answers 503 and says when to come again', async () => {
  await siteOn('node-redis', {
    onStoreFailure: (req) => (req.path === '/views' ? 'refuse' : 'anonymous'),
  });
  const visitor = site.visitor();
  await visitor.get('/views');
  await server.kill();
  const refused = await visitor.get('/views');
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('5');
  expect(refused.json).toMatchObject({ status: 503, code: 'ERR_EMAS_SESSION_UNAVAILABLE' });
  expect((await visitor.get('/untouched')).json).toEqual({ status: 'unavailable' });
  await server.restart();
});

test('scripts that Redis forgot are sent again', async () => {
  await siteOn('node-redis');
  const visitor = site.visitor();
  await visitor.get('/views');
  const admin = createClient({ socket: { path: server.path, tls: false } });
  await admin.connect();
  await admin.sendCommand(['SCRIPT', 'FLUSH', 'SYNC']);
  expect((await visitor.get('/views')).json['views']).toBe(2);
  expect((await visitor.get('/views')).json['views']).toBe(3);
  admin.destroy();
});
