import { setTimeout as wait } from 'node:timers/promises';
import type { RedisClient } from '@emas/redis';
import { redisStore } from '@emas/session';
import type { RecordStore } from '@emas/session';
import { createClient } from 'redis';

const PATIENCE_MS = 2000;

/** Where sessions, and what is counted of logins, are kept outside this process. */
export interface OpenStore {
  readonly store: RecordStore;
  readonly client: RedisClient;
  close(): void;
}

/**
 * Sessions in Redis. Without Redis the portal starts all the same: pages that need no session work, and
 * the others once it answers.
 */
export async function openRedis(url: string): Promise<OpenStore> {
  // What cannot be done now must not be done later: a sign-in that was answered with a 503 is over.
  const client = createClient({ url, disableOfflineQueue: true });
  let isTold = false;
  client.on('ready', () => (isTold = false));
  // It tries again by itself, and would tell of each time.
  client.on('error', (error: unknown) => {
    if (!isTold) console.error('Redis does not answer:', error);
    isTold = true;
  });
  const connected = client.connect().catch(() => undefined);
  await Promise.race([connected, wait(PATIENCE_MS, undefined, { ref: false })]);
  return {
    store: redisStore({ client }),
    client,
    close() {
      if (client.isOpen) client.destroy();
    },
  };
}
