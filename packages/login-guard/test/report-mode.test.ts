import { afterAll, afterEach, beforeAll, describe, expect, it, test } from '@jest/globals';
import { loginGuard } from '@emas/login-guard';
import type { LoginGuardOptions } from '@emas/login-guard';
import type { RequestHandler } from 'express';
import { createClient } from 'redis';
import { startRedis } from '../../../test/engine/start-redis.ts';
import type { RedisServer } from '../../../test/engine/start-redis.ts';
import { PASSWORD, guardSite } from './guard-site.ts';
import type { GuardSite } from './guard-site.ts';

let server: RedisServer;
let redis: ReturnType<typeof createClient>;
let site: GuardSite;
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
afterEach(() => site.close());

describe.each(['memory', 'Redis'])('with counters in %s', (kind) => {
  const open = async (options: LoginGuardOptions = {}): Promise<GuardSite> => {
    count += 1;
    const shared = kind === 'Redis' ? { redis, app: 'portal', prefix: `r${count}:` } : {};
    site = await guardSite({ mode: 'report', ...shared, ...options });
    return site;
  };

  test('nobody waits: each attempt reaches the app, and what would have waited is told', async () => {
    await open();
    expect(await site.statuses(12)).toEqual(Array.from({ length: 12 }, () => 422));
    expect(site.reached()).toBe(12);
    const told = site.events.filter(({ name }) => name === 'would_block');
    expect(told.length).toBe(7);
    expect(told[0]?.fields).toMatchObject({ setting: 'loginGuard.rules', path: '/login' });
    const names = site.events.map(({ name }) => name);
    expect(names.filter((name) => name === 'authn_login_fail').length).toBe(12);
    expect(names).not.toContain('login_refused');
    const { headers, text } = await site.try();
    expect(headers.get('retry-after')).toBeNull();
    expect(JSON.parse(text)).toMatchObject({ next: { action: 'allow', wait: 0 } });
  });

  test('attempts are watched: guessing is an incident all the same', async () => {
    await open();
    await site.statuses(30);
    expect(site.guard.incidents()).not.toEqual([]);
  });

  test('an attempt that was not counted gives back no failure of others', async () => {
    const handler: RequestHandler = async (req, res) => {
      if (req.body.password === 'cancel') await req.emas?.login?.ignored();
      else await req.emas?.login?.failed();
      res.status(422).end();
    };
    count += 1;
    const shared = kind === 'Redis' ? { redis, app: 'portal', prefix: `r${count}:` } : {};
    site = await guardSite({ mode: 'report', ...shared }, [handler]);
    await site.statuses(5);
    await site.statuses(6, { password: 'cancel' });
    site.happened();
    await site.statuses(1);
    expect(site.happened()).toContain('would_block');
  });
});

it('an attempt that names nobody reaches the app, and is told', async () => {
  site = await guardSite({ mode: 'report' });
  expect((await site.try({ username: '' })).status).toBe(422);
  const told = site.events.filter(({ name }) => name === 'would_block');
  expect(told.map(({ fields }) => fields)).toEqual([
    expect.objectContaining({ setting: 'loginGuard.account' }),
  ]);
});

it('whom somebody has blocked stays out', async () => {
  site = await guardSite({ mode: 'report', blocks: { find: () => ({}) } });
  expect((await site.try({ password: PASSWORD })).status).toBe(403);
});

it('another mode stops the start', async () => {
  site = await guardSite();
  expect(() => loginGuard({ mode: 'off' } as never)).toThrow(/"mode": expected 'enforce' or/);
});
