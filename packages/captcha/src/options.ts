import { EmasError } from '@emas/errors';
import { functionOption, parseOptions, partOption, wholeNumber } from '@emas/options';
import { events } from '@emas/events';
import type { EventBus } from '@emas/events';
import { OWNER_WANTED, hasOwner, keySpace, redisShape } from '@emas/redis';
import type { RedisClient } from '@emas/redis';
import type { Request } from 'express';
import { z } from 'zod';
import { PROVIDERS, PROVIDER_NAMES } from './providers/provider-table.ts';
import type { ProviderName } from './providers/provider-table.ts';

/** Options of {@link captcha}. */
export interface CaptchaOptions {
  readonly provider: ProviderName;
  /** The public key. */
  readonly siteKey: string;
  /** The secret; of reCAPTCHA Enterprise the API key. */
  readonly secret: string;
  /** Project of reCAPTCHA Enterprise. */
  readonly project?: string;
  /** Hosts on which captchas may be solved; a token from elsewhere is somebody else's page. */
  readonly hostnames: readonly string[];
  /** The action that a token has to be made for; of v3, Enterprise and Turnstile. */
  readonly action?: string;
  /** The least score of v3 and Enterprise. @default 0.5 */
  readonly minScore?: number;
  /** Milliseconds that a solved captcha is good for. @default 120000, Turnstile 300000 */
  readonly maxAge?: number;
  /** Whether the visitor's address goes to the provider, as the privacy policy says. @default true */
  readonly sendAddress?: boolean;
  /** Milliseconds to wait for the provider. @default 2500 */
  readonly timeout?: number;
  /**
   * What happens while the provider is not available: all pass, none pass, or a few per network (`limit`).
   * @default 'limit'
   */
  readonly onUnavailable?: 'open' | 'closed' | 'limit';
  /** With `'limit'`: `tries` per network within `window` milliseconds. @default 5 within 10 minutes */
  readonly limit?: { readonly tries?: number; readonly window?: number };
  /** Whether this request needs a captcha. @default always */
  readonly when?: (req: Request) => boolean | Promise<boolean>;
  /** Where the token is. @default the provider's own field of the body */
  readonly token?: (req: Request) => unknown;
  /** Tokens that were used, shared by processes. @default the memory of this process */
  readonly redis?: RedisClient;
  /** Name of the app, which its keys in Redis carry: needed with `redis`. */
  readonly app?: string;
  /** What all keys in Redis begin with, before the name of the app. @default 'emas:' */
  readonly prefix?: string;
  /** Another host of the provider, `https://www.recaptcha.net`, or the stand-in's. */
  readonly host?: string;
  /**
   * Whether people whose browser runs no script, or cannot reach the provider, may send the form within
   * `limit`. A program may say so as well: it gets no more than that.
   * @default true
   */
  readonly withoutWidget?: boolean;
  /** What `res.locals.captcha()` draws. */
  readonly widget?: WidgetOptions;
  /** @default the bus of this process */
  readonly events?: EventBus;
  /** The clock, for tests. */
  readonly now?: () => number;
}

/** What `res.locals.captcha()` draws. */
export interface WidgetOptions {
  /** Where `captcha.widget` serves the script. @default '/emas/captcha.js' */
  readonly path?: string;
  /** Whom people write to who cannot get through: an address, or a page. @default nobody is named */
  readonly support?: string;
  /** Name of the form's field with the token, where `token` looks elsewhere. @default the provider's own */
  readonly field?: string;
}

/** The options with their defaults filled in. */
export interface ResolvedOptions {
  readonly provider: ProviderName;
  readonly siteKey: string;
  readonly secret: string;
  readonly project?: string | undefined;
  readonly hostnames: readonly string[];
  readonly action?: string | undefined;
  readonly minScore: number;
  readonly maxAge: number;
  readonly sendAddress: boolean;
  readonly timeout: number;
  readonly onUnavailable: 'open' | 'closed' | 'limit';
  readonly limit: { readonly tries: number; readonly window: number };
  readonly when: (req: Request) => boolean | Promise<boolean>;
  readonly token?: ((req: Request) => unknown) | undefined;
  readonly redis?: RedisClient | undefined;
  /** What its keys in Redis begin with. */
  readonly keys: string;
  readonly host?: string | undefined;
  readonly withoutWidget: boolean;
  readonly widget: {
    readonly path: string;
    readonly support?: string | undefined;
    readonly field?: string | undefined;
  };
  readonly events: EventBus;
  readonly now: () => number;
}

const MINUTE = 60_000;
const KEY_WANTED = 'expected the key that the provider gave';
const HOST_WANTED = 'expected hosts without scheme and path, portal.example';
const SUPPORT_WANTED = 'expected an e-mail address, a path or an https URL';
const SCORE_WANTED = 'expected a number from 0 to 1';

const schema = z
  .strictObject({
    provider: z.enum(PROVIDER_NAMES, { error: `expected one of ${PROVIDER_NAMES.join(', ')}` }),
    siteKey: z.string({ error: KEY_WANTED }).min(1, KEY_WANTED).max(200, KEY_WANTED),
    secret: z.string({ error: KEY_WANTED }).min(1, KEY_WANTED).max(500, KEY_WANTED),
    project: z.string({ error: 'expected the name of a project' }).min(1).max(100).optional(),
    hostnames: z
      .array(z.string({ error: HOST_WANTED }).regex(/^[a-z0-9.-]{1,253}$/i, HOST_WANTED), {
        error: HOST_WANTED,
      })
      .min(1, HOST_WANTED),
    action: z.string({ error: 'expected a name' }).optional(),
    minScore: z
      .number({ error: SCORE_WANTED })
      .min(0, SCORE_WANTED)
      .max(1, SCORE_WANTED)
      .default(0.5),
    maxAge: z.int({ error: 'expected milliseconds' }).min(1000).max(3_600_000).optional(),
    sendAddress: z.boolean({ error: 'expected true or false' }).default(true),
    timeout: wholeNumber('milliseconds', 100, 30_000, 2500),
    onUnavailable: z
      .enum(['open', 'closed', 'limit'], { error: 'expected open, closed or limit' })
      .default('limit'),
    limit: z
      .strictObject({
        tries: wholeNumber('tries', 1, 100_000, 5),
        window: wholeNumber('milliseconds', 1000, 86_400_000, 10 * MINUTE),
      })
      .prefault({}),
    when: functionOption<ResolvedOptions['when']>().default(() => () => true),
    token: functionOption<(req: Request) => unknown>().optional(),
    ...redisShape,
    host: z
      .string({ error: 'expected a URL without path' })
      .refine(
        (text) => URL.canParse(text) && new URL(text).origin === text,
        'expected a URL without path',
      )
      .optional(),
    withoutWidget: z.boolean({ error: 'expected true or false' }).default(true),
    widget: z
      .strictObject({
        path: z
          .string({ error: 'expected a path' })
          .regex(/^\/[\w./-]{1,200}$/, 'expected a path such as /emas/captcha.js')
          .default('/emas/captcha.js'),
        support: z
          .string({ error: SUPPORT_WANTED })
          .regex(
            /^(?:[^\s@:]{1,64}@[\w.-]{1,253}|\/[^\s]{0,500}|https:\/\/[^\s]{1,500})$/,
            SUPPORT_WANTED,
          )
          .optional(),
        field: z.string({ error: 'expected the name of a field' }).min(1).max(100).optional(),
      })
      .prefault({}),
    events: partOption<EventBus>('emit', 'an event bus').default(events),
    now: functionOption<() => number>().default(() => Date.now),
  })
  .refine(hasOwner, OWNER_WANTED);

/** @throws EmasError `ERR_EMAS_CAPTCHA_OPTIONS`. */
export function resolveOptions(given: CaptchaOptions): ResolvedOptions {
  const code = 'ERR_EMAS_CAPTCHA_OPTIONS';
  const parsed = parseOptions('captcha', code, schema, given);
  const { provider, project, action } = parsed;
  const { protocol, action: rule, maxAge } = PROVIDERS[provider];
  if (protocol === 'enterprise' && project === undefined) {
    throw new EmasError(
      code,
      'captcha: option "project": expected the project of reCAPTCHA Enterprise, received nothing.',
    );
  }
  if (action !== undefined && rule === undefined) {
    throw new EmasError(code, `captcha: option "action": ${provider} does not support it.`);
  }
  if (action !== undefined && rule?.pattern.test(action) === false) {
    const name = action.slice(0, 40);
    throw new EmasError(
      code,
      `captcha: option "action": expected ${rule.wanted} (${provider}), received "${name}".`,
    );
  }
  const { app = '', prefix, ...rest } = parsed;
  const keys = keySpace({ prefix, app, part: 'captcha' });
  return { ...rest, keys, maxAge: parsed.maxAge ?? maxAge };
}
