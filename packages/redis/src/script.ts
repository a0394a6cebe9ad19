import { createHash } from 'node:crypto';
import type { RedisCommands, RedisReply } from './commands.ts';

/** A Lua script that runs in Redis as one step. */
export type RedisScript = (
  commands: RedisCommands,
  keys: readonly string[],
  values: readonly string[],
) => Promise<RedisReply>;

/**
 * Calls a script by its hash, and sends its text only where the server does not know it: after
 * `SCRIPT FLUSH`, a restart, or on another node of a cluster.
 */
export function redisScript(source: string): RedisScript {
  const sha = createHash('sha1').update(source).digest('hex');
  return async (commands, keys, values) => {
    const rest = [String(keys.length), ...keys, ...values];
    try {
      return await commands(['EVALSHA', sha, ...rest]);
    } catch (error) {
      if (!isUnknownScript(error)) throw error;
      return commands(['EVAL', source, ...rest]);
    }
  };
}

function isUnknownScript(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'message' in error &&
    String(error.message).startsWith('NOSCRIPT')
  );
}
