import { functionOption, parseOptions } from '@emas/errors';
import type { TrafficQueries } from '@emas/analytics';
import type { Request } from 'express';
import { z } from 'zod';

/** Options of `dashboard()`. */
export interface DashboardOptions {
  /** `analytics(…).queries`, or `trafficQueries(…)` where the app itself does not count. */
  readonly queries: TrafficQueries;
  /**
   * The site whose figures are shown.
   * @default 'default'
   */
  readonly site?: string;
  /** Who may see it. Asked with every request; there is no default, so nothing opens by accident. */
  readonly authorize: (req: Request) => boolean | Promise<boolean>;
  /**
   * Language of a visitor whose address names none (`?lang=`).
   * @default 'en'
   */
  readonly language?: 'en' | 'ms';
  /** Where somebody who may not see it is sent from the page; without it, the page answers 403. */
  readonly signInUrl?: string;
  /** Where the page's "sign out" leads. */
  readonly signOutUrl?: string;
  /**
   * Milliseconds between refreshes of an open page.
   * @default 2000
   */
  readonly refresh?: number;
}

/** The options with their defaults filled in. */
export interface ResolvedOptions {
  readonly queries: TrafficQueries;
  readonly site: string;
  readonly authorize: (req: Request) => boolean | Promise<boolean>;
  readonly language: 'en' | 'ms';
  readonly signInUrl?: string | undefined;
  readonly signOutUrl?: string | undefined;
  readonly refresh: number;
}

const localUrl = z
  .string({ error: 'wants a path of this host' })
  .regex(/^\/(?!\/)/, 'wants a path that begins with one "/"');

const schema = z.strictObject({
  queries: z.custom<TrafficQueries>(
    (value) => typeof value === 'object' && value !== null && 'breakdown' in value,
    { error: 'wants the queries of analytics()' },
  ),
  site: z.string({ error: 'wants the name of a site' }).min(1).default('default'),
  authorize: functionOption<ResolvedOptions['authorize']>(
    'a function of the request that says who may see the figures',
  ),
  language: z.enum(['en', 'ms'], { error: 'wants "en" or "ms"' }).default('en'),
  signInUrl: localUrl.optional(),
  signOutUrl: localUrl.optional(),
  refresh: z
    .int({ error: 'wants milliseconds' })
    .min(1000, 'wants 1,000 ms or more')
    .max(3_600_000, 'wants at most an hour')
    .default(2000),
});

/** @throws EmasError `ERR_EMAS_DASHBOARD_OPTIONS`. */
export function resolveOptions(given: DashboardOptions): ResolvedOptions {
  return parseOptions('dashboard', 'ERR_EMAS_DASHBOARD_OPTIONS', schema, given);
}
