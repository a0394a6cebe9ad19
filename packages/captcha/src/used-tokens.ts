import { createHash } from 'node:crypto';
import QuickLRU from 'quick-lru';
import type { EventBus } from '@emas/events';
import { redisCommands, storeCalls } from '@emas/redis';
import type { BoundedCalls, RedisClient, RedisCommands } from '@emas/redis';

const MOST = 100_000;
const TIMEOUT_MS = 150;
const FAILURES = 3;

/** Where they are kept, and for how long. */
export interface UsedTokensOptions {
  readonly redis: RedisClient | undefined;
  /** What keys in Redis begin with. */
  readonly prefix: string;
  /** Milliseconds that a token may be good for. */
  readonly lifetime: number;
  readonly events: EventBus;
}

/** Knows which tokens were used. They are kept as hashes, for as long as they would be good for. */
export class UsedTokens {
  readonly #commands: RedisCommands | undefined;
  readonly #calls: BoundedCalls;
  readonly #prefix: string;
  readonly #lifetime: number;
  /** When each may be forgotten. */
  readonly #own = new QuickLRU<string, number>({ maxSize: MOST });

  constructor({ redis, prefix, lifetime, events }: UsedTokensOptions) {
    this.#calls = storeCalls({
      store: 'used captchas',
      direction: 'writes',
      timeout: TIMEOUT_MS,
      failures: FAILURES,
      events,
    });
    this.#commands = redis === undefined ? undefined : redisCommands(redis);
    this.#prefix = prefix;
    this.#lifetime = lifetime;
  }

  /** @returns False where the token was used before. */
  async use(token: string, now: number): Promise<boolean> {
    const hash = createHash('sha256').update(token).digest('base64url');
    if (!this.#useHere(hash, now)) return false;
    const commands = this.#commands;
    if (commands === undefined) return true;
    const key = `${this.#prefix}used:${hash}`;
    const lifetime = String(this.#lifetime);
    try {
      return (
        (await this.#calls.run(() => commands(['SET', key, '1', 'PX', lifetime, 'NX']))) === 'OK'
      );
    } catch {
      // While Redis is away each process knows what it has seen, and the provider knows as well.
      return true;
    }
  }

  #useHere(hash: string, now: number): boolean {
    if ((this.#own.peek(hash) ?? 0) > now) return false;
    this.#own.set(hash, now + this.#lifetime);
    return true;
  }
}
