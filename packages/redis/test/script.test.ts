import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRedis } from '../../../test/engine/start-redis.ts';
import type { RedisServer } from '../../../test/engine/start-redis.ts';
import { redisCommands, redisScript } from '../src/index.ts';
import type { RedisCommands } from '../src/index.ts';
import { CLIENTS } from './clients.ts';
import type { ConnectedClient } from './clients.ts';

const counting = redisScript("return redis.call('INCRBY', KEYS[1], ARGV[1])");

let redis: RedisServer;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

describe.each(CLIENTS)('a script through %s', (_, connect) => {
  let connected: ConnectedClient;
  let sent: string[];
  let commands: RedisCommands;
  beforeEach(async () => {
    connected = await connect(redis.path);
    const plain = redisCommands(connected.client);
    await plain(['FLUSHALL']);
    await plain(['SCRIPT', 'FLUSH']);
    sent = [];
    commands = (words) => {
      sent.push(words[0]);
      return plain(words);
    };
  });
  afterEach(() => connected.close());

  it('sends its text once, and after that its hash', async () => {
    await expect(counting(commands, ['count'], ['5'])).resolves.toBe(5);
    await expect(counting(commands, ['count'], ['5'])).resolves.toBe(10);
    expect(sent).toEqual(['EVALSHA', 'EVAL', 'EVALSHA']);
  });

  it('runs once and not twice where the server has forgotten it', async () => {
    await counting(commands, ['count'], ['1']);
    await commands(['SCRIPT', 'FLUSH']);
    await expect(counting(commands, ['count'], ['1'])).resolves.toBe(2);
  });

  it('runs on a server that was killed and replaced', async () => {
    await counting(commands, ['count'], ['1']);
    await redis.restart();
    await expect(counting(commands, ['count'], ['1'])).resolves.toBe(1);
  });

  it('is not sent again where it failed by its own fault', async () => {
    await commands(['SET', 'count', 'no number']);
    await expect(counting(commands, ['count'], ['1'])).rejects.toThrow(/not an integer/);
    sent.length = 0;
    await expect(counting(commands, ['count'], ['1'])).rejects.toThrow(/not an integer/);
    expect(sent).toEqual(['EVALSHA']);
  });
});
