import type { EndReason } from './record-store.ts';

/**
 * How long a store remembers that a session has ended, milliseconds. No request lasts longer, so none
 * that began before the end can write after it and find nothing.
 */
export const TOMBSTONE_MS: number = 10 * 60_000;

interface Tombstone {
  readonly reason: EndReason;
  readonly until: number;
}

/** Why sessions ended, in this process; bounded in time and number. */
export class Tombstones {
  readonly #most: number;
  readonly #now: () => number;
  /** All last equally long, so the order of arrival is the order of leaving. */
  readonly #stones = new Map<string, Tombstone>();

  constructor(most: number, now: () => number) {
    this.#most = most;
    this.#now = now;
  }

  add(key: string, reason: EndReason): void {
    this.#forgetOld();
    this.#stones.set(key, { reason, until: this.#now() + TOMBSTONE_MS });
  }

  reasonOf(key: string): EndReason | undefined {
    const stone = this.#stones.get(key);
    return stone !== undefined && stone.until > this.#now() ? stone.reason : undefined;
  }

  clear(): void {
    this.#stones.clear();
  }

  #forgetOld(): void {
    const now = this.#now();
    for (const [key, stone] of this.#stones) {
      if (stone.until > now && this.#stones.size < this.#most) return;
      this.#stones.delete(key);
    }
  }
}
