import { valuesOf } from '../dimensions.ts';
import type { DatedHit, Hit, TrafficSource } from '../hit.ts';
import { listed, SEPARATOR } from '../listed-text.ts';
import { sourceOf } from '../source/classify.ts';

/** The values that stay the same for a whole visit: one object for each combination of them. */
export interface VisitValues {
  /** Unique in the process. */
  readonly id: number;
  /** In the order of `VISIT_DIMENSIONS`, with tabs between them, as a JSON string. */
  readonly json: string;
}

const MOST = 20_000;

/** Finds the values of a visit without making them anew for each. */
export class VisitValueTable {
  readonly #known = new Map<string, VisitValues>();
  /** By client first: parsed clients are few, and are the same objects over and over. */
  #ofClient = new WeakMap<Hit['client'], Map<string, VisitValues>>();
  #size = 0;
  #next = 1;

  /** Of a visit that begins with a hit, in an hour of the site's day. */
  of(start: DatedHit): VisitValues {
    const { client } = start.hit;
    let ofClient = this.#ofClient.get(client);
    if (ofClient === undefined) {
      ofClient = new Map();
      this.#ofClient.set(client, ofClient);
    }
    const key = keyOf(start);
    const known = ofClient.get(key);
    if (known !== undefined) return known;
    const values = this.join(packed(start));
    ofClient.set(key, values);
    return values;
  }

  /** Those that were written as `json`. */
  join(json: string): VisitValues {
    const known = this.#known.get(json);
    if (known !== undefined) return known;
    // Open visits keep theirs; a combination that comes back gets another number, which costs a row.
    if (this.#size >= MOST) {
      this.#known.clear();
      this.#ofClient = new WeakMap();
      this.#size = 0;
    }
    this.#size += 1;
    const made: VisitValues = { id: this.#next++, json };
    this.#known.set(json, made);
    return made;
  }
}

function keyOf({ hit, page, hour }: DatedHit): string {
  const { country, source } = hit;
  const start = `${hour}${country}\0${page}\0${source.referrer}`;
  // Most visits have no campaign, and this is done for each of them.
  return isCampaign(source)
    ? `${start}\0${source.utmSource}\0${source.utmMedium}\0${source.utmCampaign}\0${source.utmContent}\0${source.utmTerm}\0${source.clickId}`
    : start;
}

function isCampaign(source: TrafficSource): boolean {
  const { utmSource, utmMedium, utmCampaign, utmContent, utmTerm, clickId } = source;
  return (
    utmSource !== '' ||
    utmMedium !== '' ||
    utmCampaign !== '' ||
    utmContent !== '' ||
    utmTerm !== '' ||
    clickId !== ''
  );
}

function packed(start: DatedHit): string {
  const { referrer, utmSource, utmMedium, utmCampaign, clickId } = start.hit.source;
  const classified = sourceOf({
    referrer,
    utm_source: utmSource,
    utm_medium: utmMedium,
    utm_campaign: utmCampaign,
    click_id: clickId,
  });
  // Values have no control characters: see `maskedPath()` and `campaignOf()`.
  return JSON.stringify(
    valuesOf({ ...start, classified })
      .map(listed)
      .join(SEPARATOR),
  );
}
