import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createEventBus } from '@emas/events';
import { redisStore, session } from '@emas/session';
import { createClient } from 'redis';
import express from 'express';
import request from 'supertest';
import { startRedis } from '../../../test/engine/start-redis.ts';
import type { RedisServer } from '../../../test/engine/start-redis.ts';
import { runEmas } from './run-emas.ts';
import type { Ended } from './run-emas.ts';

const KEY = 'a key for the sessions of this test, nothing else';
let server: RedisServer;
let redis: ReturnType<typeof createClient>;
let app: express.Application;
let close: () => Promise<void>;

beforeAll(async () => {
  server = await startRedis();
  redis = createClient({ socket: { path: server.path, tls: false } });
  await redis.connect();
  const sessions = session({
    store: redisStore({ redis, app: 'clinic' }),
    secret: randomBytes(32).toString('base64'),
    accountKey: KEY,
    events: createEventBus(),
  });
  close = () => sessions.close();
  app = express();
  app.set('env', 'test');
  app.use(sessions);
  app.get('/in/:name', async (req, res) => {
    await req.emas?.session?.signIn(req.params.name);
    res.end();
  });
  app.get('/who', (req, res) => void res.json({ account: req.emas?.session?.account ?? '' }));
});
afterAll(async () => {
  await close();
  redis.destroy();
  await server.stop();
});

const emas = (...words: readonly string[]): Promise<Ended> =>
  runEmas(['sessions', ...words, '--redis', `unix://${server.path}`, '--app', 'clinic'], {
    EMAS_LOG_KEY: KEY,
  });

async function signedIn(name: string): Promise<string> {
  const { headers } = await request(app).get(`/in/${name}`);
  // Typed as one text; there is a list of them.
  const cookies = headers['set-cookie'] as unknown as string[];
  return cookies[0]?.split(';', 1)[0] ?? '';
}

it('lists the sessions of an account, and of no other', async () => {
  await signedIn('ali');
  await signedIn('ali');
  await signedIn('mei');
  const { code, out } = await emas('--account', 'Ali');
  expect(code).toBe(0);
  expect(out.trimEnd().split('\n')).toHaveLength(3);
  expect(out).toMatch(/^20\d\d-.* 127\.0\.0\.1 +\S/m);
  const { out: json } = await emas('list', '--account', 'mei', '--json');
  expect(JSON.parse(json)).toHaveLength(1);
});

it('signs an account out everywhere', async () => {
  const [ofAli, ofMei] = [await signedIn('ali'), await signedIn('mei')];
  const { code, out } = await emas('end', '--account', 'ali');
  expect([code, out]).toEqual([0, '3 sessions were ended.\n']);
  expect((await request(app).get('/who').set('Cookie', ofAli)).body).toEqual({ account: '' });
  expect((await request(app).get('/who').set('Cookie', ofMei)).body.account).not.toBe('');
  expect((await emas('--account', 'ali')).out).toBe('This account has no session.\n');
  expect((await emas('end', '--account', 'ali', '--json')).out).toBe('{"ended":0}\n');
});

it('says what is missing', async () => {
  const without = await emas('list');
  expect([without.code, without.err]).toEqual([2, expect.stringContaining('No account was named')]);
  const nowhere = await runEmas(['sessions', '--account', 'ali'], { EMAS_LOG_KEY: KEY });
  expect([nowhere.code, nowhere.err]).toEqual([2, expect.stringContaining('No Redis was named')]);
});
