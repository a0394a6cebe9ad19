import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { ClickHouseClient } from '@clickhouse/client';
import { EmasError } from '@emas/errors';
import { checkChdb } from './engine/chdb.ts';
import { EngineAgent } from './engine/engine-agent.ts';
import { holdEngine } from './engine/engine-hold.ts';
import type { EngineState } from './engine/engine-hold.ts';
import { socketIn } from './engine/engine-socket.ts';
import { withFailover } from './failover.ts';
import { resolveOptions } from './options.ts';
import type { ConnectOptions, ResolvedEmbeddedOptions, ResolvedServerOptions } from './options.ts';

const holds = new WeakMap<ClickHouseClient, { readonly state: EngineState }>();

/**
 * A client of ClickHouse: of a server, or of the embedded engine, which runs in a process of its own beside
 * this one. Both speak ClickHouse's HTTP interface, so everything above this call is written once.
 *
 * It returns at once: an app must start while its figures are away. `close()` of the client of an embedded
 * engine waits until the engine has ended, where no other process uses it.
 *
 * @throws EmasError `ERR_EMAS_CLICKHOUSE_OPTIONS` on a wrong option, `ERR_EMAS_CHDB_PLATFORM` where the
 * embedded engine does not run, `ERR_EMAS_CHDB_MISSING` where it is not installed,
 * `ERR_EMAS_CLICKHOUSE_FOLDER` where its folder cannot be made, or has a path that the engine cannot use.
 */
export function connect(given: ConnectOptions): ClickHouseClient {
  const options = resolveOptions(given);
  return 'embedded' in options ? connectEmbedded(options) : connectServer(options);
}

/**
 * A client of the same ClickHouse that waits ten minutes for an answer. What is done in the background, such as
 * closing a day of millions of hits, would otherwise never end where it takes longer than a page may wait: each
 * try would be given up. It closes with `client`; one that `connect()` did not make is its own.
 */
export function patientClient(client: ClickHouseClient): ClickHouseClient {
  return patients.get(client)?.() ?? client;
}

const PATIENT_MS = 600_000;
const patients = new WeakMap<ClickHouseClient, () => ClickHouseClient>();

function withPatient(client: ClickHouseClient, make: () => ClickHouseClient): ClickHouseClient {
  let patient: ClickHouseClient | undefined;
  patients.set(client, () => (patient ??= make()));
  const close = client.close.bind(client);
  client.close = async () => {
    patients.delete(client);
    await Promise.all([close(), patient?.close()]);
  };
  return client;
}

function connectServer(options: ResolvedServerOptions): ClickHouseClient {
  const { createClient } = loadClient();
  const make = (requestTimeout: number): ClickHouseClient =>
    withFailover(
      options.url.map((url) =>
        createClient({
          ...COMMON,
          url,
          username: options.username,
          password: options.password,
          database: options.database,
          request_timeout: requestTimeout,
          max_open_connections: options.maxOpenConnections,
        }),
      ),
    );
  return withPatient(make(options.requestTimeout), () => make(PATIENT_MS));
}

/** How the embedded engine of a client stands; `undefined` for a server's. */
export function engineState(client: ClickHouseClient): EngineState | undefined {
  return holds.get(client)?.state;
}

const COMMON = {
  application: 'emas',
  // The client's own log would repeat what the writer already counts and tells.
  log: { level: 127 },
} as const;

function connectEmbedded({ embedded, requestTimeout }: ResolvedEmbeddedOptions): ClickHouseClient {
  checkChdb();
  const folder = resolve(embedded);
  refuseName(folder);
  makeFolder(folder);
  const hold = holdEngine(folder);
  const agents: EngineAgent[] = [];
  const { createClient } = loadClient();
  const make = (timeout: number): ClickHouseClient => {
    // Each has its own: a client ends idle sockets by its own clock, which another one may be using.
    const agent = new EngineAgent(hold, CONNECTIONS);
    agents.push(agent);
    return createClient({
      ...COMMON,
      url: 'http://engine',
      http_agent: agent,
      request_timeout: timeout,
      max_open_connections: CONNECTIONS,
    });
  };
  const client = withPatient(make(requestTimeout), () => make(PATIENT_MS));
  holds.set(client, hold);
  const close = client.close.bind(client);
  const leave = async (): Promise<void> => {
    await close();
    for (const agent of agents) agent.destroy();
    await hold.release();
  };
  let closing: Promise<void> | undefined;
  client.close = async () => {
    closing ??= leave();
    await closing;
  };
  return client;
}

const CONNECTIONS = 10;

/** Loaded when an app connects: an app without ClickHouse never needs it. */
function loadClient(): typeof import('@clickhouse/client') {
  // Types cannot know what is loaded by name.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return createRequire(import.meta.url)(
    '@clickhouse/client',
  ) as typeof import('@clickhouse/client');
}

/** @throws EmasError `ERR_EMAS_CLICKHOUSE_FOLDER` on a path with which the engine would do something else. */
function refuseName(folder: string): void {
  // Throws where it is too long.
  socketIn(folder);
  if (!/[{}*?]/.test(folder)) return;
  throw new EmasError(
    'ERR_EMAS_CLICKHOUSE_FOLDER',
    `The path of the data folder ${folder} contains one of { } * ?, which the engine treats as wildcards.`,
    { help: 'Use a folder without them.' },
  );
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new EmasError(
      'ERR_EMAS_CLICKHOUSE_FOLDER',
      `The data folder ${path} cannot be created.`,
      {
        cause,
        help: 'Use a folder that this process may write to.',
      },
    );
  }
}
