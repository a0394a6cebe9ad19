import type { LogQuery } from '@emas/logging';
import type { Command } from 'commander';
import { readTime, TIME_FORMS } from '../time-argument.ts';
import { keyFileOption, readKeys } from './log-keys.ts';

/** The flags that say which lines are meant. */
export interface QueryFlags {
  readonly event?: string;
  readonly category?: string;
  readonly level?: string;
  readonly account?: string;
  readonly address?: string;
  readonly request?: string;
  readonly session?: string;
  readonly text?: string;
  readonly since?: number;
  readonly until?: number;
  readonly keyFile?: string;
}

/** `--since`, which several commands have. */
export function withSince(command: Command): Command {
  return command.option('--since <time>', `from then on: ${TIME_FORMS}`, readTime);
}

/** `--since` and `--until`. */
export function withPeriod(command: Command): Command {
  return withSince(command).option('--until <time>', 'before then, in the same forms', readTime);
}

/** `--account`, and where its key is. */
export function withAccount(command: Command): Command {
  return command
    .option('--account <name>', 'a user name (which needs the key) or its hash')
    .addOption(keyFileOption());
}

/** Adds all of them to a command, in a group of their own. */
export function withQueryOptions(command: Command): Command {
  const grouped = command
    .optionsGroup('Which lines:')
    .option('--event <name>', 'such as authn_login_fail, or authn_*')
    .option('--category <name>', 'such as auth, access, consent, error or system')
    .option('--level <level>', 'this level and more severe ones: error, warn, info, http, …')
    .option('--address <address>', 'an address or a prefix, 203.0.113.0/24')
    .option('--request <id>', 'id of a request')
    .option('--session <hash>', 'a session, as its lines name it')
    .option('--text <text>', 'anywhere in the line');
  return withAccount(withPeriod(grouped));
}

/** @throws EmasError `ERR_EMAS_LOG_KEY`. */
export function queryOf(flags: QueryFlags): LogQuery {
  const { keyFile, event, category, level, account, address, request, session } = flags;
  const { text, since, until } = flags;
  const given = { event, category, level, account, address, request, session, text, since, until };
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(set), keys: account === undefined ? [] : readKeys(keyFile) };
}
