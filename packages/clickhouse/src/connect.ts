import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { ClickHouseClient } from '@clickhouse/client';
import { EmasError } from '@emas/errors';
import { isAlive } from '@emas/processes';
import { resolveOptions } from './options.ts';
import type { ConnectOptions } from './options.ts';

/**
 * A client of ClickHouse: a server's, or the engine's inside this process. Both are the official
 * client, so everything above this call is written once.
 *
 * A server is not asked for a sign of life: an app must start while its figures are away.
 *
 * @throws EmasError `ERR_EMAS_CLICKHOUSE_OPTIONS` on a wrong option, `ERR_EMAS_CHDB_MISSING` when the
 * embedded engine is not installed, `ERR_EMAS_CLICKHOUSE_LOCKED` when another process has the folder,
 * `ERR_EMAS_CLICKHOUSE_FOLDER` when the folder cannot be used.
 */
export function connect(given: ConnectOptions): ClickHouseClient {
  const options = resolveOptions(given);
  if ('embedded' in options) return openEmbedded(options.embedded);
  const { createClient } = loadClient();
  return createClient({
    url: options.url,
    username: options.username,
    password: options.password,
    database: options.database,
    request_timeout: options.requestTimeout,
    max_open_connections: options.maxOpenConnections,
    application: 'emas',
    // The client's own log would repeat what the writer already counts and tells.
    log: { level: 127 },
  });
}

function openEmbedded(folder: string): ClickHouseClient {
  const { createClient } = loadClient();
  const { createChdbConnection } = loadChdb();
  const path = folder === ':memory:' ? folder : resolve(folder);
  if (path !== ':memory:') makeFolder(path);
  try {
    const connection: unknown = createChdbConnection({ path });
    const config = {
      connection,
      // In the process, what one statement sets holds for those after it as well: with a batch's token,
      // they would be dropped as the same batch.
      clickhouse_settings: { insert_deduplication_token: '' },
    };
    // Each package carries a copy of the client's types, alike but for their private fields.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return createClient(config as Parameters<typeof createClient>[0]);
  } catch (cause) {
    const owner = ownerOf(path);
    if (owner !== undefined) {
      throw new EmasError(
        'ERR_EMAS_CLICKHOUSE_LOCKED',
        `The data folder ${path} is in use by process ${owner}.`,
        {
          cause,
          help: 'One process at a time can open it: stop that one, or use a server by URL.',
        },
      );
    }
    throw new EmasError('ERR_EMAS_CLICKHOUSE_FOLDER', `The data folder ${path} cannot be opened.`, {
      cause,
      help: 'Check that this process may read and write it and that no other engine has a folder open in this process.',
    });
  }
}

/** Loaded when an app connects: an app without ClickHouse never needs it. */
function loadClient(): typeof import('@clickhouse/client') {
  // Types cannot know what is loaded by name.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return createRequire(import.meta.url)(
    '@clickhouse/client',
  ) as typeof import('@clickhouse/client');
}

/** Loaded only where it is asked for: an app that has a server never installs it. */
function loadChdb(): typeof import('chdb/connection') {
  try {
    // Types cannot know what is loaded by name.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return createRequire(import.meta.url)('chdb/connection') as typeof import('chdb/connection');
  } catch (cause) {
    throw new EmasError(
      'ERR_EMAS_CHDB_MISSING',
      'The embedded engine needs the package "chdb", which is not installed.',
      { cause, help: 'Run npm install chdb, or name a server: connect({ url }).' },
    );
  }
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new EmasError('ERR_EMAS_CLICKHOUSE_FOLDER', `The data folder ${path} cannot be made.`, {
      cause,
      help: 'Name a folder that this process may write to.',
    });
  }
}

/** ClickHouse writes its process id into `status` and keeps that file locked while it runs. */
function ownerOf(path: string): number | undefined {
  let status: string;
  try {
    status = readFileSync(join(path, 'status'), 'utf8');
  } catch {
    return undefined;
  }
  const pid = Number(/^PID: (\d+)/m.exec(status)?.[1]);
  return Number.isInteger(pid) && isAlive(pid) ? pid : undefined;
}
