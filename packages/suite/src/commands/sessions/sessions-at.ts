import { randomBytes } from 'node:crypto';
import { createEventBus } from '@emas/events';
import { EmasError } from '@emas/errors';
import { redisStore, session } from '@emas/session';
import type { SessionRegistry } from '@emas/session';
import type { Command } from 'commander';
import { appOption } from '../figures-options.ts';
import { accountKeys, keyFileOption } from '../logs/log-keys.ts';
import { ownApp } from '../own-app.ts';
import { connectedRedis } from '../redis-at.ts';
import { secretSetting } from '../where.ts';

/** Whose sessions, and where they are. */
export interface SessionsFlags {
  readonly account?: string;
  readonly app?: string;
  readonly redis?: string;
  readonly keyFile?: string;
  readonly json?: boolean;
}

/** The flags that all commands about sessions have. */
export function withSessionsPlace(command: Command): Command {
  return command
    .option('--account <name>', 'the user name (required)')
    .option('--redis <url>', 'a Redis server (default: EMAS_REDIS_URL, REDIS_URL)')
    .addOption(appOption('app whose sessions they are'))
    .addOption(keyFileOption());
}

/**
 * Works on the sessions of an account.
 *
 * @throws EmasError `ERR_EMAS_SUBJECT_ACCOUNT` without a name, `ERR_EMAS_SESSIONS_REDIS` where nobody said which
 * Redis, `ERR_EMAS_LOG_KEY` without the key that accounts are hashed with, `ERR_EMAS_REDIS_DOWN`.
 */
export async function useSessions<Result>(
  { account = '', app = ownApp(), redis, keyFile }: SessionsFlags,
  use: (registry: SessionRegistry, account: string) => Promise<Result>,
): Promise<Result> {
  if (account.trim() === '') {
    throw new EmasError('ERR_EMAS_SUBJECT_ACCOUNT', 'No account was named.', {
      help: 'Give --account NAME.',
    });
  }
  const url = redis ?? secretSetting(process.env, 'EMAS_REDIS_URL', 'REDIS_URL');
  if (url === undefined) {
    throw new EmasError('ERR_EMAS_SESSIONS_REDIS', 'No Redis was named.', {
      help: 'Give --redis URL, or set EMAS_REDIS_URL or REDIS_URL. Sessions in the memory of a process end with the process.',
    });
  }
  const accountKey = accountKeys(keyFile);
  const client = await connectedRedis(url);
  const sessions = session({
    store: redisStore({ redis: client, app }),
    // Cookies are neither read nor made.
    secret: randomBytes(32).toString('base64'),
    accountKey,
    events: createEventBus(),
  });
  try {
    return await use(sessions.registry, account);
  } finally {
    await sessions.close();
    client.destroy();
  }
}
