import QuickLRU from 'quick-lru';
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
  readonly #now: () => number;
  readonly #stones: QuickLRU<string, Tombstone>;

  /** @param most At least so many are remembered, the latest. */
  constructor(most: number, now: () => number) {
    this.#now = now;
    this.#stones = new QuickLRU({ maxSize: most });
  }

  add(key: string, reason: EndReason): void {
    this.#stones.set(key, { reason, until: this.#now() + TOMBSTONE_MS });
  }

  reasonOf(key: string): EndReason | undefined {
    const stone = this.#stones.peek(key);
    return stone !== undefined && stone.until > this.#now() ? stone.reason : undefined;
  }

  clear(): void {
    this.#stones.clear();
  }
}
