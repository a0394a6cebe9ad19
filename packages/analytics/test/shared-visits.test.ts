import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { startRedis } from '../../../test/engine/start-redis.ts';
import type { RedisServer } from '../../../test/engine/start-redis.ts';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { SEED } from '../../../test/runner/repetition.ts';
import type { Hit } from '../src/hit.ts';
import { Recorder } from '../src/record/recorder.ts';
import { memoryVisitStore, redisVisitStore } from '../src/visit/visit-store.ts';
import type { VisitStore } from '../src/visit/visit-store.ts';
import { simulatedHits } from './simulated-traffic.ts';

let redis: RedisServer;
let client: ReturnType<typeof createClient>;
let other: Redis;
beforeAll(async () => {
  redis = await startRedis();
  client = createClient({ socket: { path: redis.path, tls: false } });
  client.on('error', () => undefined);
  await client.connect();
  other = new Redis(redis.path);
});
afterAll(async () => {
  client.destroy();
  other.disconnect();
  await redis.stop();
});
beforeEach(async () => {
  await client.sendCommand(['FLUSHALL']);
  // A server that was started anew knows no script.
  await client.sendCommand(['SCRIPT', 'FLUSH']);
});

const recorderWith = (store: VisitStore | undefined): Recorder =>
  new Recorder({
    app: 'portal',
    timeZone: 'Asia/Kuala_Lumpur',
    network: { ipv4: 32, ipv6: 64 },
    maxVisitors: 100_000,
    maxPages: 1000,
    maxHits: 100_000,
    store,
  });

/** Sums of the rows' measures, and how many different keys they name. */
const sumsOf = (recorders: readonly Recorder[]): Record<string, number> => {
  const sums = { views: 0, pageVisits: 0, visits: 0, bounces: 0, duration: 0 };
  const keys = new Set<number>();
  for (const recorder of recorders) {
    recorder.drainTo({
      add(_table, lines) {
        for (const line of lines) {
          const row = JSON.parse(line.toString()) as unknown[];
          const [left = '', ...numbers] = row.slice(8) as string[];
          const [seen = [], steps = [], seconds = []] = numbers.map((text) =>
            text.split(' ').map(Number),
          );
          if (row[4] !== 'visit') sums.views += seen.length;
          const starts = left.split('\t').filter((page) => page === '').length;
          sums.visits += starts;
          sums.pageVisits += steps.filter((step) => step % 2 === 1).length;
          sums.bounces += starts - steps.filter((step) => step >= 2).length;
          sums.duration += seconds.reduce((sum, one) => sum + one, 0);
          for (const key of seen) keys.add(key);
        }
      },
    });
  }
  return { ...sums, keys: keys.size };
};

const RUNS = 20;

/**
 * Does it again where the store was away meanwhile, which is counted, and is another matter: a machine that
 * stands still for longer than a hit waits for the store has it counted by the process alone.
 */
async function answered(run: () => Promise<readonly Recorder[]>): Promise<readonly Recorder[]> {
  for (let number = 0; number < RUNS; number += 1) {
    await client.sendCommand(['FLUSHALL']);
    const recorders = await run();
    if (recorders.every((recorder) => recorder.memory().storeFaults === 0)) return recorders;
  }
  throw new Error(`Redis never answered in time in ${RUNS} runs.`);
}

const threeOnRedis = (): Recorder[] =>
  [1, 2, 3].map(() => recorderWith(redisVisitStore(client, 'test:')));

const STORES: readonly (readonly [string, () => VisitStore])[] = [
  ['memory', () => memoryVisitStore()],
  ['Redis', () => redisVisitStore(client, 'test:')],
  ['Redis by ioredis', () => redisVisitStore(other, 'test:')],
];

describe.each(STORES)('a visit store in %s', (_, make) => {
  it('keeps the first secret of a day, for everybody', async () => {
    const store = make();
    await expect(store.secret('2026-11-23', undefined, 60_000)).resolves.toBeUndefined();
    const both = await Promise.all(
      ['one', 'two'].map(async (made) => store.secret('2026-11-23', made, 60_000)),
    );
    expect(new Set(both).size).toBe(1);
    await expect(store.secret('2026-11-24', 'three', 60_000)).resolves.toBe('three');
  });

  it('lets one of two writers win', async () => {
    const store = make();
    const wins = await Promise.all(
      ['a', 'b'].map(async (after) => store.replace('7', undefined, after, 60_000)),
    );
    expect(wins.filter(Boolean)).toHaveLength(1);
    const now = await store.read('7');
    await expect(store.replace('7', 'something else', 'c', 60_000)).resolves.toBe(false);
    await expect(store.replace('7', now, 'c', 60_000)).resolves.toBe(true);
    await expect(store.read('7')).resolves.toBe('c');
  });

  it('forgets by itself', async () => {
    const store = make();
    await store.secret('2026-11-23', 'one', 30);
    await store.replace('7', undefined, 'a', 30);
    await waitUntil('it to be forgotten', async () => (await store.read('7')) === undefined);
    await expect(store.read('7')).resolves.toBeUndefined();
    const secret = async (): Promise<unknown> => store.secret('2026-11-23', undefined, 30);
    await waitUntil('the secret to be forgotten', async () => (await secret()) === undefined);
  });
});

describe('several processes that share visits', () => {
  const from = Date.now() - 2 * 86_400_000;
  const hits = simulatedHits(SEED, { from, to: from + 2 * 86_400_000, visits: 250 });

  it('count what one process counts', async () => {
    const alone = recorderWith(undefined);
    for (const hit of hits) alone.record(hit);
    const several = await answered(async () => {
      const recorders = threeOnRedis();
      for (const [index, hit] of hits.entries()) {
        const recorder = recorders[index % recorders.length];
        recorder?.record(hit);
        // Hits of one visitor come one after the other; which process gets each is chance.
        await recorder?.settled();
      }
      return recorders;
    });
    expect(sumsOf(several)).toEqual(sumsOf([alone]));
  });

  it('take a visit up again after a restart', async () => {
    const first = hits[0];
    if (first === undefined) throw new Error('There are no hits.');
    const both = await answered(async () => {
      const one = recorderWith(redisVisitStore(client, 'test:'));
      one.record(first);
      await one.settled();
      const two = recorderWith(redisVisitStore(client, 'test:'));
      two.record({ ...first, time: first.time + 1000 });
      await two.settled();
      return [one, two];
    });
    expect(sumsOf(both)).toMatchObject({
      visits: 1,
      bounces: 0,
      keys: 1,
    });
  });

  it('lose nothing when hits of one visitor come to all of them at once', async () => {
    const hit = hits[0];
    if (hit === undefined) throw new Error('There are no hits.');
    const views: Hit[] = Array.from({ length: 30 }, (_, index) => ({
      ...hit,
      time: hit.time + index * 100,
    }));
    const several = await answered(async () => {
      const recorders = threeOnRedis();
      for (const [index, view] of views.entries()) recorders[index % 3]?.record(view);
      await Promise.all(recorders.map(async (recorder) => recorder.settled()));
      return recorders;
    });
    expect(sumsOf(several)).toMatchObject({
      views: 30,
      visits: 1,
      bounces: 0,
      keys: 1,
    });
  });

  it('count by themselves while Redis is away, at once, and come back', async () => {
    const recorder = recorderWith(redisVisitStore(client, 'test:'));
    redis.freeze();
    for (const hit of hits.slice(0, 50)) recorder.record(hit);
    // All of them are counted before it answers again.
    await recorder.settled();
    redis.thaw();
    expect(recorder.memory().storeFaults).toBe(50);
    expect(recorder.counts().views).toBe(50);
    expect(sumsOf([recorder])).toMatchObject({ views: 50 });
  });

  it('leave no address in Redis, and nothing that stays', async () => {
    const recorder = recorderWith(redisVisitStore(client, 'test:'));
    for (const hit of hits.slice(0, 100)) recorder.record(hit);
    await recorder.settled();
    const keys = (await client.sendCommand(['KEYS', '*'])) as unknown as string[];
    expect(keys.length).toBeGreaterThan(10);
    for (const key of keys) {
      const ttl = Number(await client.sendCommand(['PTTL', key]));
      expect(ttl).toBeGreaterThan(0);
      expect(ttl).toBeLessThanOrEqual(2.1 * 86_400_000);
      const value = JSON.stringify(await client.sendCommand(['GET', key]));
      expect(`${key} ${value}`).not.toMatch(/10\.0\.\d+\.\d+/);
    }
  });
});
