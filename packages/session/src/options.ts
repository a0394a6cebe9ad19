import { functionOption, parseOptions, partOption, wholeNumber } from '@emas/options';
import { events } from '@emas/events';
import type { EventBus } from '@emas/events';
import type { Request } from 'express';
import type {
  CookieOptions,
  SessionData,
  SessionOptions as Upstream,
  Store,
} from 'express-session';
import { z } from 'zod';
import { bindingSchema } from './binding/options.ts';
import type { BindingMode, BindingOptions, ResolvedBinding } from './binding/options.ts';
import type { SecretKey } from './cookie-name.ts';
import { isRecordStore } from './stores/record-store.ts';
import type { RecordStore } from './stores/record-store.ts';
import type { Lifetime } from './metadata.ts';
import { contradictions } from './cookie-contradictions.ts';

/** What a request gets whose session cannot be read: none, or a 503. */
export type StoreFailurePolicy = 'anonymous' | 'refuse';

/** Options of `session()`: those of express-session, and ours. */
export interface SessionOptions extends Omit<Upstream, 'secret' | 'store'> {
  /**
   * Signs the cookie's value and makes its name; 32 characters or more. Of several, the first signs and
   * all are read, so a new one goes to the front.
   */
  readonly secret: SecretKey | readonly SecretKey[];
  /**
   * Hashes accounts, in events and in the index of an account's sessions. With the logger's keys an account
   * has one hash in the whole log. Of several, the first hashes and all are looked for.
   * @default `secret`
   */
  readonly accountKey?: SecretKey | readonly SecretKey[];
  /** `redisStore()`, `memoryStore()`, or any store made for express-session. @default memoryStore() */
  readonly store?: RecordStore | Store;
  /** Keeps the cookies of several apps on one host apart that share a secret. @default '' */
  readonly app?: string;
  /** Days after which the cookie's name changes. @default 30 */
  readonly nameDays?: number;
  /** Milliseconds without a request after which a session ends (ASVS 5.0, 7.3.1); `false` for none. @default 900000, 15 minutes */
  readonly idleTimeout?: number | false;
  /** Milliseconds after which a session ends however busy (ASVS 5.0, 7.3.2); `false` for none. @default 28800000, 8 hours */
  readonly absoluteTimeout?: number | false;
  /**
   * Lets `signIn(account, data, { remember: true })` keep somebody signed in beyond the browser, with times of its
   * own: `true`, or milliseconds. Without a request for `idleTimeout` (14 days), or after `absoluteTimeout` (30
   * days), such a session ends.
   * @default false: each ends with the browser
   */
  readonly remember?: boolean | RememberOptions;
  /** What happens to a session that comes from elsewhere. @default 'challenge' */
  readonly binding?: BindingMode | BindingOptions;
  /** What a request gets whose session cannot be read. @default 'anonymous' */
  readonly onStoreFailure?: StoreFailurePolicy | ((req: Request) => StoreFailurePolicy);
  /** Longest wait for one answer of the store, milliseconds; all of one request together wait 250 at most. @default 150 */
  readonly storeTimeout?: number;
  /** The account that a session's data belongs to, for apps that sign in without `req.emas.session.signIn()`. */
  readonly account?: (session: SessionData) => string | undefined;
  /** Sessions an account may have at a time; the oldest ends. `false` for any number. @default 10 */
  readonly sessionsPerAccount?: number | false;
  /** `Clear-Site-Data` of the answer that signs out; `false` sends none. @default '"storage"': the cookie is forgotten by name, `"cookies"` would sign out of every sister host, and `"cache"` keeps some browsers busy for seconds */
  readonly clearSiteData?: string | false;
  /** Milliseconds between looks for sessions whose time has come. @default 15000 */
  readonly sweepEvery?: number;
  /** Where events go. @default the bus of the process */
  readonly events?: EventBus;
}

/** How long a session lasts whose visitor asked to stay signed in. */
export interface RememberOptions {
  /** Milliseconds without a request. @default 1209600000, 14 days */
  readonly idleTimeout?: number;
  /** Milliseconds however busy. @default 2592000000, 30 days */
  readonly absoluteTimeout?: number;
}

interface UpstreamOptions {
  readonly genid: ((req: Request) => string) | undefined;
  readonly proxy: boolean | undefined;
  readonly resave: boolean;
  readonly rolling: boolean;
  readonly saveUninitialized: boolean;
  readonly unset: 'destroy' | 'keep';
}

/** The options with their defaults filled in. */
export interface ResolvedOptions {
  /** What express-session itself is given. */
  readonly upstream: UpstreamOptions;
  readonly cookie: CookieOptions | ((req: Request) => CookieOptions);
  readonly secrets: readonly [SecretKey, ...SecretKey[]];
  readonly accountKeys: readonly [SecretKey, ...SecretKey[]];
  readonly name: string | undefined;
  readonly store?: RecordStore | Store | undefined;
  readonly app: string;
  readonly nameDays: number;
  readonly idleTimeout: number;
  readonly absoluteTimeout: number;
  readonly remember: Lifetime | undefined;
  readonly binding: ResolvedBinding;
  readonly onStoreFailure: (req: Request) => StoreFailurePolicy;
  readonly storeTimeout: number;
  readonly account?: SessionOptions['account'] | undefined;
  readonly sessionsPerAccount: number;
  readonly clearSiteData: string | false;
  readonly sweepEvery: number;
  readonly events: EventBus;
}

const MINUTE = 60_000;
/** Browsers keep no cookie for longer (RFC 6265bis §5.5), so "no limit" is this. */
const LONGEST_MS = 400 * 24 * 60 * MINUTE;

const flag = z.boolean({ error: 'expected true or false' });
const KEY_WANTED = 'expected a key, text or bytes, or an array of them with the newest first';
const secretKey = z.custom<SecretKey>(isSecretKey, { error: KEY_WANTED });
const TIME_WANTED = 'expected milliseconds from 1000 to 400 days, or false';
const time = z.union(
  [z.int().min(1000, TIME_WANTED).max(LONGEST_MS, TIME_WANTED), z.literal(false)],
  { error: TIME_WANTED },
);
const DAY = 24 * 60 * MINUTE;
const days = (initial: number): z.ZodDefault<z.ZodInt> =>
  wholeNumber('milliseconds', MINUTE, LONGEST_MS, initial * DAY);
const cookieName = z
  .string({ error: 'expected the name of a cookie' })
  .regex(/^[!#$%&'*+.^_`|~\w-]{1,128}$/, 'expected the name of a cookie (RFC 6265 §4.1.1)');

const cookieSchema = z.strictObject({
  domain: z.string({ error: 'expected a domain' }).optional(),
  encode: functionOption<(value: string) => string>().optional(),
  expires: z.date({ error: 'expected a Date' }).nullable().optional(),
  httpOnly: flag.optional(),
  maxAge: z.number({ error: 'expected milliseconds' }).nullable().optional(),
  partitioned: flag.optional(),
  path: z.string().startsWith('/', 'expected a path that begins with /').optional(),
  priority: z
    .enum(['low', 'medium', 'high'], { error: "expected 'low', 'medium' or 'high'" })
    .optional(),
  sameSite: z
    .union([flag, z.enum(['lax', 'strict', 'none', 'auto'])], {
      error: "expected 'lax', 'strict', 'none', 'auto', true or false",
    })
    .optional(),
  secure: z
    .union([flag, z.literal('auto')], { error: "expected true, false or 'auto'" })
    .optional(),
  signed: flag.optional(),
});

const SESSIONS_WANTED = 'expected a number of sessions, 1 or more, or false';

const optionsSchema = z
  .strictObject({
    cookie: cookieSchema.optional(),
    genid: functionOption<(req: Request) => string>().optional(),
    name: cookieName.optional(),
    /** What express-session called `name` before. */
    key: cookieName.optional(),
    proxy: flag.optional(),
    resave: flag.default(false),
    rolling: flag.default(false),
    saveUninitialized: flag.default(true),
    unset: z.enum(['destroy', 'keep'], { error: "expected 'destroy' or 'keep'" }).default('keep'),
    secret: z.union([secretKey, z.tuple([secretKey], secretKey)], { error: KEY_WANTED }),
    accountKey: z
      .union([secretKey, z.tuple([secretKey], secretKey)], { error: KEY_WANTED })
      .optional(),
    store: z
      .custom<RecordStore | Store>((value) => isRecordStore(value) || isUpstreamStore(value), {
        error: 'expected redisStore(…), memoryStore(…) or a store made for express-session',
      })
      .optional(),
    app: z.string({ error: "expected the app's name" }).max(200).default(''),
    nameDays: wholeNumber('days', 1, 400, 30),
    idleTimeout: time.default(15 * MINUTE),
    absoluteTimeout: time.default(8 * 60 * MINUTE),
    remember: z
      .union([flag, z.strictObject({ idleTimeout: days(14), absoluteTimeout: days(30) })], {
        error: 'expected true, false or { idleTimeout, absoluteTimeout }',
      })
      .default(false),
    binding: bindingSchema.prefault({}),
    onStoreFailure: z
      .union(
        [z.enum(['anonymous', 'refuse']), functionOption<(req: Request) => StoreFailurePolicy>()],
        {
          error:
            "expected 'anonymous', 'refuse' or a function of the request that returns one of them",
        },
      )
      .default('anonymous'),
    storeTimeout: wholeNumber('milliseconds', 10, 250, 150),
    account: functionOption<NonNullable<SessionOptions['account']>>().optional(),
    sessionsPerAccount: z
      .union([z.int().min(1, SESSIONS_WANTED), z.literal(false)], { error: SESSIONS_WANTED })
      .default(10),
    clearSiteData: z
      .union([z.string(), z.literal(false)], { error: 'expected the header, or false' })
      .default('"storage"'),
    sweepEvery: wholeNumber('milliseconds', 100, 30_000, 15_000),
    events: partOption<EventBus>('emit', 'an event bus').default(events),
  })
  .superRefine((options, context) => {
    for (const { path, message } of contradictions(options)) {
      context.addIssue({ code: 'custom', path: [...path], message });
    }
  });

function isSecretKey(value: unknown): boolean {
  if (typeof value === 'string') return value !== '';
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isUpstreamStore(value: unknown): value is Store {
  if (typeof value !== 'object' || value === null) return false;
  return ['get', 'set', 'destroy', 'on'].every(
    (method) => typeof Reflect.get(value, method) === 'function',
  );
}

/** @throws EmasError `ERR_EMAS_SESSION_OPTIONS`. */
export function resolveOptions(given: SessionOptions): ResolvedOptions {
  const { binding, cookie } = given ?? {};
  const parsed = parseOptions('session', 'ERR_EMAS_SESSION_OPTIONS', optionsSchema, {
    ...given,
    binding: typeof binding === 'string' ? { mode: binding } : binding,
    cookie: typeof cookie === 'function' ? undefined : cookie,
  });
  const { genid, proxy, resave, rolling, saveUninitialized, unset, ...rest } = parsed;
  const { secret, accountKey = secret, name, key, onStoreFailure, ...ours } = rest;
  return {
    ...ours,
    upstream: { genid, proxy, resave, rolling, saveUninitialized, unset },
    cookie: typeof cookie === 'function' ? cookie : (cookie ?? {}),
    secrets: keysOf(secret),
    accountKeys: keysOf(accountKey),
    name: name ?? key,
    idleTimeout: orElse(ours.idleTimeout, LONGEST_MS),
    absoluteTimeout: orElse(ours.absoluteTimeout, LONGEST_MS),
    remember: rememberedFor(ours.remember),
    sessionsPerAccount: orElse(ours.sessionsPerAccount, Infinity),
    onStoreFailure: typeof onStoreFailure === 'function' ? onStoreFailure : () => onStoreFailure,
  };
}

function rememberedFor(given: boolean | Required<RememberOptions>): Lifetime | undefined {
  if (given === false) return undefined;
  const { idleTimeout, absoluteTimeout } =
    given === true ? { idleTimeout: 14 * DAY, absoluteTimeout: 30 * DAY } : given;
  return { idle: idleTimeout, absolute: absoluteTimeout };
}

/** Newest first. */
function keysOf(
  given: SecretKey | readonly [SecretKey, ...SecretKey[]],
): readonly [SecretKey, ...SecretKey[]] {
  const [first, ...older] = Array.isArray(given) ? given : [given];
  return [first, ...older];
}

/** `false` says "no limit". */
function orElse(limit: number | false, none: number): number {
  return limit === false ? none : limit;
}
