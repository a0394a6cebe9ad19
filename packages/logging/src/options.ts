import { hostname } from 'node:os';
import { warnOnce } from '@emas/warnings';
import { appName, functionOption, parseOptions, partOption, wholeNumber } from '@emas/options';
import { events } from '@emas/events';
import type { EventBus, EventCategory } from '@emas/events';
import { z } from 'zod';
import type { EncodingLimits } from './json/encoder.ts';
import { LEVELS } from './record.ts';
import type { LogLevel, LogSink } from './record.ts';
import type { RedactionOptions, RedactionPattern } from './redaction/options.ts';
import { CATEGORIES } from './routes.ts';
import type { Route, RouteOptions } from './routes.ts';

/** What lines are chained and user names are hashed with: text of 32 characters or as many bytes. */
export type LogKey = string | Uint8Array;

/** Options of `createLogger()`. */
export interface LoggerOptions {
  /** Name of the app: it is in every line. */
  readonly app: string;
  /** Version of the app. */
  readonly version?: string;
  /** Folder for the files. Without it there are none. */
  readonly folder?: string;
  /**
   * Chains the lines of each file and hashes user names. Of an array the first is used, and the others
   * verify what is older. Without it lines are numbered but prove nothing, and the hash of a user name is
   * another one after each start.
   */
  readonly key?: LogKey | readonly LogKey[];
  /** Lines below it are left out; as winston has it, `logger.level` changes it later. @default 'info' */
  readonly level?: LogLevel;
  /** What becomes of each category; `false` leaves its lines out. */
  readonly routes?: Partial<Record<EventCategory, RouteOptions | false>>;
  /**
   * Lines on standard output: `'text'` for people, `'json'` for collectors of container logs.
   * @default 'text' where that is a terminal and NODE_ENV is not 'production', and where there is no folder
   */
  readonly console?: 'text' | 'json' | false;
  /** Further receivers, such as `syslogSink(…)`; the logger closes them. */
  readonly sinks?: readonly LogSink[];
  /** What is masked beyond the defaults. */
  readonly redact?: RedactionOptions;
  /**
   * User names in events: a keyed hash of 16 hexadecimal digits, the plain name, or the result of a function
   * of them. People type passwords into that field.
   * @default 'hash'
   */
  readonly accounts?: 'hash' | 'plain' | ((name: string) => string);
  /**
   * Where the address of a visitor is written. `'reasons'`: with failed sign-ins, errors that nobody handled,
   * calls of outdated APIs and, where it is on, the access log; everything else has the network, a /24 or, of
   * IPv6, a /48. `'all'`: with each event.
   * @default 'reasons'
   */
  readonly addresses?: 'reasons' | 'all';
  /** Bytes after which a file is followed by the next one. @default 67108864 */
  readonly maxFileBytes?: number;
  /** Characters of lines that wait in memory while the disk refuses them. @default 16777216 */
  readonly maxBufferBytes?: number;
  /** Whether files that are written to the end are compressed. @default true */
  readonly compress?: boolean;
  /**
   * Milliseconds in which events of one kind, errors of a fingerprint say, become one line and a count.
   * @default 60000
   */
  readonly foldWindow?: number;
  /** How much of a value is written. @default { depth: 8, entries: 1000, text: 1048576, line: 4194304 } */
  readonly limits?: Partial<EncodingLimits>;
  /** Seconds between anchors, which say how far each chain has come; `false` for none. @default 600 */
  readonly anchorEvery?: number | false;
  /**
   * Whether an error that nobody catches is logged before Node ends the process by it.
   * @default true
   */
  readonly crashes?: boolean;
  /**
   * Whether SIGTERM, SIGINT, SIGHUP, SIGQUIT and SIGUSR2 are waited for, to write what is left before they end
   * the process. A listener of the app's own decides what a signal does.
   * @default true
   */
  readonly signals?: boolean;
  /** The bus whose events are logged. @default the bus of this process */
  readonly events?: EventBus;
}

/** The options with their defaults filled in. */
export interface ResolvedOptions {
  readonly app: string;
  readonly version?: string | undefined;
  readonly host: string;
  readonly folder?: string | undefined;
  readonly keys: readonly LogKey[];
  readonly level: LogLevel;
  readonly routes: ReadonlyMap<EventCategory, Route>;
  readonly console: 'text' | 'json' | false;
  readonly sinks: readonly LogSink[];
  readonly redact: RedactionOptions;
  readonly accounts: 'hash' | 'plain' | ((name: string) => string);
  readonly addresses: 'reasons' | 'all';
  readonly maxFileBytes: number;
  readonly maxBufferBytes: number;
  readonly compress: boolean;
  readonly foldWindow: number;
  readonly limits: EncodingLimits;
  readonly anchorEvery: number | false;
  readonly crashes: boolean;
  readonly signals: boolean;
  readonly events: EventBus;
}

const DAY = 86_400_000;
const MIB = 1024 * 1024;
const SHORTEST_KEY = 32;
const DEFAULT_DAYS: Readonly<Partial<Record<EventCategory, number>>> = {
  access: 14,
  client: 30,
  // Consent lasts a year, and who relied on it may be asked for its proof for six more (Limitation Act 1953, s 6).
  consent: 2557,
  deprecated: 400,
  update: 730,
};

const flag = z.boolean({ error: 'expected true or false' });
const names = z.array(z.string({ error: 'expected names of keys' })).readonly();
const KEY_WANTED = `expected a secret of ${SHORTEST_KEY} characters or bytes or more, or an array of them with the newest first`;
const logKey = z.custom<LogKey>(
  (value) =>
    (typeof value === 'string' || value instanceof Uint8Array) && value.length >= SHORTEST_KEY,
  { error: KEY_WANTED },
);
/** One key or several, as a list. */
export const logKeys: z.ZodType<readonly LogKey[], LogKey | readonly LogKey[] | undefined> = z
  .union([logKey, z.array(logKey).min(1, KEY_WANTED)], { error: KEY_WANTED })
  .optional()
  .transform((key): readonly LogKey[] => {
    if (key === undefined) return [];
    return Array.isArray(key) ? key : [key];
  });
const LEVEL_NAMES = ['error', 'warn', 'info', 'http', 'verbose', 'debug', 'silly'] as const;
const level = z.enum(LEVEL_NAMES, { error: `expected one of ${LEVEL_NAMES.join(', ')}` });
const FILE_WANTED = 'expected a name of small letters, digits and dashes, or false';

const pattern = z.strictObject({
  name: z.string().regex(/^[\w -]{1,40}$/, 'expected a short name'),
  find: z
    .instanceof(RegExp, { error: 'expected a regular expression' })
    .refine((find) => find.global, {
      error: 'expected the flag g',
    }),
  confirm: functionOption<NonNullable<RedactionPattern['confirm']>>().optional(),
});

const route = z.union(
  [
    z.literal(false),
    z.strictObject({
      file: z
        .union([z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, FILE_WANTED), z.literal(false)], {
          error: FILE_WANTED,
        })
        .optional(),
      level: level.optional(),
      days: z.number({ error: 'expected days' }).positive('expected days').optional(),
      megabytes: z
        .number({ error: 'expected mebibytes' })
        .positive('expected mebibytes')
        .optional(),
      fsync: z
        .enum(['never', 'second', 'batch'], { error: "expected 'never', 'second' or 'batch'" })
        .optional(),
    }),
  ],
  { error: 'expected { file, level, days, megabytes, fsync }, or false' },
);

const schema = z.strictObject({
  app: appName,
  version: z.string({ error: 'expected a version' }).max(100).optional(),
  folder: z.string({ error: 'expected a folder' }).min(1, 'expected a folder').optional(),
  key: logKeys,
  level: level.default('info'),
  routes: z
    .strictObject(Object.fromEntries(CATEGORIES.map((name) => [name, route.optional()])))
    .prefault({}),
  console: z
    .union([z.enum(['text', 'json']), z.literal(false)], {
      error: "expected 'text', 'json' or false",
    })
    .optional(),
  sinks: z
    .array(z.custom<LogSink>(isSink, { error: 'expected receivers such as syslogSink(…)' }))
    .default([]),
  redact: z
    .strictObject({
      keys: names.default([]),
      allow: names.default([]),
      patterns: z.array(pattern).readonly().default([]),
    })
    .prefault({}),
  addresses: z
    .enum(['reasons', 'all'], { error: "expected 'reasons' or 'all'" })
    .default('reasons'),
  accounts: z
    .union([z.enum(['hash', 'plain']), functionOption<(name: string) => string>()], {
      error: "expected 'hash', 'plain' or a function",
    })
    .default('hash'),
  maxFileBytes: wholeNumber('bytes', 4096, 4096 * MIB, 64 * MIB),
  maxBufferBytes: wholeNumber('characters', 0, 4096 * MIB, 16 * MIB),
  compress: flag.default(true),
  foldWindow: wholeNumber('milliseconds', 100, 86_400_000, 60_000),
  limits: z
    .strictObject({
      depth: wholeNumber('levels', 1, 100, 8),
      entries: wholeNumber('entries', 1, 1_000_000, 1000),
      text: wholeNumber('characters', 16, 64 * MIB, MIB),
      line: wholeNumber('characters', 256, 256 * MIB, 4 * MIB),
    })
    .prefault({}),
  anchorEvery: z
    .union([z.number().min(1).max(86_400), z.literal(false)], {
      error: 'expected seconds from 1 to 86400, or false',
    })
    .default(600),
  crashes: flag.default(true),
  signals: flag.default(true),
  events: partOption<EventBus>('emit', 'an event bus').default(events),
});

const DEFAULT_MEGABYTES: Readonly<Partial<Record<EventCategory, number>>> = { consent: 16 * 1024 };

/** @throws EmasError `ERR_EMAS_LOGGER_OPTIONS`. */
export function resolveOptions(given: LoggerOptions): ResolvedOptions {
  const parsed = parseOptions('createLogger', 'ERR_EMAS_LOGGER_OPTIONS', schema, given);
  const { key: keys, routes, console: onConsole, ...rest } = parsed;
  if (keys.length === 0) {
    warnOnce(
      'WARN_EMAS_LOG_UNKEYED',
      'createLogger has no key: lines can be changed unnoticed, and the hashes of user names change with each start.',
    );
  }
  return {
    ...rest,
    host: hostname(),
    keys,
    console: onConsole ?? (isForPeople(rest.folder) ? 'text' : false),
    routes: new Map(
      CATEGORIES.flatMap((category) => {
        const own = routes[category];
        return own === false ? [] : [[category, resolveRoute(category, own ?? {})] as const];
      }),
    ),
  };
}

function resolveRoute(category: EventCategory, own: z.output<typeof route> & object): Route {
  const { file = category, level: least, days, fsync = 'second' } = own;
  const megabytes = own.megabytes ?? DEFAULT_MEGABYTES[category] ?? 1024;
  return {
    file,
    level: least === undefined ? undefined : LEVELS[least],
    maxAge: (days ?? DEFAULT_DAYS[category] ?? 90) * DAY,
    maxTotalBytes: megabytes * MIB,
    fsync,
  };
}

function isForPeople(folder: string | undefined): boolean {
  const isDevelopment = process.env['NODE_ENV'] !== 'production';
  return folder === undefined || (isDevelopment && process.stdout.isTTY);
}

function isSink(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return ['write', 'flushSync', 'close', 'counters'].every(
    (method) => typeof Reflect.get(value, method) === 'function',
  );
}
