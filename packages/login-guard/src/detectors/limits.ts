/** From how many within how long on something is an incident. */
export interface Limit {
  readonly count: number;
  /** Milliseconds. */
  readonly within: number;
}

/** Counts within a while, of attempts or of different keys. */
interface Window {
  reaches(count: number, time: number, within: number): boolean;
}

/** Limits of one pattern: a short while, and a day. */
export class Limits {
  readonly all: readonly Limit[];
  /** How much has to be kept to hold them. */
  readonly most: number;
  /** Milliseconds that the longest of them looks back. */
  readonly longest: number;

  constructor(...all: readonly Limit[]) {
    this.all = all;
    this.most = Math.max(...all.map(({ count }) => count));
    this.longest = Math.max(...all.map(({ within }) => within));
  }

  /** The first that is reached. It is asked with each attempt. */
  reachedBy(window: Window, time: number): Limit | undefined {
    for (const limit of this.all) {
      if (window.reaches(limit.count, time, limit.within)) return limit;
    }
    return undefined;
  }
}
