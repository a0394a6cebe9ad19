import { isTimeZone } from '@emas/analytics';
import type { TrafficQueries } from '@emas/analytics';
import { functionOption, parseOptions, partOption, wholeNumber } from '@emas/options';
import type { LogReview } from '@emas/logging';
import type { Blocks, LoginReview } from '@emas/login-guard';
import type { Request } from 'express';
import { z } from 'zod';
import type { Roles } from './frame/server/access.ts';
import type { PipelineRow } from './pages/developers/contract.ts';

/** Where the security page's figures come from. */
export interface SecuritySource {
  /** `loginReview(…)`. */
  readonly review: Pick<LoginReview, 'failures' | 'incidents' | 'change'>;
  /** `logReview(…)`. */
  readonly log: LogReview;
  /** `loginBlocks(…)`; without it nothing can be blocked from the page. */
  readonly blocks?: Pick<Blocks, 'list' | 'add' | 'remove'> | undefined;
}

/** Where the developer page's figures come from. */
export interface DeveloperSource {
  /** `logReview(…)`. */
  readonly log: LogReview;
  /** Version of the app. @default '' */
  readonly version?: string | undefined;
  /** Days without a call after which an endpoint counts as unused. @default 30 */
  readonly quietDays?: number;
  /** Has what is still counted in memory told, before the report looks. @default nothing is done */
  readonly refresh?: (() => void) | undefined;
  /** How what carries figures and lines away stands. @default nothing is known */
  readonly pipelines?: (() => readonly PipelineRow[]) | undefined;
}

/** How visitors decided on one day. */
export interface DecisionsOfDay {
  /** `2026-11-23`. */
  readonly value: string;
  readonly accept: number;
  readonly refuse: number;
  readonly choose: number;
  readonly add: number;
}

/** Where the figures about consent come from: `consentRecords(…)` of @emas/consent. */
export interface ConsentSource {
  /** Of an app; never of a person. */
  rates(query: {
    /** Milliseconds since 1970, from inclusive, to exclusive. */
    readonly from: number;
    readonly to: number;
    readonly by: 'day';
    readonly timeZone: string;
  }): Promise<readonly DecisionsOfDay[]>;
}

/** Options of `dashboard()`. */
export interface DashboardOptions {
  /**
   * `analytics(…).queries`, or `trafficQueries(…)` where the app itself does not count.
   * @default there is no traffic page
   */
  readonly traffic?: TrafficQueries;
  /**
   * `consentRecords(…)`: how visitors decided, on the traffic page.
   * @default nothing is shown of it
   */
  readonly consent?: ConsentSource;
  /** @default there is no security page */
  readonly security?: SecuritySource;
  /** @default there is no developer page */
  readonly developers?: DeveloperSource;
  /**
   * The site whose figures are shown.
   * @default 'default'
   */
  readonly site?: string;
  /** IANA time zone of the pages where a reader names none. @default that of `traffic`, else the process's */
  readonly timeZone?: string;
  /** Roles of whoever asks. Asked with every request; there is no default, so nothing opens by accident. */
  readonly authorize: (req: Request) => Roles | Promise<Roles>;
  /** Who acts on incidents and blocks, as the team knows them. @default 'dashboard' */
  readonly actor?: (req: Request) => string;
  /**
   * Language of a visitor whose address names none (`?lang=`).
   * @default 'en'
   */
  readonly language?: 'en' | 'ms';
  /** Where somebody who may see no page is sent; without it, a page answers 403. */
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
  readonly traffic?: TrafficQueries | undefined;
  readonly consent?: ConsentSource | undefined;
  readonly security?: SecuritySource | undefined;
  readonly developers?: DeveloperSource | undefined;
  readonly site: string;
  readonly timeZone: string;
  readonly authorize: (req: Request) => Roles | Promise<Roles>;
  readonly actor: (req: Request) => string;
  readonly language: 'en' | 'ms';
  readonly signInUrl?: string | undefined;
  readonly signOutUrl?: string | undefined;
  readonly refresh: number;
}

const localUrl = z
  .string({ error: 'wants a path of this host' })
  .regex(/^\/(?!\/)/, 'wants a path that begins with one "/"');

const log = partOption<LogReview>('counts', 'what logReview() gave');

const schema = z.strictObject({
  traffic: partOption<TrafficQueries>('breakdown', 'the queries of analytics()').optional(),
  consent: partOption<ConsentSource>('rates', 'what consentRecords() gave').optional(),
  security: z
    .strictObject({
      review: partOption<SecuritySource['review']>('incidents', 'what loginReview() gave'),
      log,
      blocks: partOption<NonNullable<SecuritySource['blocks']>>(
        'add',
        'what loginBlocks() gave',
      ).optional(),
    })
    .optional(),
  developers: z
    .strictObject({
      log,
      version: z.string({ error: 'wants a version' }).optional(),
      quietDays: wholeNumber('days', 1, 3650, 30),
      refresh: functionOption<() => void>().optional(),
      pipelines: functionOption<() => readonly PipelineRow[]>().optional(),
    })
    .optional(),
  site: z.string({ error: 'wants the name of a site' }).min(1).default('default'),
  timeZone: z
    .string({ error: 'wants an IANA time zone' })
    .refine(isTimeZone, 'wants an IANA time zone')
    .optional(),
  authorize: functionOption<ResolvedOptions['authorize']>(
    'a function of the request that says which roles it has',
  ),
  actor: functionOption<(req: Request) => string>('a function of the request').default(
    () => () => 'dashboard',
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
  const parsed = parseOptions('dashboard', 'ERR_EMAS_DASHBOARD_OPTIONS', schema, given);
  const { timeZone, ...options } = parsed;
  return {
    ...options,
    timeZone:
      timeZone ?? options.traffic?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}
