import { createHash } from 'node:crypto';
import { redisCommands } from '@emas/redis';
import type { RedisClient, RedisCommands } from '@emas/redis';

const MOST = 100_000;
const TIMEOUT_MS = 150;

/** Knows which tokens were used. They are kept as hashes, for as long as they would be good for. */
export class UsedTokens {
  readonly #commands: RedisCommands | undefined;
  readonly #prefix: string;
  readonly #lifetime: number;
  /** When each may be forgotten, the first at the front. */
  readonly #own = new Map<string, number>();

  constructor(redis: RedisClient | undefined, prefix: string, lifetime: number) {
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
    const asked = commands(['SET', key, '1', 'PX', String(this.#lifetime), 'NX']);
    // While Redis is away each process knows what it has seen, and the provider knows as well.
    const reply = await Promise.race([asked.catch(() => 'OK'), late()]);
    return reply === 'OK';
  }

  #useHere(hash: string, now: number): boolean {
    for (const [known, until] of this.#own) {
      if (until > now && this.#own.size < MOST) break;
      this.#own.delete(known);
    }
    if (this.#own.has(hash)) return false;
    this.#own.set(hash, now + this.#lifetime);
    return true;
  }
}

function late(): Promise<'OK'> {
  return new Promise((resolve) => {
    setTimeout(() => resolve('OK'), TIMEOUT_MS).unref();
  });
}
