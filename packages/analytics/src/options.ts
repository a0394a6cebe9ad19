import type { ClickHouseClient } from '@clickhouse/client';
import {
  functionOption,
  parseOptions,
  partOption,
  smallCellsOption,
  timeZoneOption,
  wholeNumber,
} from '@emas/options';
import { OWNER_WANTED, hasOwner, redisShape } from '@emas/redis';
import type { RedisClient } from '@emas/redis';
import type { Request } from 'express';
import { z } from 'zod';
import { DIMENSIONS } from './dimensions.ts';
import type { Dimension } from './dimensions.ts';
import { DEFAULT_KEEP_MONTHS } from './days/day-keeper.ts';
import type { NamePage } from './record/live-page.ts';

/** Options of `analytics()`. */
export interface AnalyticsOptions {
  /** From `connect()` of @emas/clickhouse. */
  readonly client: ClickHouseClient;
  /**
   * Name under which the figures are kept; several apps may share a database.
   * @default 'default'
   */
  readonly app?: string;
  /**
   * IANA time zone of the app: its midnight ends the day and changes the salt.
   * @default the process's own
   */
  readonly timeZone?: string;
  /** Folder for batches that wait for ClickHouse; without it they are lost with the process. */
  readonly spool?: string;
  /** The app's own host names, besides the one of each request: their referrers do not count. */
  readonly hosts?: readonly string[];
  /** Paths that are no pages: exact, `/admin/*` for everything below, or a regular expression. */
  readonly exclude?: readonly (string | RegExp)[];
  /** Says no to counting a request, `opted_out`; asked for page views only. */
  readonly allows?: (req: Request) => boolean;
  /**
   * Names the page that a request got, `Blog: first post`; `undefined` leaves it to the route's template. Asked for
   * page views only, once the response has ended. `res.locals.pageName`, set by a handler, counts before it.
   */
  readonly page?: NamePage;
  /**
   * Whether HTML counts that a script fetched with `Accept: text/html`, as a service worker that asks for pages by
   * their URL does. Service workers that pass a navigation on, Turbo, htmx's boosted links, Unpoly and pjax need
   * no such option.
   * @default false
   */
  readonly fetched?: boolean;
  /**
   * Milliseconds until a view is on its way; the most that a `kill -9` can lose.
   * @default 1000
   */
  readonly flushInterval?: number;
  /**
   * Leading bits of an address that tell two visitors apart.
   * @default { ipv4: 32, ipv6: 64 }
   */
  readonly network?: { readonly ipv4?: number; readonly ipv6?: number };
  /**
   * Fewest visitors that a figure may be about. Values of fewer a day are folded into "other", and all
   * figures are rounded at random to a multiple of it; 1 keeps and shows everything.
   * @default 5
   */
  readonly smallCells?: number;
  /**
   * Months after which only the totals of a day are kept.
   * @default 25
   */
  readonly keepMonths?: number;
  /**
   * Combinations of three dimensions that are kept besides all pairs, such as
   * `[['channel', 'country', 'page']]`: two of them can then be filtered at once. From the day on which it
   * is named.
   * @default none
   */
  readonly combine?: readonly (readonly Dimension[])[];
  /**
   * A client of node-redis or ioredis: several processes then share visits and the day's secret, and a restart does
   * not count its visitors anew. While it is away each process counts by itself.
   */
  readonly redis?: RedisClient;
  /** What all keys in Redis begin with, before the name of the app. @default 'emas:' */
  readonly prefix?: string;
  /** Bounds of what is kept in memory. */
  readonly limits?: {
    /** Visitors whose open visits are remembered. @default 200000 */
    readonly visitors?: number;
    /** Different pages of a day; the rest count as `(other)`. @default 10000 */
    readonly pages?: number;
    /** Hits that wait for one flush; the rest are left out as `limit`. @default 50000 */
    readonly hits?: number;
  };
  /** Name of a ClickHouse cluster; of one shard; tables are then replicated. */
  readonly cluster?: string;
}

/** The options with their defaults filled in. */
export interface ResolvedOptions {
  readonly client: ClickHouseClient;
  readonly app: string;
  readonly timeZone: string;
  readonly spool?: string | undefined;
  readonly hosts: readonly string[];
  readonly exclude: readonly (string | RegExp)[];
  readonly allows?: ((req: Request) => boolean) | undefined;
  readonly page?: NamePage | undefined;
  readonly fetched: boolean;
  readonly flushInterval: number;
  readonly network: { readonly ipv4: number; readonly ipv6: number };
  readonly smallCells: number;
  readonly keepMonths: number;
  readonly combine: readonly (readonly Dimension[])[];
  readonly redis?: RedisClient | undefined;
  readonly prefix: string;
  readonly limits: { readonly visitors: number; readonly pages: number; readonly hits: number };
  readonly cluster?: string | undefined;
}

const THREE = 'expected three different dimensions; "page" and "exit_page" cannot be in one';

const schema = z
  .strictObject({
    client: partOption<ClickHouseClient>('command', 'a client from connect()'),
    timeZone: timeZoneOption,
    spool: z.string({ error: 'expected a folder' }).min(1, 'expected a folder').optional(),
    hosts: z.array(z.string({ error: 'expected a host name' })).default([]),
    exclude: z
      .array(
        z.custom<string | RegExp>(
          (value) =>
            value instanceof RegExp || (typeof value === 'string' && value.startsWith('/')),
          { error: 'expected a path that begins with "/", or a RegExp' },
        ),
        { error: 'expected a list of paths' },
      )
      .default([]),
    allows: functionOption<(req: Request) => boolean>(
      'a function of the request that returns true or false',
    ).optional(),
    page: functionOption<NamePage>(
      'a function of the request and the response that returns a name',
    ).optional(),
    fetched: z.boolean({ error: 'expected true or false' }).default(false),
    flushInterval: wholeNumber('milliseconds', 10, 60_000, 1000),
    network: z
      .strictObject({ ipv4: wholeNumber('bits', 8, 32, 32), ipv6: wholeNumber('bits', 16, 64, 64) })
      .prefault({}),
    ...redisShape,
    smallCells: smallCellsOption('visitors'),
    keepMonths: wholeNumber('months', 1, 1200, DEFAULT_KEEP_MONTHS),
    combine: z
      .array(
        z
          .array(z.enum(DIMENSIONS))
          .length(3, THREE)
          .refine(
            (names) =>
              new Set(names).size === 3 && !(names.includes('exit_page') && names.includes('page')),
            THREE,
          ),
        { error: 'expected a list of combinations' },
      )
      .max(10, 'expected at most 10 combinations')
      .default([]),
    limits: z
      .strictObject({
        visitors: wholeNumber('visitors', 100, 10_000_000, 200_000),
        pages: wholeNumber('pages', 10, 1_000_000, 10_000),
        hits: wholeNumber('hits', 100, 1_000_000, 50_000),
      })
      .prefault({}),
    cluster: z.string({ error: 'expected the name of a cluster' }).optional(),
  })
  .refine(hasOwner, OWNER_WANTED);

/** @throws EmasError `ERR_EMAS_ANALYTICS_OPTIONS`. */
export function resolveOptions(given: AnalyticsOptions): ResolvedOptions {
  const parsed = parseOptions('analytics', 'ERR_EMAS_ANALYTICS_OPTIONS', schema, given);
  return { ...parsed, app: parsed.app ?? 'default' };
}
