import type { Tally } from '../incident.ts';

/** Values that one incident keeps apart; attempts with others are counted together. */
const MOST = 1000;
const TOP = 100;

/** Counts attempts by a value, in bounded memory. */
export class OpenTally {
  readonly #counts = new Map<string, number>();
  #unknown = 0;
  #others = 0;

  add(value: string): void {
    if (value === '') {
      this.#unknown += 1;
      return;
    }
    const known = this.#counts.get(value);
    if (known === undefined && this.#counts.size >= MOST) this.#others += 1;
    else this.#counts.set(value, (known ?? 0) + 1);
  }

  get size(): number {
    return this.#counts.size;
  }

  has(value: string): boolean {
    return this.#counts.has(value);
  }

  snapshot(): Tally {
    const all = [...this.#counts].toSorted(([, left], [, right]) => right - left);
    return {
      total: all.length,
      atLeast: this.#others > 0,
      top: Object.fromEntries(all.slice(0, TOP)),
      rest: all.slice(TOP).reduce((sum, [, count]) => sum + count, this.#others),
      unknown: this.#unknown,
    };
  }
}
