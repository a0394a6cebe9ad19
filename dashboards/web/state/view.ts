import type { Period, ReportDimension, ReportFilter } from '../../server/traffic-report.ts';
import type { Metric } from '../format/metrics.ts';
import { METRICS } from '../format/metrics.ts';

export type Language = 'en' | 'ms';

/** What the page shows, and nothing else: the whole of it lives in the address. */
export interface View {
  readonly period: Period;
  /** Local days, `YYYY-MM-DD`; both set where `period` is `custom`, both null elsewhere. */
  readonly from: string | null;
  readonly to: string | null;
  /** null = the site's own. */
  readonly timeZone: string | null;
  readonly filters: readonly ReportFilter[];
  /** null = the language the app was mounted with. */
  readonly language: Language | null;
  readonly metric: Metric;
}

export const DEFAULT_VIEW: View = {
  period: '7d',
  from: null,
  to: null,
  timeZone: null,
  filters: [],
  language: null,
  metric: 'visitors',
};

export const PERIODS: readonly Period[] = ['today', '7d', '30d', '12mo', 'custom'];

export const DIMENSIONS: readonly ReportDimension[] = [
  'page',
  'entry_page',
  'exit_page',
  'source',
  'channel',
  'referrer',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'device',
  'browser',
  'os',
  'country',
];

const LOCAL_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Where a visit ends is only known afterwards, so the server cannot filter views by it. */
export function isFilterable(dimension: ReportDimension): boolean {
  return dimension !== 'exit_page';
}

/**
 * Reads a view from an address's query.
 *
 * What the page does not know falls back to the usual; a zone or a filter's value is passed on as it
 * stands, because only the server can tell whether it exists, and its answer names the fault.
 */
export function parseView(search: string): View {
  const query = new URLSearchParams(search);
  const from = query.get('from');
  const to = query.get('to');
  const period = PERIODS.find((known) => known === query.get('period')) ?? DEFAULT_VIEW.period;
  const days = period === 'custom' && isLocalDay(from) && isLocalDay(to);
  const lang = query.get('lang');
  return {
    period: period === 'custom' && !days ? DEFAULT_VIEW.period : period,
    from: days ? from : null,
    to: days ? to : null,
    timeZone: query.get('tz'),
    filters: query.getAll('filter').flatMap(parseFilter),
    language: lang === 'en' || lang === 'ms' ? lang : null,
    metric: METRICS.find((known) => known === query.get('metric')) ?? DEFAULT_VIEW.metric,
  };
}

/** The address's query for a view; what is as usual is left out, so that addresses stay short. */
export function formatView(view: View): string {
  const query = new URLSearchParams();
  if (view.period !== DEFAULT_VIEW.period) query.set('period', view.period);
  setDays(query, view);
  if (view.timeZone !== null) query.set('tz', view.timeZone);
  appendFilters(query, view.filters);
  if (view.metric !== DEFAULT_VIEW.metric) query.set('metric', view.metric);
  if (view.language !== null) query.set('lang', view.language);
  const text = readable(query);
  return text === '' ? './' : `./?${text}`;
}

/** The query that `api/traffic` and `api/breakdown` get for a view. */
export function reportQuery(view: View, siteTimeZone: string): string {
  const query = new URLSearchParams({ period: view.period });
  setDays(query, view);
  query.set('tz', view.timeZone ?? siteTimeZone);
  appendFilters(query, view.filters);
  return query.toString();
}

/** The view with one filter more; a dimension has one filter at most, so an older one makes way. */
export function withFilter(view: View, filter: ReportFilter): View {
  return { ...view, filters: [...withoutFilter(view, filter.dimension).filters, filter] };
}

export function withoutFilter(view: View, dimension: ReportDimension): View {
  return { ...view, filters: view.filters.filter((filter) => filter.dimension !== dimension) };
}

export function hasFilter(view: View, filter: ReportFilter): boolean {
  return view.filters.some(
    ({ dimension, value }) => dimension === filter.dimension && value === filter.value,
  );
}

export function isLocalDay(text: string | null): text is string {
  return text !== null && LOCAL_DAY.test(text) && !Number.isNaN(Date.parse(text));
}

function parseFilter(text: string): ReportFilter[] {
  const colon = text.indexOf(':');
  const dimension = DIMENSIONS.find((known) => known === text.slice(0, Math.max(0, colon)));
  if (dimension === undefined) return [];
  return [{ dimension, value: text.slice(colon + 1) }];
}

function setDays(query: URLSearchParams, { from, to }: View): void {
  if (from === null || to === null) return;
  query.set('from', from);
  query.set('to', to);
}

function appendFilters(query: URLSearchParams, filters: readonly ReportFilter[]): void {
  for (const { dimension, value } of filters) query.append('filter', `${dimension}:${value}`);
}

/** `filter=page:/claims` instead of `filter=page%3A%2Fclaims`: both characters may stand in a query. */
function readable(query: URLSearchParams): string {
  return query.toString().replaceAll('%3A', ':').replaceAll('%2F', '/');
}
