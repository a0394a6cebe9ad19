import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRedis } from '../../../test/engine/start-redis.ts';
import type { RedisServer } from '../../../test/engine/start-redis.ts';
import { isRedisClient, redisCommands } from '../src/index.ts';
import type { RedisCommands } from '../src/index.ts';
import { CLIENTS } from './clients.ts';
import type { ConnectedClient } from './clients.ts';

let redis: RedisServer;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

describe.each(CLIENTS)('commands through %s', (_, connect) => {
  let connected: ConnectedClient;
  let commands: RedisCommands;
  beforeEach(async () => {
    connected = await connect(redis.path);
    commands = redisCommands(connected.client);
    await commands(['FLUSHALL']);
  });
  afterEach(() => connected.close());

  it('answer texts, numbers, nothing and lists of those alike', async () => {
    await expect(commands(['SET', 'text', 'Zoë 😀\u2028'])).resolves.toBe('OK');
    await expect(commands(['GET', 'text'])).resolves.toBe('Zoë 😀\u2028');
    await expect(commands(['GET', 'nothing'])).resolves.toBeNull();
    await expect(commands(['INCR', 'number'])).resolves.toBe(1);
    await expect(commands(['HSET', 'hash', 'a', '1', 'b', ''])).resolves.toBe(2);
    await expect(commands(['HMGET', 'hash', 'a', 'none', 'b'])).resolves.toEqual(['1', null, '']);
    await expect(commands(['ZADD', 'sorted', '5', 'five', '1', 'one'])).resolves.toBe(2);
    await expect(commands(['ZRANGE', 'sorted', '0', '-1'])).resolves.toEqual(['one', 'five']);
    await expect(commands(['SCAN', '0', 'MATCH', 'text'])).resolves.toEqual(['0', ['text']]);
    const nested = "return {1, 'two', {3, {'four'}}, false}";
    await expect(commands(['EVAL', nested, '0'])).resolves.toEqual([1, 'two', [3, ['four']], null]);
  });

  it('fail with what Redis says', async () => {
    await commands(['SET', 'text', 'x']);
    await expect(commands(['HGET', 'text', 'field'])).rejects.toThrow(/^WRONGTYPE/);
    await expect(commands(['NOSUCHCOMMAND'])).rejects.toThrow(/unknown command/);
  });

  it('keep their order when sent without waiting', async () => {
    const sent = Array.from({ length: 100 }, () => commands(['INCR', 'count']));
    await expect(Promise.all(sent)).resolves.toEqual(sent.map((_promise, at) => at + 1));
  });
});

describe('something else than a client', () => {
  it.each([[{}], [{ get: () => null }], [null], [undefined], ['redis://localhost']])(
    '%p is refused with what to do',
    (client) => {
      expect(isRedisClient(client)).toBe(false);
      expect(() => redisCommands(client as never)).toThrow(
        expect.objectContaining({
          code: 'ERR_EMAS_REDIS_CLIENT',
          help: 'Pass a client of node-redis or ioredis.',
        }),
      );
    },
  );
});

describe('a node-redis cluster', () => {
  it('is told the key that a command goes by', async () => {
    const calls: unknown[][] = [];
    const commands = redisCommands({
      masters: [],
      sendCommand: async (...words: unknown[]) => {
        calls.push(words);
        return null;
      },
    });
    await commands(['GET', 'a']);
    await commands(['EVALSHA', 'abc', '1', 'b', 'value']);
    await commands(['eval', 'return 1', '1', 'c']);
    expect(calls).toEqual([
      ['a', false, ['GET', 'a']],
      ['b', false, ['EVALSHA', 'abc', '1', 'b', 'value']],
      ['c', false, ['eval', 'return 1', '1', 'c']],
    ]);
  });
});
