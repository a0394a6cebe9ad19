import { loginBlocks } from '@emas/login-guard';
import type { Blocks } from '@emas/login-guard';
import { EmasError } from '@emas/errors';
import { Option } from 'commander';
import type { Command } from 'commander';
import { createClient } from 'redis';
import type { RedisClientType } from 'redis';

/** Where the blocks are. */
export interface BlockListFlags {
  readonly redis?: string;
  readonly redisPrefix: string;
  readonly file?: string;
}

/** The flags that all three commands have. */
export function withBlockList(command: Command): Command {
  return command
    .addOption(new Option('--redis <url>', 'where the app keeps its blocks').env('REDIS_URL'))
    .option('--redis-prefix <text>', 'that loginBlocks({ redisPrefix }) was given', 'emas:')
    .addOption(
      new Option('--file <file>', 'that loginBlocks({ file }) was given').env('EMAS_BLOCKS_FILE'),
    );
}

/** @throws EmasError `ERR_EMAS_LOGIN_BLOCKS_OPTIONS` where neither place is named, or both are. */
export async function useBlocks<Result>(
  { redis, redisPrefix, file }: BlockListFlags,
  use: (blocks: Blocks) => Promise<Result>,
): Promise<Result> {
  if (redis === undefined && file === undefined) {
    throw new EmasError(
      'ERR_EMAS_LOGIN_BLOCKS_OPTIONS',
      'Nobody said where the blocks are. Name --redis URL (REDIS_URL) or --file FILE (EMAS_BLOCKS_FILE), as the app has it.',
    );
  }
  if (file !== undefined) return useAndClose(loginBlocks({ file }), use);
  const client = await connected(redis ?? '');
  try {
    return await useAndClose(loginBlocks({ redis: client, redisPrefix }), use);
  } finally {
    client.destroy();
  }
}

/** @throws EmasError `ERR_EMAS_REDIS_DOWN`. */
async function connected(url: string): Promise<RedisClientType> {
  const socket = { connectTimeout: 5000, reconnectStrategy: false } as const;
  try {
    const client: RedisClientType = url.startsWith('unix:')
      ? createClient({ socket: { ...socket, path: new URL(url).pathname, tls: false } })
      : createClient({ url, socket });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new EmasError(
      'ERR_EMAS_REDIS_DOWN',
      `Redis cannot be reached: ${message}. Name it as redis://host:6379, rediss://… or unix:///path.`,
      { cause },
    );
  }
}

async function useAndClose<Result>(
  blocks: Blocks,
  use: (blocks: Blocks) => Promise<Result>,
): Promise<Result> {
  try {
    return await use(blocks);
  } finally {
    blocks.close();
  }
}
