import { parseOptions } from '@emas/options';
import { z } from 'zod';

/** A ClickHouse server. */
export interface ServerOptions {
  /** `http://127.0.0.1:8123` or `https://…`; a user and password belong in their own options. */
  readonly url: string;
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

/** The engine inside this process (chDB); one process per folder. */
export interface EmbeddedOptions {
  /** Folder of the data, made when missing; `':memory:'` keeps nothing. */
  readonly embedded: string;
}

/** Options of `connect()`: a server or a folder. */
export type ConnectOptions = ServerOptions | EmbeddedOptions;

/** Server options with their defaults filled in. */
export interface ResolvedServerOptions {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly database: string;
  readonly requestTimeout: number;
  readonly maxOpenConnections: number;
}

const text = (wanted: string): z.ZodString => z.string({ error: wanted });

const serverSchema = z.strictObject({
  url: text('wants the URL of a ClickHouse server').refine(
    isServerUrl,
    'wants http:// or https:// with a host, without a user, password or query: they have options of their own',
  ),
  username: text('wants a user name').default('default'),
  password: text('wants a password').default(''),
  database: text('wants the name of a database').min(1, 'wants a name').default('default'),
  requestTimeout: z
    .int({ error: 'wants milliseconds' })
    .min(100, 'wants 100 ms or more')
    .max(600_000, 'wants at most 600,000 ms')
    .default(10_000),
  maxOpenConnections: z
    .int({ error: 'wants a whole number' })
    .min(1, 'wants 1 or more')
    .max(1000, 'wants at most 1,000')
    .default(10),
});

const embeddedSchema = z.strictObject({
  embedded: text("wants a folder, or ':memory:'").min(1, 'wants a folder'),
});

const CODE = 'ERR_EMAS_CLICKHOUSE_OPTIONS';

/** @throws EmasError `ERR_EMAS_CLICKHOUSE_OPTIONS`. */
export function resolveOptions(given: ConnectOptions): ResolvedServerOptions | EmbeddedOptions {
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
