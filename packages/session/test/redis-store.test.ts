import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRedis } from '../../../test/engine/start-redis.ts';
import type { RedisServer } from '../../../test/engine/start-redis.ts';
import { redisStore } from '../src/stores/redis-store.ts';
import { CLIENTS, everythingIn, texts } from './store-connections.ts';
import type { Connection } from './store-connections.ts';
import { storeContract } from './store-contract.ts';
import { beginning, endIn } from './store-samples.ts';

let redis: RedisServer;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

const ADDRESS = '203.0.113.77';
const withAddress = beginning({
  meta: `{"networks":["${ADDRESS}"]}`,
  data: `{"from":"${ADDRESS}"}`,
});

for (const [name, connect] of Object.entries(CLIENTS)) {
  storeContract(`Redis through ${name}`, async () => {
    const [one, another] = await Promise.all([connect(redis.path), connect(redis.path)]);
    await one.ask('FLUSHALL');
    return {
      store: redisStore({ redis: one.client, app: 'portal' }),
      other: redisStore({ redis: another.client, app: 'portal' }),
      close: async () => {
        one.close();
        another.close();
      },
    };
  });

  describe(`what Redis holds, through ${name}`, () => {
    let connection: Connection;
    let store: ReturnType<typeof redisStore>;
    beforeEach(async () => {
      connection = await connect(redis.path);
      await connection.ask('FLUSHALL');
      await connection.ask('SCRIPT', 'FLUSH');
      store = redisStore({ redis: connection.client, app: 'portal' });
    });
    afterEach(() => connection.close());

    it('has no trace of the address once a session was ended', async () => {
      await store.save('a', withAddress);
      await expect(everythingIn(connection)).resolves.toContain(ADDRESS);
      await store.end('a', 'logout');
      const left = await everythingIn(connection);
      expect(left).not.toContain(ADDRESS);
      expect(JSON.parse(left)).toEqual(['emas:portal:session:id:a', 'hash', ['x'], ['logout']]);
    });

    it('has no trace of the address once a session was due', async () => {
      await store.save('a', { ...withAddress, end: endIn(1, 'absolute') });
      await store.endDue(endIn(2).at, 10);
      const left = await everythingIn(connection);
      expect(JSON.parse(left)).toEqual(['emas:portal:session:id:a', 'hash', ['x'], ['absolute']]);
    });

    it('forgets every key by itself at last', async () => {
      // The long one first: the index must not go by the latest.
      await store.save('long', beginning({ end: endIn(400 * 24 * 60) }));
      await store.save('live', beginning({ end: endIn(15) }));
      await store.end('ended', 'logout');
      await store.link('account', 'live', Date.now());
      // An account whose sessions last for a day is not known for longer.
      await store.link('member', 'live', Date.now(), 24 * 60 * 60_000);
      const minutesLeft: Record<string, number> = {};
      for (const key of texts(await connection.ask('KEYS', '*'))) {
        minutesLeft[key] = Number(await connection.ask('PTTL', key)) / 60_000;
      }
      const days = 24 * 60;
      expect(minutesLeft).toEqual({
        'emas:portal:session:id:live': expect.closeTo(16, 0),
        'emas:portal:session:id:long': expect.closeTo(400 * days + 1, 0),
        'emas:portal:session:id:ended': expect.closeTo(10, 0),
        'emas:portal:session:due': expect.closeTo(400 * days + 1, 0),
        'emas:portal:session:account:account': expect.closeTo(400 * days + 1, 0),
        'emas:portal:session:account:member': expect.closeTo(days + 1, 0),
      });
    });

    it('keeps a session for as long as its latest end says', async () => {
      await store.save('a', beginning({ end: endIn(15) }));
      await store.touch('a', '', endIn(60));
      expect(Number(await connection.ask('PTTL', 'emas:portal:session:id:a')) / 60_000).toBeCloseTo(
        61,
        0,
      );
      await store.save('a', beginning({ base: 1, end: endIn(5) }));
      expect(Number(await connection.ask('PTTL', 'emas:portal:session:id:a')) / 60_000).toBeCloseTo(
        6,
        0,
      );
    });

    it('has an index of ends that follows every write', async () => {
      const scores = async (): Promise<string[]> =>
        texts(await connection.ask('ZRANGE', 'emas:portal:session:due', '0', '-1', 'WITHSCORES'));
      await store.save('a', beginning({ end: endIn(15) }));
      await store.touch('a', '', endIn(16));
      await expect(scores()).resolves.toEqual(['a', String(endIn(16).at)]);
      await store.save('a', beginning({ base: 1, end: endIn(17) }));
      await expect(scores()).resolves.toEqual(['a', String(endIn(17).at)]);
      await store.save('a', beginning({ base: 1, end: endIn(18) }));
      await expect(scores()).resolves.toEqual(['a', String(endIn(17).at)]);
      await store.end('a', 'logout');
      await store.touch('a', '', endIn(19));
      await store.save('a', beginning({ base: 2 }));
      await store.touch('unknown', '', endIn(19));
      await expect(scores()).resolves.toEqual([]);
    });

    it('is believed, and not the index, about when a session ends', async () => {
      await store.save('a', beginning({ end: endIn(15) }));
      await connection.ask('ZADD', 'emas:portal:session:due', String(endIn(1).at), 'a');
      await connection.ask('ZADD', 'emas:portal:session:due', String(endIn(1).at), 'never-was');
      await expect(store.endDue(endIn(2).at, 10)).resolves.toEqual([]);
      await expect(store.load('a')).resolves.toMatchObject({ state: 'live' });
      await expect(
        connection.ask('ZRANGE', 'emas:portal:session:due', '0', '-1', 'WITHSCORES').then(texts),
      ).resolves.toEqual(['a', String(endIn(15).at)]);
    });

    it('ends a session although another one’s record is broken, which is told once nothing else is due', async () => {
      await store.save('a', beginning({ end: endIn(1) }));
      await connection.ask('SET', 'emas:portal:session:id:broken', 'not ours');
      await connection.ask('ZADD', 'emas:portal:session:due', String(endIn(1).at), 'broken');
      await expect(store.endDue(endIn(2).at, 10)).resolves.toHaveLength(1);
      await expect(store.endDue(endIn(2).at, 10)).rejects.toThrow(/WRONGTYPE/);
    });

    it('serves a cluster: no command has two keys', async () => {
      const commands: string[][] = [];
      const { ask } = connection;
      const listening = redisStore({
        app: 'portal',
        redis: {
          call: (...words: [string, ...string[]]) => {
            commands.push(words);
            return ask(...words);
          },
        },
      });
      await listening.save('a', beginning());
      await listening.save('a', beginning({ base: 1 }));
      await listening.touch('a', '', endIn(1));
      await listening.link('account', 'a', 1);
      await listening.endDue(endIn(2).at, 10);
      await listening.end('b', 'logout');
      await listening.load('a');
      await listening.unlink('account', 'a');
      await listening.keys();
      await listening.clear();
      const keysOf = (words: readonly string[]): number =>
        (words[0] ?? '').startsWith('EVAL')
          ? Number(words[2])
          : words.filter((word) => word.startsWith('emas:portal:session:') && !word.endsWith('*'))
              .length;
      expect(commands.length).toBeGreaterThan(15);
      expect(commands.filter((words) => keysOf(words) > 1)).toEqual([]);
    });

    it('may have lost its scripts at any time', async () => {
      const flushed = async (): Promise<unknown> => connection.ask('SCRIPT', 'FLUSH');
      await store.save('a', beginning({ end: endIn(5) }));
      await flushed();
      await expect(store.save('a', beginning({ base: 1 }))).resolves.toMatchObject({ version: 2 });
      await flushed();
      await expect(store.touch('a', '', endIn(1))).resolves.toBe(true);
      await flushed();
      await expect(store.endDue(endIn(2).at, 10)).resolves.toHaveLength(1);
      await flushed();
      await expect(store.end('a', 'logout')).resolves.toBeUndefined();
      await expect(store.load('a')).resolves.toEqual({ state: 'ended', reason: 'idle' });
    });

    it('may be killed and replaced by an empty one: sessions are gone, the store goes on', async () => {
      await store.save('a', beginning());
      await redis.restart();
      await expect(store.load('a')).resolves.toEqual({ state: 'unknown' });
      await expect(store.save('a', beginning({ base: 1 }))).resolves.toEqual({
        state: 'ended',
        reason: 'unknown',
      });
      await expect(store.save('b', beginning())).resolves.toEqual({ state: 'saved', version: 1 });
      await expect(store.keys()).resolves.toEqual(['b']);
    });

    it('is shared by stores with other prefixes, none of which touches another', async () => {
      const outer = redisStore({ redis: connection.client, app: 'portal', prefix: 'app:' });
      const inner = redisStore({ redis: connection.client, app: 'portal', prefix: 'app:admin:' });
      await connection.ask('SET', 'app:theirs', 'kept');
      for (const one of [store, outer, inner]) {
        await one.save('a', beginning({ end: endIn(1) }));
        await one.link('account', 'a', 1);
      }
      await outer.end('a', 'logout');
      await expect(inner.load('a')).resolves.toMatchObject({ state: 'live' });
      await expect(inner.keys()).resolves.toEqual(['a']);
      await outer.clear();
      await expect(inner.keys()).resolves.toEqual(['a']);
      await expect(inner.linked('account')).resolves.toEqual(['a']);
      await expect(inner.endDue(endIn(2).at, 10)).resolves.toHaveLength(1);
      await expect(store.keys()).resolves.toEqual(['a']);
      await expect(connection.ask('GET', 'app:theirs')).resolves.toBe('kept');
      await inner.clear();
      await store.clear();
      await expect(connection.ask('KEYS', '*')).resolves.toEqual(['app:theirs']);
    });

    it('may have a session that a newer version ended for a reason unknown here', async () => {
      await connection.ask('HSET', 'emas:portal:session:id:a', 'x', 'from the future');
      await expect(store.load('a')).resolves.toEqual({ state: 'ended', reason: 'revoked' });
    });
  });
}

describe('options of a Redis store', () => {
  const client = { call: async () => null };
  it.each([
    [{}, /"redis": expected a client of node-redis or ioredis.*received nothing/],
    [{ redis: { get: () => null } }, /"redis": expected a client.*received an object/],
    [{ redis: { ...client, options: { keyPrefix: 'app:' } } }, /without keyPrefix; use prefix/],
    [
      { redis: client, prefix: 'sess*' },
      /"prefix": expected 1 to 100.*received a 5-character string/,
    ],
    [{ redis: client, prefix: '' }, /"prefix": .*received a 0-character string/],
    [{ redis: client, prefix: 5 }, /"prefix": expected 1 to 100.*received a number/],
    [{ redis: client }, /"app": expected the name of an app.*received nothing/],
    [{ redis: client, app: 'a b' }, /"app": expected the name.*received a 3-character string/],
    [{ redis: client, ttl: 5 }, /unknown option "ttl"/],
  ])('%p are refused', (options, message) => {
    expect(() => redisStore(options as never)).toThrow(
      expect.objectContaining({
        code: 'ERR_EMAS_SESSION_STORE_OPTIONS',
        message: expect.stringMatching(message),
      }),
    );
  });
});
