import { Redis } from 'ioredis';
import { createClient } from 'redis';
import type { RedisClient } from '../src/index.ts';

export interface ConnectedClient {
  readonly client: RedisClient;
  close(): void;
}

/** Each library that an app may have, connected to a socket file; both reconnect at once. */
export const CLIENTS: [string, (path: string) => Promise<ConnectedClient>][] = [
  [
    'node-redis',
    async (path) => {
      const client = createClient({ socket: { path, tls: false, reconnectStrategy: 20 } });
      client.on('error', () => undefined);
      await client.connect();
      return { client, close: () => client.destroy() };
    },
  ],
  [
    'ioredis',
    async (path) => {
      const client = new Redis({ path, retryStrategy: () => 20 });
      client.on('error', () => undefined);
      await client.ping();
      return { client, close: () => client.disconnect() };
    },
  ],
];
