import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { connect } from '@emas/clickhouse';
import { EmasError } from '@emas/errors';
import { urlsOf } from '../settings/environment.ts';
import { inDataFolder, secretSetting, setting } from './where.ts';
import type { Environment } from './where.ts';

/** Flags that name a ClickHouse. */
export interface EngineFlags {
  readonly data?: string;
  readonly url?: string;
}

/**
 * The ClickHouse that is meant.
 *
 * @throws EmasError `ERR_EMAS_COMMAND_CLICKHOUSE` where nobody named one.
 */
export function engineAt(
  { data, url }: EngineFlags,
  env: Environment = process.env,
): Parameters<typeof connect>[0] {
  if (url !== undefined) return serverAt(url, env);
  const server = setting(env, 'EMAS_CLICKHOUSE_URL', 'CLICKHOUSE_URL');
  if (data === undefined && server !== undefined) return serverAt(server, env);
  const embedded = folderOf(data, env);
  if (embedded !== undefined) return { embedded };
  throw new EmasError('ERR_EMAS_COMMAND_CLICKHOUSE', 'No ClickHouse was named.', {
    help: 'Give --data FOLDER (the embedded engine) or --url URL (a ClickHouse server), or set EMAS_DATA or EMAS_CLICKHOUSE_URL.',
  });
}

/** User and password never by options: other users of the machine see those. */
export function serverAt(url: string, env: Environment): Parameters<typeof connect>[0] {
  const username = setting(env, 'EMAS_CLICKHOUSE_USER', 'CLICKHOUSE_USER');
  const password = secretSetting(env, 'EMAS_CLICKHOUSE_PASSWORD', 'CLICKHOUSE_PASSWORD');
  const database = setting(env, 'EMAS_CLICKHOUSE_DATABASE');
  return {
    url: urlsOf(url),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(database === undefined ? {} : { database }),
  };
}

/**
 * The folder of the embedded engine.
 *
 * @throws EmasError `ERR_EMAS_ENGINE_FOLDER` where nobody named one.
 */
export function engineFolder(given: string | undefined, env: Environment = process.env): string {
  const folder = folderOf(given, env);
  if (folder !== undefined) return folder;
  throw new EmasError('ERR_EMAS_ENGINE_FOLDER', 'No engine was named.', {
    help: 'Give --data FOLDER, or set EMAS_DATA.',
  });
}

/** If the app's data folder is named, the engine in it is meant, not a new one around it. */
function folderOf(given: string | undefined, env: Environment): string | undefined {
  if (given === undefined) return inDataFolder('clickhouse', env)?.path;
  const inside = join(given, 'clickhouse');
  return existsSync(inside) ? inside : given;
}

/**
 * The folder of an embedded engine that has run before. A new, empty one in a folder that was misspelt would
 * give a backup of nothing, which reassures wrongly.
 *
 * @throws EmasError `ERR_EMAS_ENGINE_FOLDER` where nobody named one, or no engine has been there.
 */
export function existingEngine(given: string | undefined): string {
  const folder = engineFolder(given);
  if (existsSync(join(folder, 'metadata'))) return folder;
  throw new EmasError('ERR_EMAS_ENGINE_FOLDER', `There is no engine's data in ${folder}.`, {
    help: 'Give the folder with --data, or set EMAS_DATA.',
  });
}
