import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { connect } from '@emas/clickhouse';
import { EmasError, errorCode } from '@emas/errors';
import { isLogFile } from './logs/log-files.ts';

/** Variables of the environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The data folder of an app that says nothing else, seen from where it runs. */
const DEFAULT_DATA = './data/emas';

/** What of the environment tells commands where things are, for `emas --help`. */
export const WHERE_HELP: readonly string[] = [
  '  An argument or option wins. Else they are where the app beside it has them:',
  `  EMAS_DATA        folder of the app's data; ${DEFAULT_DATA} where that exists`,
  '    logs/          log files',
  '    log-key        key of the logs, unless EMAS_LOG_KEY is set',
  '    blocks.json    blocks, unless EMAS_BLOCKS_FILE, EMAS_REDIS_URL, REDIS_URL is',
  '    clickhouse/    embedded engine, unless EMAS_CLICKHOUSE_URL or CLICKHOUSE_URL',
  '                   is; EMAS_CLICKHOUSE_USER, _PASSWORD, _DATABASE go with a URL',
  '  EMAS_APP         app that import counts for; EMAS_TIME_ZONE of its days',
  '  A secret may be in a file: EMAS_LOG_KEY_FILE, EMAS_REDIS_URL_FILE,',
  '  EMAS_CLICKHOUSE_PASSWORD_FILE.',
];

/** A variable that is set to something. */
export function setting(env: Environment, ...names: readonly string[]): string | undefined {
  const name = names.find((one) => (env[one] ?? '') !== '');
  return name === undefined ? undefined : env[name];
}

/**
 * A secret: in the variable, in a file that `NAME_FILE` names, or under the name that platforms give it.
 *
 * @throws EmasError `ERR_EMAS_COMMAND_SECRET` where the file cannot be read.
 */
export function secretSetting(env: Environment, name: string, alias = ''): string | undefined {
  const file = setting(env, `${name}_FILE`);
  if (file === undefined) return setting(env, name, alias);
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new EmasError(
      'ERR_EMAS_COMMAND_SECRET',
      `The file ${file}, which ${name}_FILE names, cannot be read.`,
      { cause, help: 'Name one that this user may read, or take the variable away.' },
    );
  }
}

/** A place in the data folder, and a word on how it was come to. */
interface DataPlace {
  readonly path: string;
  /** For messages: ` (of EMAS_DATA)`. */
  readonly from: string;
}

/** @returns `undefined` where there is no data folder. */
export function inDataFolder(name: string, env: Environment = process.env): DataPlace | undefined {
  const named = setting(env, 'EMAS_DATA');
  if (named !== undefined) return { path: join(named, name), from: ' (of EMAS_DATA)' };
  return existsSync(DEFAULT_DATA) ? { path: join(DEFAULT_DATA, name), from: '' } : undefined;
}

/** How a folder of logs is looked at. */
interface LogFolderOptions {
  readonly env?: Environment;
  /** Whether there may be no log file in it yet. */
  readonly mayBeEmpty?: boolean;
}

/**
 * The folder with the log files.
 *
 * @param given As an argument.
 * @throws EmasError `ERR_EMAS_COMMAND_FOLDER` where nobody named one, `ERR_EMAS_LOG_FOLDER` for one that
 * cannot be read or has no logs: a command that says "nothing" of the wrong folder would reassure wrongly.
 */
export function logFolder(
  given: string | undefined,
  { env = process.env, mayBeEmpty = false }: LogFolderOptions = {},
): string {
  const place = given === undefined ? inDataFolder('logs', env) : { path: given, from: '' };
  if (place === undefined) throw noFolder();
  const { path, from } = place;
  if (namesIn(path, from).some(isLogFile) || mayBeEmpty) return path;
  const inside = join(path, 'logs');
  const isInside = existsSync(inside) && readdirSync(inside).some(isLogFile);
  throw new EmasError('ERR_EMAS_LOG_FOLDER', `There are no log files in ${path}${from}.`, {
    help: isInside
      ? `They are in ${inside}: name that folder.`
      : 'Name the folder that createLogger({ folder }) was given.',
  });
}

function noFolder(): EmasError {
  return new EmasError('ERR_EMAS_COMMAND_FOLDER', 'No folder of log files was named.', {
    help: `Name it behind the command, or set EMAS_DATA to the folder that "logs" is in; ${DEFAULT_DATA} is taken where it exists.`,
  });
}

const SYSTEM_SAYS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'is no folder',
  EACCES: 'may not be read by this user',
};

function namesIn(path: string, from: string): string[] {
  try {
    return readdirSync(path);
  } catch (cause) {
    const code = errorCode(cause) || String(cause);
    const says = SYSTEM_SAYS[code] ?? `cannot be read: ${code}`;
    throw new EmasError('ERR_EMAS_LOG_FOLDER', `The log folder ${path}${from} ${says}.`, {
      cause,
      help: 'Name the folder that createLogger({ folder }) was given.',
    });
  }
}

/** Flags that name a ClickHouse. */
export interface EngineFlags {
  readonly data?: string;
  readonly url?: string;
}

/**
 * The ClickHouse that is meant.
 *
 * @throws EmasError `ERR_EMAS_IMPORT_DESTINATION` where nobody named one.
 */
export function engineAt(
  { data, url }: EngineFlags,
  env: Environment = process.env,
): Parameters<typeof connect>[0] {
  if (url !== undefined) return serverAt(url, env);
  if (data !== undefined) return { embedded: engineFolder(data) };
  const server = setting(env, 'EMAS_CLICKHOUSE_URL', 'CLICKHOUSE_URL');
  if (server !== undefined) return serverAt(server, env);
  const place = inDataFolder('clickhouse', env);
  if (place !== undefined) return { embedded: place.path };
  throw new EmasError('ERR_EMAS_IMPORT_DESTINATION', 'There is nowhere to import to.', {
    help: 'Give --data FOLDER (the embedded engine) or --url URL (a ClickHouse server), or set EMAS_DATA or EMAS_CLICKHOUSE_URL.',
  });
}

/** Never by options: other users of the machine see those. */
function serverAt(url: string, env: Environment): Parameters<typeof connect>[0] {
  const username = setting(env, 'EMAS_CLICKHOUSE_USER', 'CLICKHOUSE_USER');
  const password = secretSetting(env, 'EMAS_CLICKHOUSE_PASSWORD', 'CLICKHOUSE_PASSWORD');
  const database = setting(env, 'EMAS_CLICKHOUSE_DATABASE');
  return {
    url,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(database === undefined ? {} : { database }),
  };
}

/** Whoever names the app's data folder means the engine in it, not a new one around it. */
function engineFolder(given: string): string {
  const inside = join(given, 'clickhouse');
  return existsSync(inside) ? inside : given;
}
