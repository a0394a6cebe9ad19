import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startStandIn } from '@emas/captcha';
import type { StandIn } from '@emas/captcha';
import express from 'express';
import type { Express } from 'express';
import { createClient } from 'redis';
import request from 'supertest';
import { startEngine } from '../../../test/engine/start-engine.ts';
import type { Engine } from '../../../test/engine/start-engine.ts';
import { startRedis } from '../../../test/engine/start-redis.ts';
import type { RedisServer } from '../../../test/engine/start-redis.ts';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { runningSuite } from './running-suite.ts';
import type { RunningSuite } from './running-suite.ts';

/* Two apps with the same routes, secrets and visitors on one Redis: nothing of one is the other's. */

interface App extends RunningSuite {
  readonly app: Express;
}

const SECRET = 'Zs81-uqLm0vTqB7wXz2yNc5dRe4f-of-both';

let redis: RedisServer;
let engine: Engine;
let standIn: StandIn;
let client: ReturnType<typeof createClient>;
let portal: App;
let intranet: App;

beforeAll(async () => {
  redis = await startRedis();
  engine = await startEngine();
  standIn = await startStandIn();
  client = createClient({ socket: { path: redis.path, tls: false } });
  client.on('error', () => undefined);
  await client.connect();
});
afterAll(async () => {
  client.destroy();
  await standIn.close();
  await engine.stop();
  await redis.stop();
});
beforeEach(async () => {
  await client.flushAll();
  [portal, intranet] = await Promise.all([appNamed('portal'), appNamed('intranet')]);
});
afterEach(async () => {
  await portal.end();
  await intranet.end();
});

async function appNamed(name: string): Promise<App> {
  const { siteKey, secret, url } = standIn;
  const own = runningSuite({
    app: name,
    redis: `unix://${redis.path}`,
    clickhouse: { url: engine.url },
    sessionSecret: SECRET,
    logKey: SECRET,
    captcha: { siteKey, secret, host: url, hostnames: ['localhost'] },
    logins: { failureTime: false },
  });
  const app = express();
  const { emas } = own;
  emas.mount(app);
  app.use(express.urlencoded({ extended: false }));
  app.get('/in', async (req, res) => {
    await req.emas?.session?.signIn('aisyah');
    res.send('in');
  });
  app.get(
    '/who',
    (req, res) => void res.send(req.emas?.session?.account === undefined ? 'nobody' : 'somebody'),
  );
  app.get('/limited', emas.rateLimit({ name: 'limited', limit: 2 }), (_req, res) => {
    res.type('html').send('<p>page</p>');
  });
  app.post('/form', emas.captcha(), (req, res) => void res.send(req.emas?.captcha?.reason));
  app.post('/login', emas.loginGuard(), async (req, res) => {
    await req.emas?.login?.failed();
    res.sendStatus(422);
  });
  await waitUntil(
    'Redis',
    async () => (await request(app).get('/emas/health')).body.parts?.redis !== 'away',
  );
  return { ...own, app };
}

const statuses = async ({ app }: App, method: 'get' | 'post', path: string, times: number) => {
  const all: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const sent = method === 'get' ? request(app).get(path) : request(app).post(path).type('form');
    const { status } = await sent.send(method === 'get' ? undefined : { username: 'victim' });
    all.push(status);
  }
  return all;
};

test('a limit, a lock, a used captcha and a block of one are not the other’s', async () => {
  expect(await statuses(portal, 'get', '/limited', 3)).toEqual([200, 200, 429]);
  expect(await statuses(intranet, 'get', '/limited', 2)).toEqual([200, 200]);

  expect(await statuses(portal, 'post', '/login', 8)).toContain(429);
  expect(await statuses(intranet, 'post', '/login', 1)).toEqual([422]);

  const token = standIn.solve();
  const answer = async ({ app }: App): Promise<string> =>
    (await request(app).post('/form').type('form').send({ 'g-recaptcha-response': token })).text;
  expect(await answer(portal)).toBe('passed');
  expect(await answer(portal)).toBe('replayed');

  await portal.emas.blocks.add({
    prefix: '203.0.113.0/24',
    duration: 60_000,
    reason: 'x',
    by: 'me',
  });
  await intranet.emas.blocks.refresh();
  expect(await intranet.emas.blocks.list()).toEqual([]);
});

test('a session of one is none of the other, which neither reads nor ends it', async () => {
  const { headers } = await request(portal.app).get('/in');
  const cookie = headers['set-cookie'] ?? '';
  expect((await request(portal.app).get('/who').set('Cookie', cookie)).text).toBe('somebody');
  expect((await request(intranet.app).get('/who').set('Cookie', cookie)).text).toBe('nobody');
  expect(await intranet.emas.sessions?.list('aisyah')).toEqual([]);
  expect(await intranet.emas.sessions?.endAll('aisyah')).toBe(0);
  expect((await request(portal.app).get('/who').set('Cookie', cookie)).text).toBe('somebody');
});

test('each key that the suite writes says whose it is', async () => {
  for (const one of [portal, intranet]) {
    await request(one.app).get('/in').set('User-Agent', 'Mozilla/5.0 Chrome/130.0');
    await request(one.app)
      .get('/limited')
      .set('Accept', 'text/html')
      .set('User-Agent', 'Mozilla/5.0');
    await request(one.app).post('/login').type('form').send({ username: 'victim' });
    await request(one.app)
      .post('/form')
      .type('form')
      .send({ 'g-recaptcha-response': standIn.solve() });
    await request(one.app).get('/emas/health').expect(200);
    await one.emas.blocks.add({
      prefix: '203.0.113.0/24',
      duration: 60_000,
      reason: 'x',
      by: 'me',
    });
  }
  const owned = /^emas:\{?(portal|intranet):(session|limit|login|captcha|traffic|health)\}?:./;
  const parts = async (): Promise<Set<string>> => {
    const keys = await client.keys('*');
    expect(keys.filter((key) => !owned.test(key))).toEqual([]);
    return new Set(keys.map((key) => (owned.exec(key) ?? []).slice(1).join(' ')));
  };
  const wanted = ['portal', 'intranet'].flatMap((app) =>
    ['session', 'limit', 'login', 'captcha', 'traffic', 'health'].map((part) => `${app} ${part}`),
  );
  await waitUntil('all parts', async () => (await parts()).size === wanted.length);
  expect(await parts()).toEqual(new Set(wanted));
  // No address, account or token is in a key.
  expect((await client.keys('*')).join(' ')).not.toMatch(
    /127\.0\.0\.1\b(?!\/)|aisyah|victim|stand-in/,
  );
});
