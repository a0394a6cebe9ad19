import QuickLRU from 'quick-lru';
import { usedNow } from './window.ts';
import type { Allowance, Taken } from './window.ts';

/** What came of taking from an allowance. */
export interface Taking extends Taken {
  readonly isAllowed: boolean;
  /** The instant that it was reckoned at, milliseconds since 1970. */
  readonly at: number;
}

const MOST_KEYS = 50_000;

/** What a request takes, and of how much. */
interface Wanted {
  readonly cost: number;
  readonly limit: number;
}

/** Counts in the memory of this process. Two generations of keys are kept, of this window and the one before. */
export class MemoryWindows {
  readonly #allowance: Omit<Allowance, 'limit'>;
  #index = 0;
  #current = new BoundedCounts();
  #before = new BoundedCounts();

  constructor(allowance: Omit<Allowance, 'limit'>) {
    this.#allowance = allowance;
  }

  take(key: string, { cost, limit }: Wanted, now: number): Taking {
    // A clock that is set back does not begin windows anew.
    const at = Math.max(now, this.#index * this.#allowance.window);
    this.#turn(at);
    const current = this.#current.get(key);
    const before = this.#before.get(key);
    const isAllowed = usedNow({ current, before }, this.#allowance, at) + cost <= limit;
    if (!isAllowed) return { isAllowed, current, before, at };
    this.#current.set(key, current + cost, current > 0);
    return { isAllowed, current: current + cost, before, at };
  }

  /** @param at When it was taken. */
  giveBack(key: string, cost: number, at: number): void {
    const index = Math.floor(at / this.#allowance.window);
    if (index === this.#index) this.#current.lower(key, cost);
    else if (index === this.#index - 1) this.#before.lower(key, cost);
  }

  #turn(now: number): void {
    const index = Math.floor(now / this.#allowance.window);
    if (index === this.#index) return;
    this.#before = index === this.#index + 1 ? this.#current : new BoundedCounts();
    this.#current = new BoundedCounts();
    this.#index = index;
  }
}

/**
 * Counts by key, those that came once apart from those that came again: a flood of networks that ask once each
 * makes room among its own, and does not begin the count of somebody anew who keeps asking.
 */
class BoundedCounts {
  readonly #once = new QuickLRU<string, number>({ maxSize: MOST_KEYS });
  readonly #again = new QuickLRU<string, number>({ maxSize: MOST_KEYS });

  get(key: string): number {
    return this.#again.get(key) ?? this.#once.get(key) ?? 0;
  }

  set(key: string, count: number, isAgain: boolean): void {
    if (!isAgain) {
      this.#again.delete(key);
      this.#once.set(key, count);
    } else {
      this.#once.delete(key);
      this.#again.set(key, count);
    }
  }

  lower(key: string, by: number): void {
    const counts = this.#again.has(key) ? this.#again : this.#once;
    const count = counts.get(key);
    if (count === undefined) return;
    // A key of which nothing counts is as one that never came.
    if (count > by) counts.set(key, count - by);
    else this.delete(key);
  }

  delete(key: string): void {
    this.#once.delete(key);
    this.#again.delete(key);
  }
}
