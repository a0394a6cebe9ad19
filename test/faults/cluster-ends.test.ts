import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { startEngine } from '../engine/start-engine.ts';
import type { Engine } from '../engine/start-engine.ts';
import { openRedisDoor } from '../engine/redis-door.ts';
import type { RedisDoor } from '../engine/redis-door.ts';
import { startRedis } from '../engine/start-redis.ts';
import type { RedisServer } from '../engine/start-redis.ts';
import { SEED, times } from '../runner/repetition.ts';
import { waitUntil } from '../waiting/wait-until.ts';
import { runCluster, Visitors } from './run-cluster.ts';
import type { RunningCluster } from './run-cluster.ts';

/** Under load there are more of them by far. */
const FEWEST_ANSWERS = 100;

const folder = mkdtempSync(join(tmpdir(), 'emas-cluster-ends-'));
let engine: Engine;
let redis: RedisServer;
let door: RedisDoor;
let cluster: RunningCluster | undefined;

beforeAll(async () => {
  [engine, redis] = await Promise.all([startEngine(), startRedis()]);
  door = await openRedisDoor(redis);
});
afterEach(() => {
  try {
    cluster?.signalGroup('SIGKILL');
  } catch {
    // All of them ended, as they should.
  }
});
afterAll(async () => {
  await door.shut();
  await redis.stop();
  await engine.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function started(): Promise<RunningCluster> {
  cluster = await runCluster(
    {
      EMAS_DATA: join(folder, 'data'),
      EMAS_REDIS_URL: door.url,
      EMAS_CLICKHOUSE_URL: engine.url,
    },
    folder,
  );
  return cluster;
}

/** Before the first start there are no tables. */
async function views(): Promise<number> {
  const query = 'SELECT toFloat64(sum(length(keys))) AS views FROM emas_open';
  const [row] = await engine.rows<{ views: number }>(query).catch(() => []);
  return row?.views ?? 0;
}

const ENDS: readonly [name: string, end: (app: RunningCluster) => void, code: unknown[]][] = [
  ['SIGTERM to the primary', (app) => void process.kill(app.primary, 'SIGTERM'), [0, null]],
  ["SIGTERM to all, as systemd's default", (app) => app.signalGroup('SIGTERM'), [0, null]],
  ['SIGINT to all, as Ctrl-C', (app) => app.signalGroup('SIGINT'), [0, null]],
  [
    'Ctrl-C in a terminal, and SIGTERM passed on to all',
    (app) => {
      app.signalGroup('SIGINT');
      app.signalGroup('SIGTERM');
    },
    [0, null],
  ],
  [
    'SIGTERM to the workers, and then their primary is gone',
    (app) => {
      for (const pid of app.workers()) process.kill(pid, 'SIGTERM');
      process.kill(app.primary, 'SIGKILL');
    },
    [null, 'SIGKILL'],
  ],
  ['kill -9 of the primary', (app) => void process.kill(app.primary, 'SIGKILL'), [null, 'SIGKILL']],
];

/** What waits on disk is sent by the next process, so the app is started once more. */
async function untilCounted(answered: number, before: number): Promise<number> {
  const counted = async (): Promise<number> => (await views()) - before;
  const next = await started();
  await waitUntil(`${answered} views`, async () => (await counted()) >= answered, {
    state: counted,
  });
  next.signalGroup('SIGTERM');
  await next.untilGone();
  return counted();
}

it.each(ENDS)('every view that was answered is counted: %s', async (_name, end, code) => {
  const before = await views();
  let answered = 0;
  let cut = 0;
  for (let round = 0; round < times(10, 2); round += 1) {
    const app = await started();
    const visitors = new Visitors(app.origin);
    await waitUntil('answers', () => visitors.answered > FEWEST_ANSWERS);
    // At any place between two flushes.
    await sleep((SEED * (round + 7) * 131) % 1000);
    end(app);
    await expect(app.untilGone()).resolves.toEqual(code);
    await visitors.stop();
    answered += visitors.answered;
    cut += visitors.cut;
  }
  await expect(untilCounted(answered, before)).resolves.toBeLessThanOrEqual(answered + cut);
});

it('a worker that dies is replaced; what was counted stays, and nothing counts twice', async () => {
  const before = await views();
  const app = await started();
  const first = new Visitors(app.origin);
  await waitUntil('answers', () => first.answered > FEWEST_ANSWERS);
  await first.stop();
  const areCounted = async (): Promise<boolean> => (await views()) - before === first.answered;
  await waitUntil('the views to be counted', areCounted);
  const [victim = 0, other = 0] = app.workers();
  process.kill(victim, 'SIGKILL');
  const hasNewWorker = (): boolean => {
    const now = app.workers();
    return now.length === 2 && now.includes(other) && !now.includes(victim);
  };
  await waitUntil('another worker', hasNewWorker, { state: app.workers });
  const second = new Visitors(app.origin);
  await waitUntil('answers', () => second.answered > FEWEST_ANSWERS);
  await second.stop();
  app.signalGroup('SIGTERM');
  await expect(app.untilGone()).resolves.toEqual([0, null]);
  const answered = first.answered + second.answered;
  const counted = await untilCounted(answered, before);
  expect(counted).toBeLessThanOrEqual(answered + second.cut);
});
