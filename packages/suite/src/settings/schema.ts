import {
  appName,
  functionOption,
  parseOptions,
  partOption,
  reportMode,
  timeZoneOption,
  wholeNumber,
} from '@emas/options';
import type { EventBus } from '@emas/events';
import { PROVIDER_NAMES } from '@emas/captcha/internal';
import { PAGE_LANGUAGES } from '@emas/page';
import { z } from 'zod';
import type {
  CaptchaSettings,
  ClickHouseSettings,
  DashboardSettings,
  Secrets,
  ShutdownSettings,
  SuiteOptions,
} from '../options.ts';

/** A part's options, where they are neither left away nor `false`. */
type Present<Name extends keyof SuiteOptions> = Exclude<SuiteOptions[Name], boolean | undefined>;

/** What was given, with defaults; of the parts only that they are objects. */
export interface ParsedOptions {
  readonly app?: string | undefined;
  readonly version?: string | undefined;
  readonly mode?: 'production' | 'development' | undefined;
  readonly rollout: 'enforce' | 'report';
  readonly data: string;
  readonly timeZone: string;
  readonly trustProxy?: number | string | readonly string[] | undefined;
  readonly sessionSecret?: Secrets | undefined;
  readonly logKey?: Secrets | undefined;
  readonly clickhouse?: ClickHouseSettings | false | undefined;
  readonly countInterval: number;
  readonly redis?: string | undefined;
  readonly captcha: CaptchaSettings;
  readonly requestContext: Present<'requestContext'>;
  readonly hardening: Present<'hardening'> | false;
  readonly session: Present<'session'> | false;
  readonly sessionless: readonly string[];
  readonly consent?: Present<'consent'> | undefined;
  readonly analytics: Present<'analytics'> | false;
  readonly privacy?: Present<'privacy'> | false | undefined;
  readonly log: Present<'log'>;
  readonly accessLog: Present<'accessLog'> | boolean;
  readonly lockFile?: string | false | undefined;
  readonly logins: Present<'logins'>;
  readonly deprecations: Present<'deprecations'>;
  readonly dashboards: (DashboardSettings & { readonly path: string }) | false;
  readonly health: string | false;
  readonly shutdown: Required<ShutdownSettings>;
  readonly announce?: SuiteOptions['announce'];
  readonly events?: EventBus | undefined;
}

const PATH = "expected a path such as '/emas/health'";
const path = z.string({ error: PATH }).regex(/^\/[\w./-]{1,200}$/, PATH);
const SECRETS = 'expected a secret, or several with the newest first';
const secrets = z.union([z.string(), z.array(z.string()).min(1, SECRETS).readonly()], {
  error: SECRETS,
});
const CAPTCHA_WANTS = 'expected milliseconds from 100 to 30000';
const CAPTCHA_TIMEOUT = z
  .int({ error: CAPTCHA_WANTS })
  .min(100, CAPTCHA_WANTS)
  .max(30_000, CAPTCHA_WANTS);
const TRUST = 'expected a number of hops, or addresses and networks of proxies';
/** Checked by the part itself, to which it goes as it is. */
const passedOn = <Options>(): z.ZodType<Options> =>
  z.custom<Options>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    {
      error: 'expected an object of options',
    },
  );
const orFalse = <Options>(): z.ZodType<Options | false> =>
  z.union([z.literal(false), passedOn<Options>()], {
    error: 'expected an object of options, or false',
  });

const schema = z.strictObject({
  app: appName.optional(),
  version: z
    .string({ error: 'expected a version' })
    .min(1, 'expected a version')
    .max(100)
    .optional(),
  mode: z
    .enum(['production', 'development'], { error: "expected 'production' or 'development'" })
    .optional(),
  rollout: reportMode(),
  data: z.string({ error: 'expected a folder' }).min(1, 'expected a folder').default('./data/emas'),
  timeZone: timeZoneOption,
  trustProxy: z
    .union([z.int().min(0).max(20), z.string().min(1), z.array(z.string()).min(1).readonly()], {
      error: TRUST,
    })
    .optional(),
  sessionSecret: secrets.optional(),
  logKey: secrets.optional(),
  clickhouse: z
    .union(
      [
        z.literal(false),
        z.strictObject({
          // The part itself says what is wrong with it.
          url: z.union([z.string(), z.array(z.string()).readonly()], {
            error: 'expected the URL of a ClickHouse server, or a list of replicas',
          }),
          username: z.string().optional(),
          password: z.string().optional(),
          database: z.string().optional(),
          requestTimeout: wholeNumber('milliseconds', 100, 600_000, 10_000),
          cluster: z.string().optional(),
        }),
      ],
      {
        error: 'expected { url, username, password, database, requestTimeout, cluster }, or false',
      },
    )
    .optional(),
  countInterval: wholeNumber('milliseconds', 100, 3_600_000, 10_000),
  redis: z
    .string({ error: 'expected the URL of a Redis' })
    .refine(
      (url) => /^(?:rediss?|unix):\/\//.test(url) && URL.canParse(url),
      'expected a URL such as redis://127.0.0.1:6379',
    )
    .optional(),
  captcha: z
    .looseObject({
      provider: z
        .enum(PROVIDER_NAMES, { error: `expected one of ${PROVIDER_NAMES.join(', ')}` })
        .default('recaptcha-v2'),
      timeout: CAPTCHA_TIMEOUT.optional(),
    })
    .prefault({}),
  requestContext: passedOn<Present<'requestContext'>>().prefault({}),
  hardening: orFalse<Present<'hardening'>>().prefault({}),
  session: orFalse<Present<'session'>>().prefault({}),
  sessionless: z.array(path, { error: 'expected paths' }).readonly().default([]),
  consent: passedOn<Present<'consent'>>().optional(),
  analytics: orFalse<Present<'analytics'>>().prefault({}),
  privacy: orFalse<Present<'privacy'>>().optional(),
  log: passedOn<Present<'log'>>().prefault({}),
  accessLog: z
    .union([z.boolean(), passedOn<Present<'accessLog'>>()], {
      error: 'expected true, false or { skip, signedInOnly }',
    })
    .default(false),
  lockFile: z
    .union([z.literal(false), z.string().min(1)], {
      error: 'expected the path of package-lock.json, or false',
    })
    .optional(),
  logins: passedOn<Present<'logins'>>().prefault({}),
  deprecations: passedOn<Present<'deprecations'>>().prefault({}),
  dashboards: z
    .union(
      [
        z.literal(false),
        z.strictObject({
          path: path.default('/emas/dashboard'),
          authorize: functionOption<NonNullable<DashboardSettings['authorize']>>(
            'a function of the request that returns roles',
          ).optional(),
          actor: functionOption<NonNullable<DashboardSettings['actor']>>().optional(),
          language: z.enum(PAGE_LANGUAGES).optional(),
          signInUrl: z.string().optional(),
          signOutUrl: z.string().optional(),
          refresh: z.number().optional(),
        }),
      ],
      {
        error:
          'expected { path, authorize, actor, language, signInUrl, signOutUrl, refresh }, or false',
      },
    )
    .prefault({}),
  health: z.union([z.literal(false), path], { error: `${PATH}, or false` }).default('/emas/health'),
  shutdown: z
    .strictObject({
      grace: wholeNumber('milliseconds', 0, 600_000, 5000),
      timeout: wholeNumber('milliseconds', 100, 600_000, 10_000),
      signals: z.boolean({ error: 'expected true or false' }).default(true),
    })
    .prefault({}),
  announce: z
    .union([z.literal(false), functionOption<(lines: readonly string[]) => void>()], {
      error: 'expected a function of lines, or false',
    })
    .optional(),
  events: partOption<EventBus>('emit', 'an event bus').optional(),
});

/** @throws EmasError `ERR_EMAS_SUITE_OPTIONS`. */
export function parseSuiteOptions(given: SuiteOptions): ParsedOptions {
  const parsed = parseOptions('suite', 'ERR_EMAS_SUITE_OPTIONS', schema, given);
  // What a strict object leaves open is absent in it, and the captcha's keys are checked by its own part.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return parsed as ParsedOptions;
}
