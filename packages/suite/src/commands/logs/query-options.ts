import type { LogQuery } from '@emas/logging';
import type { Command } from 'commander';
import { readTime } from '../time-argument.ts';
import { keyFileOption, readKeys } from './log-keys.ts';

/** The flags that say which lines are meant. */
export interface QueryFlags {
  readonly event?: string;
  readonly category?: string;
  readonly level?: string;
  readonly account?: string;
  readonly address?: string;
  readonly request?: string;
  readonly text?: string;
  readonly since?: number;
  readonly until?: number;
  readonly keyFile?: string;
}

/** Adds them to a command. */
export function withQueryOptions(command: Command): Command {
  return command
    .option('--event <name>', 'such as authn_login_fail, or authn_*')
    .option(
      '--category <name>',
      'update, auth, session, consent, error, deprecated, access or system',
    )
    .option('--level <level>', 'this one and more urgent ones')
    .option('--account <name>', 'a user name (with the key) or its hash')
    .option('--address <address>', 'an address or a prefix, 203.0.113.0/24')
    .option('--request <id>', 'id of a request')
    .option('--text <text>', 'anywhere in the line')
    .option('--since <time>', '2026-11-01, 2026-11-01T08:00Z, 12h, 7d', readTime)
    .option('--until <time>', 'the same', readTime)
    .addOption(keyFileOption());
}

/** @throws EmasError `ERR_EMAS_LOG_KEY`. */
export function queryOf(flags: QueryFlags): LogQuery {
  const { keyFile, event, category, level, account, address, request, text, since, until } = flags;
  const given = { event, category, level, account, address, request, text, since, until };
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(set), keys: account === undefined ? [] : readKeys(keyFile) };
}
