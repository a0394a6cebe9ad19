/** A client of an endpoint. */
export interface ReportedClient {
  readonly id: string;
  readonly kind: string;
  readonly count: number;
  /** Milliseconds since 1970. */
  readonly first: number;
  readonly last: number;
  /** The longest time between two of its calls, in days; `undefined` where it called on one day only. */
  readonly pauseDays: number | undefined;
  /** Versions of the app that it called. */
  readonly versions: readonly string[];
}

/** What is known of an endpoint, or of a deprecated function. */
export interface EndpointFacts {
  readonly endpoint: string;
  readonly kind: 'endpoint' | 'code';
  /** As its notice has it; '' of code. */
  readonly since: string;
  readonly sunset: string | undefined;
  /** Whole days; negative once it has passed. */
  readonly daysToSunset: number | undefined;
  readonly successor: string | undefined;
  /** Milliseconds since 1970, since when the log knows it. */
  readonly watchedSince: number;
  /** Days of running processes that watched it since then. */
  readonly watchedDays: number;
  readonly count: number;
  readonly lastUse: number | undefined;
  /** The busiest first. */
  readonly clients: readonly ReportedClient[];
}
