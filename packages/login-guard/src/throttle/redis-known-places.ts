import { redisCommands } from '@emas/redis';
import type { RedisClient, RedisCommands } from '@emas/redis';
import { KNOWN_FOR_MS } from './known-places.ts';
import type { KnownPlaces } from './known-places.ts';

/** In Redis, for all processes together; each goes by itself after its time. */
export class RedisKnownPlaces implements KnownPlaces {
  readonly #commands: RedisCommands;
  readonly #prefix: string;

  /** @param prefix What all keys begin with; it has the tag of their slot. */
  constructor(client: RedisClient, prefix: string) {
    this.#commands = redisCommands(client);
    this.#prefix = `${prefix}known:`;
  }

  async has(keys: readonly string[]): Promise<readonly boolean[]> {
    const [first, ...rest] = keys.map((key) => this.#prefix + key);
    if (first === undefined) return [];
    const reply = await this.#commands(['MGET', first, ...rest]);
    return keys.map((_, index) => Array.isArray(reply) && reply[index] !== null);
  }

  async add(keys: readonly string[]): Promise<void> {
    await Promise.all(
      keys.map((key) =>
        this.#commands(['SET', this.#prefix + key, '1', 'PX', String(KNOWN_FOR_MS)]),
      ),
    );
  }
}
