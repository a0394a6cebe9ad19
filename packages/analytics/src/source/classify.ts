import { channelOf } from './channels.ts';
import type { Channel } from './channels.ts';
import { NOT_SEARCH, SOURCE_RULES } from './source-rules.ts';
import type { SourceCategory } from './source-rules.ts';

/** A visit's source as people call it. */
export interface ClassifiedSource {
  /** `Google`, `newsletter`, `blog.example`; '' for direct visits. */
  readonly source: string;
  readonly channel: Channel;
}

interface Known {
  readonly name: string;
  readonly category: SourceCategory | '';
}

const KNOWN: ReadonlyMap<string, Known> = new Map<string, Known>([
  ...NOT_SEARCH.map((host): [string, Known] => [host, { name: host, category: '' }]),
  ...SOURCE_RULES.flatMap(({ name, category, keys }) =>
    keys.map((key): [string, Known] => [key, { name, category }]),
  ),
]);

/** The rules as the columns that a query takes as parameters. */
export const SOURCE_COLUMNS: {
  readonly keys: readonly string[];
  readonly names: readonly string[];
  readonly categories: readonly string[];
} = {
  keys: [...KNOWN.keys()],
  names: [...KNOWN.values()].map(({ name }) => name),
  categories: [...KNOWN.values()].map(({ category }) => category),
};

/** Exact host, then its parents: `l.facebook.com`, then `facebook.com`. Never a part of a label. */
function lookUp(key: string): Known | undefined {
  for (let rest = key; ; rest = rest.slice(rest.indexOf('.') + 1)) {
    const known = KNOWN.get(rest);
    if (known !== undefined) return known;
    if (!rest.includes('.')) return undefined;
  }
}

const MOST = 5000;
const cache = new Map<string, ClassifiedSource>();

/** Names the source and channel of a visit; `queries/` has the same in SQL and a test compares them. */
export function sourceOf(told: {
  readonly referrer: string;
  readonly utm_source: string;
  readonly utm_medium: string;
}): ClassifiedSource {
  const { referrer, utm_source: utmSource, utm_medium: medium } = told;
  const cacheKey = `${referrer}\0${utmSource}\0${medium}`;
  const cached = cache.get(cacheKey);
  if (cached !== undefined) return cached;
  const key = utmSource === '' ? referrer : utmSource.toLowerCase();
  const known = key === '' ? undefined : lookUp(key);
  const source = known?.name ?? key;
  const channel = channelOf({ source: key, medium, category: known?.category ?? '' });
  const classified: ClassifiedSource = { source, channel };
  if (cache.size >= MOST) cache.clear();
  cache.set(cacheKey, classified);
  return classified;
}
