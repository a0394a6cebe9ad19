import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { EmasError } from '@emas/errors';
import { readVariable } from '../settings/variable.ts';

/** Variables of the environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The data folder of an app that says nothing else, seen from where it runs. */
export const DEFAULT_DATA = './data/emas';

/** What of the environment tells commands where things are, for `emas --help`. */
export const WHERE_HELP: readonly string[] = [
  '  Arguments and options come first. Otherwise the places of the app are used:',
  `  EMAS_DATA        folder of the app's data; ${DEFAULT_DATA} where that exists`,
  '    logs/          log files',
  '    log-key        key of the logs, unless EMAS_LOG_KEY is set',
  '    blocks.json    blocks, unless EMAS_BLOCKS_FILE, EMAS_REDIS_URL, REDIS_URL is',
  '    spool/         what waits for ClickHouse',
  '    clickhouse/    embedded engine, unless EMAS_CLICKHOUSE_URL or CLICKHOUSE_URL',
  '                   is; EMAS_CLICKHOUSE_USER, _PASSWORD, _DATABASE go with a URL',
  '  EMAS_APP         app of import, traffic, forget; EMAS_TIME_ZONE of its days',
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
 * @throws EmasError `ERR_EMAS_COMMAND_SECRET` where it is given twice, or in a file that has none.
 */
export function secretSetting(env: Environment, name: string, alias?: string): string | undefined {
  const found = readVariable(env, name, alias === undefined ? SECRET : { ...SECRET, alias });
  if (found === undefined) return undefined;
  if ('fault' in found) throw new EmasError('ERR_EMAS_COMMAND_SECRET', found.fault);
  return found.text;
}

const SECRET = { secret: true } as const;

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
