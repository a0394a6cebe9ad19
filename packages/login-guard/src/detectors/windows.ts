/** Tells when something has happened so and so many times within a while: exactly, by the latest times. */
export class CountWindow {
  readonly #times: number[] = [];
  #next = 0;

  /** @returns True where this is the `limit`th within `within` milliseconds. */
  add(time: number, limit: number, within: number): boolean {
    if (this.#times.length < limit) {
      this.#times.push(time);
      return this.#times.length === limit && time - this.first <= within;
    }
    this.#times[this.#next] = time;
    this.#next = (this.#next + 1) % limit;
    return time - this.first <= within;
  }

  /** How many there were within `within` milliseconds before `time`, as far as it is known. */
  count(time: number, within: number): number {
    return this.#times.reduce((sum, one) => sum + (time - one <= within ? 1 : 0), 0);
  }

  /** The earliest time that is known. */
  get first(): number {
    return this.#times[this.#next] ?? 0;
  }

  clear(): void {
    this.#times.length = 0;
    this.#next = 0;
  }
}

/** Tells when so and so many different ones were seen within a while: exactly, by the latest of them. */
export class DistinctWindow {
  /** When each was last seen, the latest at the end. */
  readonly #seen = new Map<string, number>();

  /** @returns True where `limit` different ones, this among them, were seen within `within` milliseconds. */
  add(key: string, time: number, limit: number, within: number): boolean {
    this.#seen.delete(key);
    this.#seen.set(key, time);
    if (this.#seen.size > limit) {
      for (const oldest of this.#seen.keys()) {
        this.#seen.delete(oldest);
        break;
      }
    }
    return this.#seen.size >= limit && time - this.first <= within;
  }

  delete(key: string): void {
    this.#seen.delete(key);
  }

  /** One of each that was seen within `within` milliseconds before `time`, but for the latest. */
  before(latest: string, time: number, within: number): [key: string, count: number][] {
    return [...this.#seen]
      .filter(([key, seen]) => key !== latest && time - seen <= within)
      .map(([key]) => [key, 1]);
  }

  /** When the one was seen that was not seen for longest. */
  get first(): number {
    for (const time of this.#seen.values()) return time;
    return 0;
  }

  clear(): void {
    this.#seen.clear();
  }
}
