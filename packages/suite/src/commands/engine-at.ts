import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { connect } from '@emas/clickhouse';
import { EmasError } from '@emas/errors';
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
