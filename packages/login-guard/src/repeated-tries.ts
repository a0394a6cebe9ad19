import { Recent, RecentMap } from './detectors/recent-map.ts';

const MOST = 100_000;
const LIFETIME_MS = 24 * 3_600_000;
const MINUTE_MS = 60_000;
/** The same try so often in a minute is free; beyond that it counts like any other. */
const FREE_A_MINUTE = 6;

class Try extends Recent {
  times = 0;
  minute = 0;
  inMinute = 0;
}

/**
 * Remembers which passwords were wrong for which account. A device that sends a stale password each minute
 * learns nothing and guesses nothing, and must not lock its owner out. One that sends it without pause keeps
 * the app busy, and is held up like any other.
 */
export class RepeatedTries {
  readonly #tries = new RecentMap<Try>(MOST, LIFETIME_MS);

  /** How often the same try failed before; 0 where it has to count. */
  count(account: string, sent: string, now: number): number {
    const known = this.#tries.get(`${account} ${sent}`);
    if (known === undefined || now - known.seen > LIFETIME_MS) return 0;
    const isFree = known.minute !== minuteOf(now) || known.inMinute < FREE_A_MINUTE;
    return isFree ? known.times : 0;
  }

  add(account: string, sent: string, now: number): void {
    const known = this.#tries.touch(`${account} ${sent}`, now, () => new Try());
    const minute = minuteOf(now);
    known.inMinute = known.minute === minute ? known.inMinute + 1 : 1;
    known.minute = minute;
    known.times += 1;
  }
}

function minuteOf(now: number): number {
  return Math.floor(now / MINUTE_MS);
}
