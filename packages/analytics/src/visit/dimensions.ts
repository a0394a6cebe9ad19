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
}

const MOST = 20_000;

/** One object for each combination, so that buckets are found by a number. */
export class DimensionTable {
  #known = new Map<string, VisitDimensions>();
  #next = 1;

  of(hit: Hit): VisitDimensions {
    const { source, client, country, page } = hit;
    const { referrer, utmSource, utmMedium, utmCampaign } = source;
    const { device, browser, os } = client;
    const key = `${page}\0${referrer}\0${utmSource}\0${utmMedium}\0${utmCampaign}\0${device}\0${browser}\0${os}\0${country}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    // Open visits keep theirs; a combination that comes back gets another number, which costs a row.
    if (this.#known.size >= MOST) this.#known = new Map();
    const made: VisitDimensions = {
      id: this.#next++,
      entry_page: page,
      referrer,
      utm_source: utmSource,
      utm_medium: utmMedium,
      utm_campaign: utmCampaign,
      device,
      browser,
      os,
      country,
    };
    this.#known.set(key, made);
    return made;
  }
}
