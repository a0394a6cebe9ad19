import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { loginBlocks } from '@emas/login-guard';
import type { Blocks } from '@emas/login-guard';
import { EmasError } from '@emas/errors';
import { Option } from 'commander';
import type { Command } from 'commander';
import { ownApp } from '../own-app.ts';
import { connectedRedis } from '../redis-at.ts';
import { inDataFolder, secretSetting, setting } from '../where.ts';
import type { Environment } from '../where.ts';

/** Fields of a block that are times, for JSON. */
export const BLOCK_TIMES: readonly string[] = ['since', 'until'];

/** Where the blocks are. */
export interface BlockListFlags {
  readonly redis?: string;
  readonly app?: string;
  readonly prefix: string;
  readonly file?: string;
}

/** The flags that all three commands have. */
export function withBlockList(command: Command): Command {
  return command
    .optionsGroup('Where the app keeps its blocks:')
    .addOption(
      new Option('--redis <url>', 'a Redis server (default: EMAS_REDIS_URL, REDIS_URL)').conflicts(
        'file',
      ),
    )
    .option(
      '--app <name>',
      "the app's name, for Redis (default: EMAS_APP, or the name in package.json)",
    )
    .option('--prefix <text>', 'the prefix of loginBlocks({ prefix }), for Redis', 'emas:')
    .option('--file <file>', 'a file (default: EMAS_BLOCKS_FILE, or blocks.json in EMAS_DATA)');
}

type BlockPlace = { readonly redis: string } | { readonly file: string };

/**
 * Flags before variables; of those, what is of blocks alone before what other parts use as well.
 *
 * @throws EmasError `ERR_EMAS_LOGIN_BLOCKS_OPTIONS` where nobody said where they are.
 */
export function blocksAt(
  { redis, file }: Pick<BlockListFlags, 'redis' | 'file'>,
  env: Environment = process.env,
): BlockPlace {
  if (file !== undefined) return { file };
  if (redis !== undefined) return { redis };
  const named = setting(env, 'EMAS_BLOCKS_FILE');
  if (named !== undefined) return { file: named };
  const server = secretSetting(env, 'EMAS_REDIS_URL', 'REDIS_URL');
  if (server !== undefined) return { redis: server };
  const place = inDataFolder('blocks.json', env);
  if (place !== undefined) return { file: place.path };
  throw new EmasError(
    'ERR_EMAS_LOGIN_BLOCKS_OPTIONS',
    'The place of the blocks is not set. Give --redis URL (EMAS_REDIS_URL, REDIS_URL) or --file FILE (EMAS_BLOCKS_FILE), the same as the app, or set EMAS_DATA.',
  );
}

/** @throws EmasError `ERR_EMAS_LOGIN_BLOCKS_OPTIONS`, `ERR_EMAS_LOGIN_BLOCKS_FILE`, `ERR_EMAS_REDIS_DOWN`. */
export async function useBlocks<Result>(
  flags: BlockListFlags,
  use: (blocks: Blocks) => Promise<Result>,
): Promise<Result> {
  const place = blocksAt(flags);
  if ('file' in place) {
    mustHaveFolder(place.file);
    return useAndClose(loginBlocks({ file: place.file }), use);
  }
  const client = await connectedRedis(place.redis);
  try {
    const { prefix, app = ownApp() } = flags;
    return await useAndClose(loginBlocks({ redis: client, app, prefix }), use);
  } finally {
    client.destroy();
  }
}

/** An app that blocks nobody has no file; but with no folder either, it is a slip in the name. */
function mustHaveFolder(file: string): void {
  const folder = dirname(file);
  if (existsSync(folder)) return;
  throw new EmasError(
    'ERR_EMAS_LOGIN_BLOCKS_FILE',
    `The blocks cannot be in ${file}: the folder ${folder} does not exist.`,
    { help: 'Give the file that the app passes to loginBlocks({ file }).' },
  );
}

async function useAndClose<Result>(
  blocks: Blocks,
  use: (blocks: Blocks) => Promise<Result>,
): Promise<Result> {
  try {
    return await use(blocks);
  } finally {
    await blocks.close();
  }
}
