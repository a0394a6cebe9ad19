import type { Client } from '@emas/request-context';

/** One page view on its way to be counted. Lives for the length of a function call. */
export interface Hit {
  readonly app: string;
  /** Milliseconds since 1970, UTC. */
  readonly time: number;
  /** Canonical address: goes into the visitor's key and nowhere else. */
  readonly address: string;
  readonly client: Client;
  /** ISO 3166-1 alpha-2; '' where unknown. */
  readonly country: string;
  /** A name that the app gave, a route's template or a masked path: see `pagePath()`. */
  readonly page: string;
  readonly source: TrafficSource;
}

/** A hit with the moment of the site's calendar in which it falls. */
export interface DatedHit {
  readonly hit: Hit;
  /** The hit's page, or the one that stands for those beyond the bounds. */
  readonly page: string;
  /** The site's day, `2026-11-23`. */
  readonly day: string;
  /** Its local hour, `00` to `23`. */
  readonly hour: string;
}

/** Where a visit came from, as the request told it. */
export interface TrafficSource {
  /** Host of the referring page, without `www.`; '' for none and for the app itself; `(address)` for an IP address. */
  readonly referrer: string;
  /** All of a campaign's values are lower case, masked and bounded; '' for none. */
  readonly utmSource: string;
  readonly utmMedium: string;
  readonly utmCampaign: string;
  readonly utmContent: string;
  readonly utmTerm: string;
  /** Which click id the URL had, `gclid`; its value is not kept. */
  readonly clickId: string;
}

/**
 * Why a request is not a page view of a person. `aborted`: the visitor left before the response was sent. `spam`:
 * the referrer is one that only wants to be seen in lists of referrers.
 */
export type LeftOutReason =
  | 'asset'
  | 'prefetch'
  | 'method'
  | 'status'
  | 'not_html'
  | 'excluded'
  | 'bot'
  | 'opted_out'
  | 'invalid'
  | 'limit'
  | 'address_missing'
  | 'aborted'
  | 'spam';
