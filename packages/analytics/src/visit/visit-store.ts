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

/** A Redis client as far as it is needed; node-redis 4 and 5 have it. */
export interface RedisCommands {
  sendCommand(command: string[]): Promise<unknown>;
}

// Sent whole each time: a server that forgot its scripts, or was started anew, takes it all the same.
const REPLACE = `local now = redis.call('GET', KEYS[1])
if (now or '') == ARGV[1] then
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
  return 1
end
return 0`;

/** Shares visits through Redis 6.2 or newer. */
export function redisVisitStore(client: RedisCommands, prefix = 'emas:analytics:'): VisitStore {
  const text = (answer: unknown): string | undefined =>
    typeof answer === 'string' && answer !== '' ? answer : undefined;
  return {
    async secret(day, made, milliseconds) {
      const key = `${prefix}secret:${day}`;
      if (made !== undefined) {
        await client.sendCommand(['SET', key, made, 'NX', 'PX', String(milliseconds)]);
      }
      return text(await client.sendCommand(['GET', key]));
    },
    async read(visitor) {
      return text(await client.sendCommand(['GET', `${prefix}visitor:${visitor}`]));
    },
    async replace(visitor, before, after, milliseconds) {
      const key = `${prefix}visitor:${visitor}`;
      const answer = await client.sendCommand([
        'EVAL',
        REPLACE,
        '1',
        key,
        before ?? '',
        after,
        String(milliseconds),
      ]);
      return answer === 1;
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
