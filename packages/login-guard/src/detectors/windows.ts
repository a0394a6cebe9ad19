/*
 * Most accounts fail once, most passwords are tried on one account: the first of what a window holds needs
 * no list of its own, which is made with the second.
 */

/** Tells when something has happened so and so many times within a while: exactly, by the latest times. */
export class CountWindow {
  #first = 0;
  #size = 0;
  /** A ring of the latest times. */
  #times: number[] | undefined;
  #next = 0;

  /** @returns True where this is the `limit`th within `within` milliseconds. */
  add(time: number, limit: number, within: number): boolean {
    if (this.#size === 0) {
      this.#first = time;
      this.#size = 1;
      return limit === 1;
    }
    this.#times ??= [this.#first];
    if (this.#size < limit) {
      this.#times.push(time);
      this.#size += 1;
    } else {
      this.#times[this.#next] = time;
      this.#next = (this.#next + 1) % limit;
    }
    return this.#size === limit && time - this.first <= within;
  }

  /** How many there were within `within` milliseconds before `time`, as far as it is known. */
  count(time: number, within: number): number {
    if (this.#size === 0) return 0;
    const times = this.#times ?? [this.#first];
    return times.reduce((sum, one) => sum + (time - one <= within ? 1 : 0), 0);
  }

  /** The earliest time that is known. */
  get first(): number {
    return this.#times?.[this.#next] ?? this.#first;
  }

  clear(): void {
    this.#size = 0;
    this.#times = undefined;
    this.#next = 0;
  }
}

/** Tells when so and so many different ones were seen within a while: exactly, by the latest of them. */
export class DistinctWindow {
  #only: string | undefined;
  #onlyTime = 0;
  /** When each was last seen, the latest at the end. */
  #seen: Map<string, number> | undefined;

  /** @returns True where `limit` different ones, this among them, were seen within `within` milliseconds. */
  add(key: string, time: number, limit: number, within: number): boolean {
    if (this.#seen === undefined && (this.#only === undefined || this.#only === key)) {
      this.#only = key;
      this.#onlyTime = time;
      return limit === 1;
    }
    const seen = (this.#seen ??= new Map([[this.#only ?? key, this.#onlyTime]]));
    seen.delete(key);
    seen.set(key, time);
    if (seen.size > limit) {
      for (const oldest of seen.keys()) {
        seen.delete(oldest);
        break;
      }
    }
    return seen.size >= limit && time - this.first <= within;
  }

  /** One of each that was seen within `within` milliseconds before `time`, but for the latest. */
  before(latest: string, time: number, within: number): [key: string, count: number][] {
    const seen = this.#seen ?? [[this.#only ?? latest, this.#onlyTime] as const];
    return [...seen]
      .filter(([key, at]) => key !== latest && time - at <= within)
      .map(([key]) => [key, 1]);
  }

  /** When the one was seen that was not seen for longest. */
  get first(): number {
    if (this.#seen === undefined) return this.#onlyTime;
    for (const time of this.#seen.values()) return time;
    return 0;
  }

  clear(): void {
    this.#only = undefined;
    this.#seen = undefined;
  }
}
