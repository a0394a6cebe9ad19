/**
 * What the traffic page asks for and gets: the contract between `server/` and `web/`. Types only.
 *
 * `GET api/traffic?period=7d&filter=page:/claims` answers a {@link TrafficReport}; `GET api/realtime` answers a {@link RealtimeReport};
 * `GET api/breakdown?dimension=page&…&search=…&page=2` answers a {@link BreakdownReport};
 * an error is an RFC 9457 problem document.
 */

import type { ReportRange } from '../../frame/contract.ts';

/** Dimensions shown as a list of rows. */
export type ReportDimension =
  | 'page'
  | 'entry_page'
  | 'exit_page'
  | 'source'
  | 'channel'
  | 'referrer'
  | 'utm_source'
  | 'utm_medium'
  | 'utm_campaign'
  | 'utm_content'
  | 'utm_term'
  | 'click_id'
  | 'device'
  | 'browser'
  | 'os'
  | 'country';

export interface ReportTotals {
  readonly views: number;
  readonly visitors: number;
  readonly visits: number;
  /** Share of visits with one page view, 0 to 1; null without visits. */
  readonly bounceRate: number | null;
  /** Mean seconds from a visit's first to its last hit; null without visits. */
  readonly visitDuration: number | null;
  readonly viewsPerVisit: number | null;
}

export interface ReportPoint extends ReportTotals {
  /** Local start in the report's time zone, `2026-11-23T14:00` (date-times) or `2026-11-23` (day and longer). */
  readonly start: string;
}

export interface ReportRow {
  /** As stored: a path, a host, an ISO 3166-1 alpha-2 country ('' = unknown), a channel's English name. */
  readonly value: string;
  readonly visitors: number;
  /** null where it cannot be known (exit pages). */
  readonly views: number | null;
  readonly visits: number;
  readonly bounceRate: number | null;
}

export interface ReportBreakdown {
  readonly rows: readonly ReportRow[];
  /** All values that fewer than `smallCells` visitors had on a day; null where there are none. */
  readonly folded: { readonly visitors: number } | null;
  /** True where more rows exist than were sent. */
  readonly more: boolean;
}

export interface NamedCount {
  readonly name: string;
  readonly count: number;
}

interface ReportFilter {
  readonly dimension: ReportDimension;
  readonly value: string;
}

export interface TrafficReport {
  readonly app: string;
  readonly range: ReportRange;
  /** The period before, of the same length and, for one that is still running, up to about the same hour. */
  readonly previousRange: { readonly from: string; readonly to: string };
  readonly filters: readonly ReportFilter[];
  readonly smallCells: number;
  readonly totals: ReportTotals;
  /** `visitors` is null where a day so far is compared under a filter. */
  readonly previousTotals: Omit<ReportTotals, 'visitors'> & { readonly visitors: number | null };
  readonly series: readonly ReportPoint[];
  readonly previousSeries: readonly ReportPoint[];
  /** Without those that are not kept together with what is filtered by. */
  readonly breakdowns: Readonly<Partial<Record<ReportDimension, ReportBreakdown>>>;
  /** Not affected by filters. */
  readonly bots: readonly NamedCount[];
  /** Requests not counted as page views, by reason; bots included under `bot`. Not affected by filters. */
  readonly leftOut: readonly NamedCount[];
  /** ISO 8601, UTC. */
  readonly generatedAt: string;
}

export interface RealtimeReport {
  /** Visitors of the hour that runs. */
  readonly visitors: number;
}

export interface BreakdownReport {
  readonly dimension: ReportDimension;
  readonly breakdown: ReportBreakdown;
}

/** What the page has to know before its first report. */
export interface TrafficFacts {
  readonly smallCells: number;
  /** Combinations of three dimensions that are kept: within one, two filters hold at once. */
  readonly combine: readonly (readonly string[])[];
  /** Whether it shows how visitors decided about consent. */
  readonly hasConsent: boolean;
}
