const DAY = 86_400_000;

/** Calls of which only the first, the last and their number are known. */
interface Stretch {
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

/** The days on which a client called, and so how often it does. */
export class CallDays {
  /** Days since 1970. The log is kept for 400. */
  readonly #days = new Set<number>();
  readonly #stretches: Stretch[] = [];

  /** @param count Calls from `first` to `last`, milliseconds since 1970. */
  add({ first, last, count }: Stretch): void {
    this.#days.add(Math.floor(first / DAY));
    this.#days.add(Math.floor(last / DAY));
    if (last - first > DAY) this.#stretches.push({ first, last, count });
  }

  /** The longest time between two calls, in days; `undefined` for a client that called on one day only. */
  longestPause(): number | undefined {
    const days = [...this.#days].toSorted((left, right) => left - right);
    const pauses = days.slice(1).flatMap((day, at) => {
      const before = days[at] ?? day;
      return this.#isWithinStretch(before, day) ? [] : [day - before];
    });
    // Within a stretch nothing is known but the mean.
    const means = this.#stretches.map(({ first, last, count }) =>
      Math.ceil((last - first) / DAY / Math.max(1, count - 1)),
    );
    const all = [...pauses, ...means];
    return all.length === 0 ? undefined : Math.max(...all);
  }

  #isWithinStretch(from: number, to: number): boolean {
    return this.#stretches.some(
      ({ first, last }) => Math.floor(first / DAY) <= from && to <= Math.floor(last / DAY),
    );
  }
}
