import { parseOptions, partOption, reportMode, wholeNumber } from '@emas/options';
import { events } from '@emas/events';
import type { EventBus } from '@emas/events';
import type { PageNeeds } from '@emas/page';
import { z } from 'zod';
import { DEFAULT_BODY_BYTES, bodyBounds, bodyBytes } from './body-bounds.ts';
import type { BodyBounds } from './body-bounds.ts';
import { FEATURES, featureOrigin, originsOf } from './permissions-policy.ts';
import type { Feature, FeatureOrigins } from './permissions-policy.ts';

/** Options of {@link hardening}. */
export interface HardeningOptions {
  /** What the app's pages need of other origins, on every page. */
  readonly needs?: PageNeeds;
  /**
   * `'report'` stops nothing: the policies go out as `-Report-Only`, headers that have no such form stay away,
   * and bounds let pass. What would have been stopped is reported: events `csp_violation` and `would_block`. For a
   * start in an existing app.
   * @default 'enforce'
   */
  readonly mode?: 'enforce' | 'report';
  /** Origins that may show the pages in a frame. @default none */
  readonly frameAncestors?: readonly string[];
  /**
   * Features of the browser that the site uses: a list for the site itself, or for each feature the origins that
   * may use it, `{ camera: ["'self'", 'https://video.example'] }`.
   * @default none
   */
  readonly permissions?: readonly Feature[] | FeatureOrigins;
  /**
   * Whether a page shares its window with one of another origin that it opens. For sign-in and payment in a
   * pop-up: `'same-origin-allow-popups'`.
   * @default 'same-origin'
   */
  readonly crossOriginOpenerPolicy?: OpenerPolicy;
  /** Whose pages may load what the app sends: pictures and files for other sites need `'cross-origin'`. @default 'same-origin' */
  readonly crossOriginResourcePolicy?: ResourcePolicy;
  /**
   * Seconds for which browsers ask over HTTPS only (RFC 6797), on HTTPS; with sub-domains, unless an object says
   * otherwise; `false` for none.
   * @default a year
   */
  readonly hsts?: number | StrictTransport | false;
  /** Path to which browsers report; `false` for none. @default '/.well-known/emas-reports' */
  readonly reports?: string | false;
  /**
   * Bytes of a body, whether it announces its length or not. An object bounds by path, the longest that fits
   * counts: `{ '/claims/receipts': 20_971_520 }`; other paths keep the default, or the value of `'/'`.
   * @default 1048576
   */
  readonly maxBodyBytes?: number | Readonly<Record<string, number>>;
  /** Characters of a URL. @default 2048 */
  readonly maxUrlLength?: number;
  /** Parameters of a query. @default 100 */
  readonly maxParameters?: number;
  /** @default the bus of this process */
  readonly events?: EventBus;
}

/** Values of `Cross-Origin-Opener-Policy` (HTML, "Cross-origin opener policies"). */
export type OpenerPolicy = (typeof OPENER_POLICIES)[number];
/** Values of `Cross-Origin-Resource-Policy` (Fetch, "Cross-Origin-Resource-Policy header"). */
export type ResourcePolicy = (typeof RESOURCE_POLICIES)[number];

/** `Strict-Transport-Security` in its parts (RFC 6797 §6.1). */
export interface StrictTransport {
  /** Seconds. @default a year */
  readonly maxAge?: number;
  /** @default true */
  readonly includeSubDomains?: boolean;
  /** Consent to the lists that browsers are shipped with: hard to take back. @default false */
  readonly preload?: boolean;
}

/** The options with their defaults filled in. */
export interface ResolvedOptions {
  readonly needs: PageNeeds;
  readonly mode: 'enforce' | 'report';
  readonly frameAncestors: readonly string[];
  readonly permissions: FeatureOrigins;
  readonly crossOriginOpenerPolicy: OpenerPolicy;
  readonly crossOriginResourcePolicy: ResourcePolicy;
  readonly hsts: Required<StrictTransport> | false;
  readonly reports: string | false;
  readonly maxBodyBytes: BodyBounds;
  readonly maxUrlLength: number;
  readonly maxParameters: number;
  readonly events: EventBus;
}

const OPENER_POLICIES = ['same-origin', 'same-origin-allow-popups', 'unsafe-none'] as const;
const RESOURCE_POLICIES = ['same-origin', 'same-site', 'cross-origin'] as const;
const YEAR = 31_536_000;
const PATH_WANTED = "expected false, or a path such as '/.well-known/emas-reports'";
const HSTS_WANTED =
  'expected false, seconds from 0 to 63072000 (two years), or { maxAge, includeSubDomains, preload }';
const FEATURES_WANTED = `expected some of ${FEATURES.join(', ')}`;
const texts = z.array(z.string({ error: 'expected texts' })).optional();
const flag = z.boolean({ error: 'expected true or false' });
const seconds = z
  .int({ error: HSTS_WANTED })
  .min(0, HSTS_WANTED)
  .max(2 * YEAR, HSTS_WANTED);
const oneOf = <Word extends string>(words: readonly [Word, ...Word[]]) =>
  z.enum(words, { error: `expected one of '${words.join("', '")}'` });

const schema = z.strictObject({
  needs: z
    .strictObject({
      scripts: texts,
      images: texts,
      styles: texts,
      fonts: texts,
      media: texts,
      frames: texts,
      workers: texts,
      connections: texts,
      forms: texts,
      trustedTypes: texts,
    })
    .prefault({}),
  mode: reportMode(),
  frameAncestors: z
    .array(
      z
        .string({ error: 'expected origins' })
        .regex(
          /^(?:'self'|https:\/\/[^\s;,*]+)$/,
          "expected 'self', or origins such as https://a.example",
        ),
    )
    .default([]),
  permissions: z
    .preprocess(
      originsOf,
      z.partialRecord(z.enum(FEATURES, { error: FEATURES_WANTED }), z.array(featureOrigin), {
        error: FEATURES_WANTED,
      }),
    )
    .default({}),
  crossOriginOpenerPolicy: oneOf(OPENER_POLICIES).default('same-origin'),
  crossOriginResourcePolicy: oneOf(RESOURCE_POLICIES).default('same-origin'),
  hsts: z
    .union(
      [
        z.literal(false),
        seconds,
        z.strictObject({
          maxAge: seconds.default(YEAR),
          includeSubDomains: flag.default(true),
          preload: flag.default(false),
        }),
      ],
      { error: HSTS_WANTED },
    )
    .default(YEAR),
  reports: z
    .union([z.literal(false), z.string().regex(/^\/[\w./~-]{1,200}$/)], { error: PATH_WANTED })
    .default('/.well-known/emas-reports'),
  maxBodyBytes: bodyBytes.default(DEFAULT_BODY_BYTES),
  maxUrlLength: wholeNumber('characters', 256, 16_384, 2048),
  maxParameters: wholeNumber('parameters', 1, 10_000, 100),
  events: partOption<EventBus>('emit', 'an event bus').default(events),
});

/** @throws EmasError `ERR_EMAS_HARDENING_OPTIONS`. */
export function resolveOptions(given: HardeningOptions): ResolvedOptions {
  const { needs, hsts, maxBodyBytes, ...rest } = parseOptions(
    'hardening',
    'ERR_EMAS_HARDENING_OPTIONS',
    schema,
    given,
  );
  const named = Object.entries(needs).filter(([, sources]) => sources !== undefined);
  return {
    ...rest,
    needs: Object.fromEntries(named),
    hsts: strictTransport(hsts),
    maxBodyBytes: bodyBounds(maxBodyBytes),
  };
}

function strictTransport(
  given: number | Required<StrictTransport> | false,
): ResolvedOptions['hsts'] {
  return typeof given === 'number'
    ? { maxAge: given, includeSubDomains: true, preload: false }
    : given;
}
