import { Redis } from 'ioredis';
import { createClient } from 'redis';
import type { RedisClient } from '@emas/redis';

/** A connected client of one of the two libraries. */
export interface Connection {
  readonly client: RedisClient;
  /** One command, past the store. */
  ask(...words: readonly [string, ...string[]]): Promise<unknown>;
  close(): void;
}

/** Each library that an app may have, by name. */
export const CLIENTS: Readonly<Record<string, (path: string) => Promise<Connection>>> = {
  'node-redis': async (path) => {
    const client = createClient({ socket: { path, tls: false, reconnectStrategy: 20 } });
    client.on('error', () => undefined);
    await client.connect();
    return {
      client,
      ask: (...words) => client.sendCommand([...words]),
      close: () => client.destroy(),
    };
  },
  ioredis: async (path) => {
    const client = new Redis({ path, retryStrategy: () => 20 });
    client.on('error', () => undefined);
    await client.ping();
    return {
      client,
      ask: (...words) => client.call(...words),
      close: () => client.disconnect(),
    };
  },
};

/** All that a Redis holds, as one text: keys, fields, values, members. */
export async function everythingIn({ ask }: Pick<Connection, 'ask'>): Promise<string> {
  const found: unknown[] = [];
  for (const key of texts(await ask('KEYS', '*'))) {
    const type = String(await ask('TYPE', key));
    found.push(key, type);
    if (type === 'hash') found.push(await ask('HKEYS', key), await ask('HVALS', key));
    else if (type === 'zset') found.push(await ask('ZRANGE', key, '0', '-1', 'WITHSCORES'));
    else found.push(await ask('DUMP', key));
  }
  return JSON.stringify(found);
}

/** A list of texts, as a client answers it. */
export function texts(reply: unknown): string[] {
  return Array.isArray(reply) ? reply.map(String) : [];
}
