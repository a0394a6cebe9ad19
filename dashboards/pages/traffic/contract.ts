/**
 * What the traffic page asks for and gets: the contract between `server/` and `web/`. Types only.
 *
 * `GET api/traffic?period=7d&tz=Asia/Kuala_Lumpur&filter=page:/claims&filter=country:MY`
 * answers a {@link TrafficReport}; `GET api/realtime` answers a {@link RealtimeReport};
 * `GET api/breakdown?dimension=page&…&search=…&page=2` answers a {@link BreakdownReport};
 * an error is an RFC 9457 problem document.
 */

import type { ReportRange } from '../../frame/contract.ts';

/** Dimensions shown as a list of rows. `exit_page` cannot be filtered by: see `filterable`. */
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
  /** null where it cannot be known (exit pages). */
  readonly visitors: number | null;
  readonly views: number | null;
  readonly visits: number | null;
  readonly bounceRate: number | null;
}

export interface ReportBreakdown {
  readonly rows: readonly ReportRow[];
  /** Rows with fewer visitors than `smallCells`, folded together; null where nothing was folded. */
  readonly folded: { readonly rows: number; readonly visitors: number | null } | null;
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
  /** The period before, of the same length and, for one that is still running, up to the same time of day. */
  readonly previousRange: { readonly from: string; readonly to: string };
  readonly filters: readonly ReportFilter[];
  /** True where the filters leave fewer visitors than `smallCells`: every figure below is then empty. */
  readonly suppressed: boolean;
  readonly smallCells: number;
  readonly totals: ReportTotals;
  readonly previousTotals: ReportTotals;
  readonly series: readonly ReportPoint[];
  readonly previousSeries: readonly ReportPoint[];
  readonly breakdowns: Readonly<Partial<Record<ReportDimension, ReportBreakdown>>>;
  /** Not affected by filters. */
  readonly bots: readonly NamedCount[];
  /** Requests not counted as page views, by reason; bots included under `bot`. Not affected by filters. */
  readonly leftOut: readonly NamedCount[];
  /** ISO 8601, UTC. */
  readonly generatedAt: string;
}

export interface RealtimeReport {
  /** Visitors with a page view in the last five minutes. */
  readonly visitors: number;
}

export interface BreakdownReport {
  readonly dimension: ReportDimension;
  readonly breakdown: ReportBreakdown;
}

/** What the page has to know before its first report. */
export interface TrafficFacts {
  readonly smallCells: number;
  /** Whether it shows how visitors decided about consent. */
  readonly hasConsent: boolean;
}
