import { EmasError } from '@emas/errors';

/** What a command answers: text, a number, nothing, or a list of those. */
export type RedisReply = string | number | null | readonly RedisReply[];

/** Sends one command, words as in redis-cli: `['SET', 'key', 'value', 'PX', '1000']`. */
export type RedisCommands = (command: readonly [string, ...string[]]) => Promise<RedisReply>;

/**
 * A client of node-redis (4 and 5, also as a cluster) or ioredis (5, also as a cluster), connected by
 * the app, which also closes it. Give it a listener for `error`, as its README says.
 */
export interface RedisClient {
  /** node-redis. */
  readonly sendCommand?: unknown;
  /** ioredis. */
  readonly call?: unknown;
  /** A node-redis cluster has them, and wants each command's key told. */
  readonly masters?: unknown;
}

/** Whether a value is a client that {@link redisCommands} can talk through. */
export function isRedisClient(value: unknown): value is RedisClient {
  if (typeof value !== 'object' || value === null) return false;
  const { call, sendCommand }: RedisClient = value;
  return typeof call === 'function' || typeof sendCommand === 'function';
}

/**
 * One way to send commands, with either client.
 *
 * @throws EmasError `ERR_EMAS_REDIS_CLIENT` where it is neither of the two.
 */
export function redisCommands(client: RedisClient): RedisCommands {
  if (!isRedisClient(client)) {
    throw new EmasError(
      'ERR_EMAS_REDIS_CLIENT',
      'The Redis client has neither sendCommand nor call.',
      {
        help: 'Pass a client of node-redis or ioredis.',
      },
    );
  }
  // ioredis has a sendCommand as well, which takes something else.
  if (typeof client.call === 'function') return bound(client, client.call, (words) => words);
  const send = client.sendCommand;
  if (client.masters === undefined) return bound(client, send, (words) => [words]);
  return bound(client, send, (words) => [keyOf(words), false, words]);
}

function bound(
  client: RedisClient,
  method: unknown,
  argumentsOf: (words: readonly [string, ...string[]]) => readonly unknown[],
): RedisCommands {
  return async (words) => {
    if (typeof method !== 'function') return null;
    // What a server answers over RESP is one of these by the protocol.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return (await Reflect.apply(method, client, [...argumentsOf(words)])) as RedisReply;
  };
}

/** Where a command's first key stands; a script names how many it has before them. */
function keyOf(words: readonly string[]): string | undefined {
  return /^EVAL/i.test(words[0] ?? '') ? words[3] : words[1];
}
