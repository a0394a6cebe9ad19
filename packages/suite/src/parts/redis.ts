import { warnOnce } from '@emas/warnings';
import { describeFault, keySpace, redisCommands } from '@emas/redis';
import type { RedisClient, RedisCommands } from '@emas/redis';
import { loadRedis } from '../load-redis.ts';
import { redisAddress } from '../redis-address.ts';
import { within } from '../within.ts';

/** How a Redis stands: `unwritable` is one that answers and takes no writes. */
type RedisStanding = 'ok' | 'unwritable' | 'away';

/** What several processes share, closed by the suite. */
export interface OpenRedis {
  readonly client: RedisClient;
  /** Reads and writes something of its own: what it did for others tells of them, and not of now. */
  standing(): Promise<RedisStanding>;
  close(): void;
}

const PATIENCE_MS = 250;
const PROBE_LASTS_MS = 60_000;
const LEAST_BETWEEN_RECONNECTS_MS = 5000;

/**
 * A client that connects by itself and tries again for ever. The app starts without Redis all the same:
 * each part does what it does while Redis is away.
 */
export function openRedis(url: string, app: string): OpenRedis {
  // What cannot be done now must not be done later: a sign-in that was answered with a 503 is over.
  const { createClient } = loadRedis();
  const client = createClient({ ...redisAddress(url), disableOfflineQueue: true });
  client.on('error', (error: unknown) => {
    // It would tell of each try; the parts tell as events that they go on alone.
    warnOnce('WARN_EMAS_SUITE_REDIS', `Redis does not answer: ${String(error)}`);
  });
  client.connect().catch(() => undefined);
  let isClosed = false;
  const following = followingPrimary(redisCommands(client), () => {
    if (isClosed || !client.isReady) return;
    client.destroy();
    client.connect().catch(() => undefined);
  });
  const commands = redisCommands(following);
  const key = `${keySpace({ prefix: 'emas:', app, part: 'health' })}probe`;
  return {
    client: following,
    async standing() {
      // Not by PING, which a server refuses that cannot save.
      if (!client.isReady || !(await works(commands, ['GET', key]))) return 'away';
      const probe = ['SET', key, '1', 'PX', String(PROBE_LASTS_MS)] as const;
      return (await works(commands, probe)) ? 'ok' : 'unwritable';
    },
    close() {
      isClosed = true;
      if (client.isOpen) client.destroy();
    },
  };
}

async function works(
  commands: RedisCommands,
  command: readonly [string, ...string[]],
): Promise<boolean> {
  const asked = commands(command).then(
    () => true,
    () => false,
  );
  return (await within(PATIENCE_MS, asked)) === true;
}

/**
 * A server that answers READONLY was the primary before a failover. Its connection would be kept for ever;
 * a new one goes to where the address leads now.
 */
function followingPrimary(commands: RedisCommands, reconnect: () => void): RedisClient {
  let reconnectedAt = -Infinity;
  return {
    async sendCommand(words: readonly [string, ...string[]]) {
      try {
        return await commands(words);
      } catch (error) {
        const now = performance.now();
        if (
          describeFault(error).fault === 'READONLY' &&
          now - reconnectedAt > LEAST_BETWEEN_RECONNECTS_MS
        ) {
          reconnectedAt = now;
          reconnect();
        }
        throw error;
      }
    },
  };
}
