import type { Tally } from '../incident.ts';

/** Different ones that one incident keeps apart; an attack from more counts on without their names. */
const MOST = 1000;
const TOP = 100;

/** Counts how often each was seen, in bounded memory. */
export class OpenTally {
  readonly #counts = new Map<string, number>();
  #more = false;

  add(value: string, count = 1): void {
    if (value === '' || count === 0) return;
    const known = this.#counts.get(value);
    if (known === undefined && this.#counts.size >= MOST) {
      this.#more = true;
      return;
    }
    this.#counts.set(value, (known ?? 0) + count);
  }

  get size(): number {
    return this.#counts.size;
  }

  snapshot(): Tally {
    const top = [...this.#counts].toSorted(([, left], [, right]) => right - left).slice(0, TOP);
    return { total: this.#counts.size, atLeast: this.#more, top: Object.fromEntries(top) };
  }
}
