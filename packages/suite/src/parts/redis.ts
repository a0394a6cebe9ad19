import { createRequire } from 'node:module';
import { warnOnce } from '@emas/warnings';
import type { RedisClient } from '@emas/redis';
import { redisAddress } from '../redis-address.ts';

/** What several processes share, closed by the suite. */
export interface OpenRedis {
  readonly client: RedisClient;
  readonly isReady: () => boolean;
  close(): void;
}

/**
 * A client that connects by itself and tries again for ever. The app starts without Redis all the same:
 * each part does what it does while Redis is away.
 */
export function openRedis(url: string): OpenRedis {
  // What cannot be done now must not be done later: a sign-in that was answered with a 503 is over.
  const { createClient } = loadRedis();
  const client = createClient({ ...redisAddress(url), disableOfflineQueue: true });
  client.on('error', (error: unknown) => {
    // It would tell of each try; the parts tell as events that they go on alone.
    warnOnce('WARN_EMAS_SUITE_REDIS', `Redis does not answer: ${String(error)}`);
  });
  client.connect().catch(() => undefined);
  return {
    client,
    isReady: () => client.isReady,
    close() {
      if (client.isOpen) client.destroy();
    },
  };
}

/** Half of the suite's start-up time, so only for an app that has a Redis. */
function loadRedis(): typeof import('redis') {
  // Types cannot know what is loaded by name.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return createRequire(import.meta.url)('redis') as typeof import('redis');
}
