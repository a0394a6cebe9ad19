import { Recent, RecentMap } from './detectors/recent-map.ts';

const MOST = 100_000;
const LIFETIME_MS = 24 * 3_600_000;

class Try extends Recent {
  times = 0;
}

/**
 * Remembers which passwords were wrong for which account. A device that sends a stale password each minute
 * learns nothing and guesses nothing, and must not lock its owner out.
 */
export class RepeatedTries {
  readonly #tries = new RecentMap<Try>(MOST, LIFETIME_MS);

  /** How often the same try failed before. */
  count(account: string, sent: string, now: number): number {
    const known = this.#tries.get(`${account} ${sent}`);
    return known === undefined || now - known.seen > LIFETIME_MS ? 0 : known.times;
  }

  add(account: string, sent: string, now: number): void {
    this.#tries.touch(`${account} ${sent}`, now, () => new Try()).times += 1;
  }
}
