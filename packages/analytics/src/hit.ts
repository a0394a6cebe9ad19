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
  /** Template or masked path, see `pagePath()`. */
  readonly page: string;
  readonly source: TrafficSource;
}

/** Where a visit came from, as the request told it. */
export interface TrafficSource {
  /** Host of the referring page, without `www.`; '' for none and for the app itself. */
  readonly referrer: string;
  readonly utmSource: string;
  readonly utmMedium: string;
  readonly utmCampaign: string;
}

/** Why a request is not a page view of a person. */
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
  | 'address_missing';
