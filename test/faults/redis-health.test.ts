import { afterEach, beforeEach, expect, test } from '@jest/globals';
import express from 'express';
import type { Application } from 'express';
import { Redis } from 'ioredis';
import request from 'supertest';
import { runningSuite } from '../../packages/suite/test/running-suite.ts';
import type { RunningSuite } from '../../packages/suite/test/running-suite.ts';
import { openRedisDoor } from '../engine/redis-door.ts';
import type { RedisDoor } from '../engine/redis-door.ts';
import { startRedis } from '../engine/start-redis.ts';
import type { RedisServer } from '../engine/start-redis.ts';
import { waitUntil } from '../waiting/wait-until.ts';
import { REDIS_FAULTS } from './redis-faults.ts';

let redis: RedisServer;
let door: RedisDoor;
let admin: Redis;
let own: RunningSuite;
let app: Application;
const closers: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  redis = await startRedis();
  door = await openRedisDoor(redis);
  admin = new Redis({ path: redis.path });
  own = runningSuite({ redis: door.url, clickhouse: false });
  app = express();
  own.emas.mount(app);
  app.get('/in', (req, res, next) => {
    const signedIn = req.emas?.session?.signIn('aisyah') ?? Promise.reject(new Error('no session'));
    signedIn.then(() => res.send('in'), next);
  });
  await healthIs('ok');
});
afterEach(async () => {
  await own.end();
  await door.shut();
  admin.disconnect();
  await redis.stop();
  for (const close of closers.splice(0)) await close();
});

async function standing(): Promise<unknown> {
  const { body } = await request(app).get('/emas/health').expect(200);
  return (body as { parts: { redis: unknown } }).parts.redis;
}

async function healthIs(wanted: string): Promise<void> {
  await waitUntil(`Redis to be ${wanted}`, async () => (await standing()) === wanted, {
    state: standing,
  });
}

test.each(REDIS_FAULTS)('health tells a Redis $name from one that works', async (fault) => {
  await fault.begin(admin);
  await healthIs('unwritable');
  const { body } = await request(app).get('/emas/health').expect(200);
  expect(body).toMatchObject({ status: 'degraded' });
  const { status, headers } = await request(app).get('/in');
  expect({ status, wait: headers['retry-after'] }).toEqual({ status: 503, wait: '5' });
  await fault.fix(admin);
  await healthIs('ok');
  await waitUntil('a sign-in to work', async () => (await request(app).get('/in')).status === 200);
});

test('a Redis that takes no writes is told of once, and once that it takes them again', async () => {
  const told = (): string[] =>
    own.told
      .filter(({ name }) => name.startsWith('part_'))
      .map(({ name, fields }) =>
        [name, Reflect.get(fields, 'part'), Reflect.get(fields, 'standing')].join(' '),
      );
  await admin.config('SET', 'maxmemory', '1');
  await waitUntil('the event', () => told().length > 0);
  expect(told()).toEqual(['part_degraded redis unwritable']);
  await admin.config('SET', 'maxmemory', '0');
  await waitUntil('the other event', () => told().length > 1);
  expect(told()).toEqual(['part_degraded redis unwritable', 'part_recovered redis unwritable']);
});

test('after a failover the connection follows to the new primary', async () => {
  const successor = await startRedis();
  closers.push(() => successor.stop());
  await request(app).get('/in').expect(200);
  // The old primary is a replica now; its connections stay open.
  door.leadTo(successor);
  await admin.call('REPLICAOF', '127.0.0.1', '1');
  await waitUntil('a sign-in to work', async () => (await request(app).get('/in')).status === 200);
  await healthIs('ok');
  const there = new Redis({ path: successor.path });
  expect(await there.keys('emas:*:session:id:*')).not.toEqual([]);
  there.disconnect();
});
