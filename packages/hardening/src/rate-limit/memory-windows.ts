import { usedNow } from './window.ts';
import type { Allowance, Taken } from './window.ts';

/** What came of taking from an allowance. */
export interface Taking extends Taken {
  readonly isAllowed: boolean;
  /** The instant that it was reckoned at, milliseconds since 1970. */
  readonly at: number;
}

const MOST_KEYS = 100_000;

/** Counts in the memory of this process. Two generations of keys are kept, of this window and the one before. */
export class MemoryWindows {
  readonly #allowance: Allowance;
  #index = 0;
  #current = new Map<string, number>();
  #before = new Map<string, number>();

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  take(key: string, cost: number, now: number): Taking {
    // A clock that is set back does not begin windows anew.
    const at = Math.max(now, this.#index * this.#allowance.window);
    this.#turn(at);
    const current = this.#current.get(key) ?? 0;
    const before = this.#before.get(key) ?? 0;
    const isAllowed =
      usedNow({ current, before }, this.#allowance, at) + cost <= this.#allowance.limit;
    if (!isAllowed) return { isAllowed, current, before, at };
    if (current === 0 && this.#current.size >= MOST_KEYS) this.#forgetOldest();
    this.#current.set(key, current + cost);
    return { isAllowed, current: current + cost, before, at };
  }

  reset(key: string): void {
    this.#current.delete(key);
    this.#before.delete(key);
  }

  #turn(now: number): void {
    const index = Math.floor(now / this.#allowance.window);
    if (index === this.#index) return;
    this.#before = index === this.#index + 1 ? this.#current : new Map<string, number>();
    this.#current = new Map();
    this.#index = index;
  }

  #forgetOldest(): void {
    for (const key of this.#current.keys()) {
      this.#current.delete(key);
      return;
    }
  }
}
