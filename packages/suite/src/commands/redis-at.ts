import { EmasError } from '@emas/errors';
import type { RedisClientType } from 'redis';
import { loadRedis } from '../load-redis.ts';
import { redisAddress } from '../redis-address.ts';

/** A client that does not try again: a command tells at once. @throws EmasError `ERR_EMAS_REDIS_DOWN`, `ERR_EMAS_REDIS_MISSING`. */
export async function connectedRedis(url: string): Promise<RedisClientType> {
  const socket = { connectTimeout: 5000, reconnectStrategy: false } as const;
  const { createClient } = loadRedis();
  try {
    const address = redisAddress(url);
    const client: RedisClientType = createClient({
      ...address,
      socket: { ...socket, ...address.socket },
    });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new EmasError(
      'ERR_EMAS_REDIS_DOWN',
      `Redis cannot be reached: ${message}. Give its URL as redis://host:6379, rediss://… or unix:///path.`,
      { cause },
    );
  }
}
