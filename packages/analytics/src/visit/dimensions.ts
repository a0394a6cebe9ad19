import type { Hit } from '../hit.ts';

/** What stays the same for a whole visit, in the wire's own names. */
export interface VisitDimensions {
  /** Number of this combination, unique in the process. */
  readonly id: number;
  readonly entry_page: string;
  readonly referrer: string;
  readonly utm_source: string;
  readonly utm_medium: string;
  readonly utm_campaign: string;
  readonly device: string;
  readonly browser: string;
  readonly os: string;
  readonly country: string;
  /** The named fields above as the middle of a JSON object: written once, used for every row. */
  readonly json: string;
}

const MOST = 20_000;

/** One object for each combination, so that buckets are found by a number. */
export class DimensionTable {
  /** By device, browser and system, then by the rest. */
  #known = new Map<string, Map<string, VisitDimensions>>();
  /** The same, found without a string: parsed clients are few and are the same objects over and over. */
  #ofClient = new WeakMap<Hit['client'], Map<string, VisitDimensions>>();
  #size = 0;
  #next = 1;

  of(hit: Hit): VisitDimensions {
    const { source, client, country, page } = hit;
    const ofClient = this.#ofClient.get(client) ?? this.#join(client);
    const { referrer, utmSource, utmMedium, utmCampaign } = source;
    const campaign =
      utmSource === '' && utmMedium === '' && utmCampaign === ''
        ? ''
        : `${utmSource}\0${utmMedium}\0${utmCampaign}`;
    const key = `${country}\0${page}\0${referrer}\0${campaign}`;
    const known = ofClient.get(key);
    if (known !== undefined) return known;
    const made = this.#make(hit);
    ofClient.set(key, made);
    return made;
  }

  #join(client: Hit['client']): Map<string, VisitDimensions> {
    const key = `${client.device}\0${client.browser}\0${client.os}`;
    const known = this.#known.get(key) ?? new Map<string, VisitDimensions>();
    this.#known.set(key, known);
    this.#ofClient.set(client, known);
    return known;
  }

  #make(hit: Hit): VisitDimensions {
    // Open visits keep theirs; a combination that comes back gets another number, which costs a row.
    if (this.#size >= MOST) {
      this.#known = new Map();
      this.#ofClient = new WeakMap();
      this.#size = 0;
    }
    this.#size += 1;
    const { source, client, country, page } = hit;
    const named = {
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
    return { id: this.#next++, ...named, json: JSON.stringify(named).slice(1, -1) };
  }
}
