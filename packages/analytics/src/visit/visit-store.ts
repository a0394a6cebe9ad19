import { redisCommands, redisScript } from '@emas/redis';
import type { RedisClient, RedisReply } from '@emas/redis';

/**
 * What several processes share of the visits of a day: the secrets that make keys, and what is remembered
 * of each visitor. Everything in it ends by itself.
 */
export interface VisitStore {
  /** The secret of a day; the given one where there is none yet and `made` may be kept. */
  secret(day: string, made: string | undefined, milliseconds: number): Promise<string | undefined>;
  read(visitor: string): Promise<string | undefined>;
  /**
   * Writes unless somebody else did since it was read.
   *
   * @param before What was read; `undefined` for nothing.
   * @returns False when it is something else by now.
   */
  replace(
    visitor: string,
    before: string | undefined,
    after: string,
    milliseconds: number,
  ): Promise<boolean>;
}

const REPLACE = redisScript(`local now = redis.call('GET', KEYS[1])
if (now or '') == ARGV[1] then
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
  return 1
end
return 0`);

/**
 * Shares visits through Redis 6.2 or newer.
 *
 * @param prefix What all keys begin with.
 */
export function redisVisitStore(client: RedisClient, prefix: string): VisitStore {
  const commands = redisCommands(client);
  const text = (reply: RedisReply): string | undefined =>
    typeof reply === 'string' && reply !== '' ? reply : undefined;
  return {
    async secret(day, made, milliseconds) {
      const key = `${prefix}secret:${day}`;
      if (made !== undefined) await commands(['SET', key, made, 'NX', 'PX', String(milliseconds)]);
      return text(await commands(['GET', key]));
    },
    async read(visitor) {
      return text(await commands(['GET', `${prefix}visitor:${visitor}`]));
    },
    async replace(visitor, before, after, milliseconds) {
      const key = `${prefix}visitor:${visitor}`;
      const reply = await REPLACE(commands, [key], [before ?? '', after, String(milliseconds)]);
      return reply === 1;
    },
  };
}

/** The same in memory: for tests, and as the plainest description of what a store does. */
export function memoryVisitStore(now: () => number = Date.now): VisitStore {
  const entries = new Map<string, { readonly value: string; readonly until: number }>();
  const read = (key: string): string | undefined => {
    const entry = entries.get(key);
    return entry !== undefined && entry.until > now() ? entry.value : undefined;
  };
  const write = (key: string, value: string, milliseconds: number): void => {
    entries.set(key, { value, until: now() + milliseconds });
  };
  return {
    async secret(day, made, milliseconds) {
      if (made !== undefined && read(`secret:${day}`) === undefined) {
        write(`secret:${day}`, made, milliseconds);
      }
      return read(`secret:${day}`);
    },
    async read(visitor) {
      return read(`visitor:${visitor}`);
    },
    async replace(visitor, before, after, milliseconds) {
      if (read(`visitor:${visitor}`) !== before) return false;
      write(`visitor:${visitor}`, after, milliseconds);
      return true;
    },
  };
}
