import { EmasError } from '@emas/errors';
import { CommanderError } from 'commander';

/** What a command ends with; `emas --help` and the README say the same. */
export const EXIT = {
  /** It was done, and nothing is wrong. */
  done: 0,
  /** It was done, and something that it looked for is wrong. */
  found: 1,
  /** It was asked for in a way that means nothing. */
  usage: 2,
  /** It could not be done. */
  failed: 3,
  /** 128 and the number of SIGINT, as shells have it. */
  interrupted: 130,
} as const;

/** Faults that another command line avoids; all others are of files, servers and rights. */
const USAGE_CODES: ReadonlySet<string> = new Set([
  'ERR_EMAS_COMMAND_CLICKHOUSE',
  'ERR_EMAS_COMMAND_FOLDER',
  'ERR_EMAS_COMMAND_SETTING',
  'ERR_EMAS_DASHBOARD_QUERY',
  'ERR_EMAS_TRAFFIC_QUESTION',
  'ERR_EMAS_LOG_QUERY',
  'ERR_EMAS_LOG_NO_ANCHORS',
  'ERR_EMAS_PRIVACY_FILE',
  'ERR_EMAS_SESSIONS_REDIS',
  'ERR_EMAS_SUBJECT_ACCOUNT',
  'ERR_EMAS_ENGINE_FOLDER',
  'ERR_EMAS_ENGINE_KEY',
  'ERR_EMAS_BACKUP_FILE',
  'ERR_EMAS_COPY_DESTINATION',
  'ERR_EMAS_CLICKHOUSE_OPTIONS',
  'ERR_EMAS_LOGIN_BLOCK',
  'ERR_EMAS_LOGIN_INCIDENT',
  'ERR_EMAS_LOGIN_BLOCKS_OPTIONS',
  'ERR_EMAS_LOGIN_GUARD_OPTIONS',
]);

/** The exit code that an error means. */
export function exitCodeOf(error: unknown): number {
  // Help and the version leave commander by an error as well, with 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (!(error instanceof EmasError)) return EXIT.failed;
  if (error.code === 'ERR_EMAS_INTERRUPTED') return EXIT.interrupted;
  return USAGE_CODES.has(error.code) ? EXIT.usage : EXIT.failed;
}
