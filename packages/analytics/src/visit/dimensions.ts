import type { Hit } from '../hit.ts';

/** What stays the same for a whole visit, in the wire's own names. */
export interface DimensionValues {
  readonly entry_page: string;
  readonly referrer: string;
  readonly utm_source: string;
  readonly utm_medium: string;
  readonly utm_campaign: string;
  readonly device: string;
  readonly browser: string;
  readonly os: string;
  readonly country: string;
}

/** One combination of them, the same object wherever it comes up. */
export interface VisitDimensions extends DimensionValues {
  /** Number of this combination, unique in the process. */
  readonly id: number;
  /** The named fields above as the middle of a JSON object: written once, used for every row. */
  readonly json: string;
}

const MOST = 20_000;

/** One object for each combination, so that buckets are found by a number. */
export class DimensionTable {
  /** By device, browser and system, then by the rest. */
  readonly #known = new Map<string, Map<string, VisitDimensions>>();
  /** The same, found without a string: parsed clients are few and are the same objects over and over. */
  #ofClient = new WeakMap<Hit['client'], Map<string, VisitDimensions>>();
  #size = 0;
  #next = 1;

  of(hit: Hit): VisitDimensions {
    const { source, client, country, page } = hit;
    const ofClient = this.#ofClient.get(client) ?? this.#joinClient(client);
    const { referrer, utmSource, utmMedium, utmCampaign } = source;
    const key = keyOf(country, page, referrer, utmSource, utmMedium, utmCampaign);
    return ofClient.get(key) ?? this.#make(ofClient, key, valuesOf(hit));
  }

  /** The combination that has these values. */
  join(values: DimensionValues): VisitDimensions {
    const { country, entry_page, referrer, utm_source, utm_medium, utm_campaign } = values;
    const ofClient = this.#groupOf(values);
    const key = keyOf(country, entry_page, referrer, utm_source, utm_medium, utm_campaign);
    return ofClient.get(key) ?? this.#make(ofClient, key, values);
  }

  #joinClient(client: Hit['client']): Map<string, VisitDimensions> {
    const group = this.#groupOf(client);
    this.#ofClient.set(client, group);
    return group;
  }

  #groupOf({ device, browser, os }: Client): Map<string, VisitDimensions> {
    const key = `${device}\0${browser}\0${os}`;
    const known = this.#known.get(key) ?? new Map<string, VisitDimensions>();
    this.#known.set(key, known);
    return known;
  }

  #make(
    group: Map<string, VisitDimensions>,
    key: string,
    values: DimensionValues,
  ): VisitDimensions {
    // Open visits keep theirs; a combination that comes back gets another number, which costs a row.
    if (this.#size >= MOST) {
      this.#known.clear();
      this.#ofClient = new WeakMap();
      this.#size = 0;
    }
    this.#size += 1;
    const json = JSON.stringify(values).slice(1, -1);
    const made: VisitDimensions = { id: this.#next++, ...values, json };
    group.set(key, made);
    return made;
  }
}

/** The part of a client that figures are counted by. */
type Client = Pick<DimensionValues, 'device' | 'browser' | 'os'>;

function keyOf(
  country: string,
  page: string,
  referrer: string,
  source: string,
  medium: string,
  campaign: string,
): string {
  // Most visits have no campaign, and this is done for each of them.
  if (source === '' && medium === '' && campaign === '') return `${country}\0${page}\0${referrer}`;
  return `${country}\0${page}\0${referrer}\0${source}\0${medium}\0${campaign}`;
}

function valuesOf({ source, client, country, page }: Hit): DimensionValues {
  return {
    entry_page: page,
    referrer: source.referrer,
    utm_source: source.utmSource,
    utm_medium: source.utmMedium,
    utm_campaign: source.utmCampaign,
    device: client.device,
    browser: client.browser,
    os: client.os,
    country,
  };
}

/** The values alone, without what a process made of them. */
export function dimensionValues(dimensions: VisitDimensions): DimensionValues {
  return {
    entry_page: dimensions.entry_page,
    referrer: dimensions.referrer,
    utm_source: dimensions.utm_source,
    utm_medium: dimensions.utm_medium,
    utm_campaign: dimensions.utm_campaign,
    device: dimensions.device,
    browser: dimensions.browser,
    os: dimensions.os,
    country: dimensions.country,
  };
}
