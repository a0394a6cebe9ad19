import { parseOptions } from '@emas/options';
import { z } from 'zod';

/** A ClickHouse server. */
export interface ServerOptions {
  /**
   * `http://127.0.0.1:8123` or `https://…`; a user and password belong in their own options. Several are
   * replicas of one shard, the preferred first: the next one is asked when one fails.
   */
  readonly url: string | readonly string[];
  /** @default 'default' */
  readonly username?: string;
  /** @default '' */
  readonly password?: string;
  /** @default 'default' */
  readonly database?: string;
  /**
   * Milliseconds until a request that is not answered counts as failed.
   * @default 10000
   */
  readonly requestTimeout?: number;
  /**
   * Connections held open to the server.
   * @default 10
   */
  readonly maxOpenConnections?: number;
}

/** The embedded engine (chDB), in a process of its own that all processes of a folder share. */
export interface EmbeddedOptions {
  /** Folder of the data, made when missing; on a disk of this machine. */
  readonly embedded: string;
  /**
   * Milliseconds until a request that is not answered counts as failed.
   * @default 120000
   */
  readonly requestTimeout?: number;
}

/** Options of `connect()`: a server or a folder. */
export type ConnectOptions = ServerOptions | EmbeddedOptions;

/** Server options with their defaults filled in. */
export interface ResolvedServerOptions {
  readonly url: readonly string[];
  readonly username: string;
  readonly password: string;
  readonly database: string;
  readonly requestTimeout: number;
  readonly maxOpenConnections: number;
}

/** Embedded options with their defaults filled in. */
export interface ResolvedEmbeddedOptions {
  readonly embedded: string;
  readonly requestTimeout: number;
}

const text = (wanted: string): z.ZodString => z.string({ error: wanted });

const timeout = (standard: number): z.ZodDefault<z.ZodInt> =>
  z
    .int({ error: 'expected milliseconds' })
    .min(100, 'expected 100 ms or more')
    .max(600_000, 'expected at most 600,000 ms')
    .default(standard);

const URLS =
  'expected http:// or https:// with a host, without a user, password or query (they have options of their own); or a list of such, one for each replica';
const MOST_REPLICAS = 16;
const serverUrl = text(URLS).refine(isServerUrl, URLS);

const serverSchema = z.strictObject({
  url: z
    .union([serverUrl, z.array(serverUrl).min(1, URLS).max(MOST_REPLICAS, URLS)], { error: URLS })
    .transform((given) => (typeof given === 'string' ? [given] : given)),
  username: text('expected a user name').default('default'),
  password: text('expected a password').default(''),
  database: text('expected the name of a database').min(1, 'expected a name').default('default'),
  requestTimeout: timeout(10_000),
  maxOpenConnections: z
    .int({ error: 'expected a whole number' })
    .min(1, 'expected 1 or more')
    .max(1000, 'expected at most 1,000')
    .default(10),
});

const embeddedSchema = z.strictObject({
  embedded: text('expected a folder').min(1, 'expected a folder'),
  requestTimeout: timeout(120_000),
});

const CODE = 'ERR_EMAS_CLICKHOUSE_OPTIONS';

/** @throws EmasError `ERR_EMAS_CLICKHOUSE_OPTIONS`. */
export function resolveOptions(
  given: ConnectOptions,
): ResolvedServerOptions | ResolvedEmbeddedOptions {
  if (typeof given === 'object' && given !== null && 'embedded' in given) {
    return parseOptions('connect', CODE, embeddedSchema, given);
  }
  return parseOptions('connect', CODE, serverSchema, given);
}

function isServerUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  const web = url.protocol === 'http:' || url.protocol === 'https:';
  return web && url.username === '' && url.password === '' && url.search === '';
}
