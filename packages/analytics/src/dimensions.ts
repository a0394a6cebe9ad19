import type { DatedHit } from './hit.ts';
import type { ClassifiedSource } from './source/classify.ts';

/**
 * What a visit is from its start. New ones go to the end: an open day holds their values by their place
 * here. Adding one is a name, a rule below and its words on the page; days before do not have it.
 */
export const VISIT_DIMENSIONS = [
  'hour',
  'entry_page',
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
  'utm_content',
  'utm_term',
  'click_id',
] as const;
type VisitDimension = (typeof VISIT_DIMENSIONS)[number];

/** Each hit has its own page; the page on which a visit ends is known when it is over. */
const PAGE_DIMENSIONS = ['page', 'exit_page'] as const;

/** The local hour included, by which a day's series is made. */
export type AnyDimension = VisitDimension | (typeof PAGE_DIMENSIONS)[number];
/** What a page or a program asks for. */
export type Dimension = Exclude<AnyDimension, 'hour'>;

/** In the order in which a cell names them. */
export const ALL_DIMENSIONS: readonly AnyDimension[] = [...PAGE_DIMENSIONS, ...VISIT_DIMENSIONS];

/** What figures can be broken down and filtered by. */
export const DIMENSIONS: readonly Dimension[] = ALL_DIMENSIONS.filter(
  (name): name is Dimension => name !== 'hour',
);

/** What a visit's first hit tells about it. */
export interface VisitStart extends DatedHit {
  readonly classified: ClassifiedSource;
}

const READERS: Readonly<Record<VisitDimension, (start: VisitStart) => string>> = {
  hour: ({ hour }) => hour,
  entry_page: ({ page }) => page,
  source: ({ classified }) => classified.source,
  channel: ({ classified }) => classified.channel,
  referrer: ({ hit }) => hit.source.referrer,
  utm_source: ({ hit }) => hit.source.utmSource,
  utm_medium: ({ hit }) => hit.source.utmMedium,
  utm_campaign: ({ hit }) => hit.source.utmCampaign,
  device: ({ hit }) => hit.client.device,
  browser: ({ hit }) => hit.client.browser,
  os: ({ hit }) => hit.client.os,
  country: ({ hit }) => hit.country,
  utm_content: ({ hit }) => hit.source.utmContent,
  utm_term: ({ hit }) => hit.source.utmTerm,
  click_id: ({ hit }) => hit.source.clickId,
};

/** The values of a visit that begins, in the order of `VISIT_DIMENSIONS`. */
export function valuesOf(start: VisitStart): string[] {
  return VISIT_DIMENSIONS.map((name) => READERS[name](start));
}

/** Crossed with one another and with the three kinds of pages. */
const MAIN: readonly string[] = [
  'hour',
  'source',
  'channel',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'device',
  'browser',
  'os',
  'country',
];
/** What each of these is kept in pairs with, and it with them; pages are not crossed with pages. */
const CROSSED: ReadonlyMap<string, readonly string[]> = new Map([
  ...['page', 'entry_page', 'exit_page', ...MAIN].map((name) => [name, MAIN] as const),
  ['referrer', ['hour', 'entry_page', 'source', 'channel']],
  ['utm_content', ['hour', 'source', 'utm_source', 'utm_campaign']],
  ['utm_term', ['hour', 'source', 'utm_source', 'utm_campaign']],
  ['click_id', ['hour', 'source', 'channel', 'utm_campaign']],
]);

/** Whether figures of the one are kept for each value of the other. */
export function areCrossed(one: string, other: string): boolean {
  if (one === other) return false;
  const isListed = (name: string, listed: string): boolean =>
    CROSSED.get(name)?.includes(listed) === true;
  return isListed(one, other) || isListed(other, one);
}

/** Dimensions in the order in which a cell names them. */
export function inOrder(names: readonly string[]): AnyDimension[] {
  return ALL_DIMENSIONS.filter((name) => names.includes(name));
}
