import { parseOptions, partOption, wholeNumber } from '@emas/options';
import { events } from '@emas/events';
import type { EventBus } from '@emas/events';
import type { PageNeeds } from '@emas/page';
import { z } from 'zod';
import { FEATURES } from './permissions-policy.ts';
import type { Feature } from './permissions-policy.ts';

/** Options of {@link hardening}. */
export interface HardeningOptions {
  /** What the app's pages need of other origins, on every page. */
  readonly needs?: PageNeeds;
  /**
   * `'report'` stops nothing, neither by the policy nor by the bounds, and reports what it would have stopped:
   * events `csp_violation` and `request_out_of_bounds`. For a start in an existing app.
   * @default 'enforce'
   */
  readonly mode?: 'enforce' | 'report';
  /** Origins that may show the pages in a frame. @default none */
  readonly frameAncestors?: readonly string[];
  /** Features of the browser that the site itself uses. @default none */
  readonly permissions?: readonly Feature[];
  /** Seconds for which browsers ask over HTTPS only, on HTTPS; `false` for none. @default a year */
  readonly hsts?: number | false;
  /** Path to which browsers report; `false` for none. @default '/.well-known/emas-reports' */
  readonly reports?: string | false;
  /** Bytes of a body that announces its length, or is being sent without. @default 1048576 */
  readonly maxBodyBytes?: number;
  /** Characters of a URL. @default 2048 */
  readonly maxUrlLength?: number;
  /** Parameters of a query. @default 100 */
  readonly maxParameters?: number;
  /** @default the bus of this process */
  readonly events?: EventBus;
}

/** The options with their defaults filled in. */
export interface ResolvedOptions {
  readonly needs: PageNeeds;
  readonly mode: 'enforce' | 'report';
  readonly frameAncestors: readonly string[];
  readonly permissions: readonly Feature[];
  readonly hsts: number | false;
  readonly reports: string | false;
  readonly maxBodyBytes: number;
  readonly maxUrlLength: number;
  readonly maxParameters: number;
  readonly events: EventBus;
}

const YEAR = 31_536_000;
const PATH_WANTED = "expected false, or a path such as '/.well-known/emas-reports'";
const HSTS_WANTED = 'expected false, or seconds from 0 to 63072000, two years';
const texts = z.array(z.string({ error: 'expected texts' })).optional();

const schema = z.strictObject({
  needs: z
    .strictObject({
      images: texts,
      styles: texts,
      fonts: texts,
      media: texts,
      frames: texts,
      connections: texts,
      forms: texts,
      trustedTypes: texts,
    })
    .prefault({}),
  mode: z
    .enum(['enforce', 'report'], { error: "expected 'enforce' or 'report'" })
    .default('enforce'),
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
    .array(z.enum(FEATURES, { error: `expected some of ${FEATURES.join(', ')}` }))
    .default([]),
  hsts: z
    .union(
      [
        z.literal(false),
        z
          .int()
          .min(0)
          .max(2 * YEAR),
      ],
      { error: HSTS_WANTED },
    )
    .default(YEAR),
  reports: z
    .union([z.literal(false), z.string().regex(/^\/[\w./~-]{1,200}$/)], { error: PATH_WANTED })
    .default('/.well-known/emas-reports'),
  maxBodyBytes: wholeNumber('bytes', 1024, 1_073_741_824, 1_048_576),
  maxUrlLength: wholeNumber('characters', 256, 16_384, 2048),
  maxParameters: wholeNumber('parameters', 1, 10_000, 100),
  events: partOption<EventBus>('emit', 'an event bus').default(events),
});

/** @throws EmasError `ERR_EMAS_HARDENING_OPTIONS`. */
export function resolveOptions(given: HardeningOptions): ResolvedOptions {
  const { needs, ...rest } = parseOptions('hardening', 'ERR_EMAS_HARDENING_OPTIONS', schema, given);
  const named = Object.entries(needs).filter(([, sources]) => sources !== undefined);
  return { ...rest, needs: Object.fromEntries(named) };
}
