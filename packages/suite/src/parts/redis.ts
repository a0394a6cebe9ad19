import type { RedisCommands as VisitCommands } from '@emas/analytics';
import { warnOnce } from '@emas/errors';
import type { RedisClient } from '@emas/redis';
import { createClient } from 'redis';

/** What several processes share, closed by the suite. */
export interface OpenRedis {
  readonly client: RedisClient & VisitCommands;
  readonly isReady: () => boolean;
  close(): void;
}

/**
 * A client that connects by itself and tries again for ever. The app starts without Redis all the same:
 * each part does what it does while Redis is away.
 */
export function openRedis(url: string): OpenRedis {
  // What cannot be done now must not be done later: a sign-in that was answered with a 503 is over.
  const client = createClient({ url, disableOfflineQueue: true });
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
