import type { Language, PageAddress, Period } from '../contract.ts';

export interface Filter {
  /** One of those that the page can be filtered by. */
  readonly dimension: string;
  readonly value: string;
}

/** What the page shows, and nothing else: the whole of it lives in the address. */
export interface View {
  readonly page: string;
  readonly period: Period;
  /** Local days, `YYYY-MM-DD`; both set where `period` is `custom`, both null elsewhere. */
  readonly from: string | null;
  readonly to: string | null;
  /** null = the app's own. */
  readonly timeZone: string | null;
  readonly filters: readonly Filter[];
  /** null = the language the app was mounted with. */
  readonly language: Language | null;
  /** The page's own parameters that are not as usual. */
  readonly choices: Readonly<Record<string, string>>;
}

/** The view of a page whose address says nothing. */
export const DEFAULT_VIEW: Omit<View, 'page'> = {
  period: '7d',
  from: null,
  to: null,
  timeZone: null,
  filters: [],
  language: null,
  choices: {},
};

export const PERIODS: readonly Period[] = ['today', '7d', '30d', '12mo', 'custom'];

const LOCAL_DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Reads a page's view from its address's query.
 *
 * What the page does not know falls back to the usual; a zone or a filter's value is passed on as it
 * stands, because only the server can tell whether it exists, and its answer names the fault.
 */
export function parseView(
  search: string,
  { page, languages, filters, choices }: PageAddress,
): View {
  const query = new URLSearchParams(search);
  const from = query.get('from');
  const to = query.get('to');
  const period = PERIODS.find((known) => known === query.get('period')) ?? DEFAULT_VIEW.period;
  const days = period === 'custom' && isLocalDay(from) && isLocalDay(to);
  return {
    page,
    period: period === 'custom' && !days ? DEFAULT_VIEW.period : period,
    from: days ? from : null,
    to: days ? to : null,
    timeZone: query.get('tz'),
    filters: query.getAll('filter').flatMap((text) => parseFilter(text, filters)),
    language: languages.find((known) => known === query.get('lang')) ?? null,
    choices: parseChoices(query, choices),
  };
}

/** The address of a view; what is as usual is left out, so that addresses stay short. */
export function formatView(view: View): string {
  const query = new URLSearchParams();
  if (view.period !== DEFAULT_VIEW.period) query.set('period', view.period);
  setDays(query, view);
  if (view.timeZone !== null) query.set('tz', view.timeZone);
  appendFilters(query, view.filters);
  for (const [name, choice] of Object.entries(view.choices)) query.set(name, choice);
  if (view.language !== null) query.set('lang', view.language);
  const text = readable(query);
  return text === '' ? `./${view.page}` : `./${view.page}?${text}`;
}

/** The same days on another page, in the same words; what only one page knows stays behind. */
export function onPage(view: View, page: string): View {
  return { ...view, page, filters: [], choices: {} };
}

/** The view with one of the page's own parameters; `usual` needs not be said. */
export function withChoice(view: View, name: string, choice: string, usual: string): View {
  const { [name]: _, ...others } = view.choices;
  return { ...view, choices: choice === usual ? others : { ...others, [name]: choice } };
}

/** The query that `api/…` gets for a view. */
export function reportQuery(view: View, siteTimeZone: string): string {
  const query = new URLSearchParams({ period: view.period });
  setDays(query, view);
  query.set('tz', view.timeZone ?? siteTimeZone);
  appendFilters(query, view.filters);
  return query.toString();
}

/**
 * The view with one filter more; a dimension has one filter at most, so an older one makes way.
 *
 * @param mayStay Which others may hold beside it.
 */
export function withFilter(
  view: View,
  filter: Filter,
  mayStay: (other: Filter) => boolean = () => true,
): View {
  const others = withoutFilter(view, filter.dimension).filters.filter(mayStay);
  return { ...view, filters: [...others, filter] };
}

export function withoutFilter(view: View, dimension: string): View {
  return { ...view, filters: view.filters.filter((filter) => filter.dimension !== dimension) };
}

export function hasFilter(view: View, filter: Filter): boolean {
  return view.filters.some(
    ({ dimension, value }) => dimension === filter.dimension && value === filter.value,
  );
}

export function isLocalDay(text: string | null): text is string {
  return text !== null && LOCAL_DAY.test(text) && !Number.isNaN(Date.parse(text));
}

function parseFilter(text: string, dimensions: readonly string[]): Filter[] {
  const colon = text.indexOf(':');
  const dimension = dimensions.find((known) => known === text.slice(0, Math.max(0, colon)));
  if (dimension === undefined) return [];
  return [{ dimension, value: text.slice(colon + 1) }];
}

/** Only what the page knows, and not as usual. */
function parseChoices(
  query: URLSearchParams,
  choices: PageAddress['choices'],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(choices).flatMap(([name, [, ...others]]) => {
      const choice = others.find((known) => known === query.get(name));
      return choice === undefined ? [] : [[name, choice]];
    }),
  );
}

function setDays(query: URLSearchParams, { from, to }: View): void {
  if (from === null || to === null) return;
  query.set('from', from);
  query.set('to', to);
}

function appendFilters(query: URLSearchParams, filters: readonly Filter[]): void {
  for (const { dimension, value } of filters) query.append('filter', `${dimension}:${value}`);
}

/** `filter=page:/claims` instead of `filter=page%3A%2Fclaims`: both characters may stand in a query. */
function readable(query: URLSearchParams): string {
  return query.toString().replaceAll('%3A', ':').replaceAll('%2F', '/');
}
