/** What a {@link RecentMap} holds. */
export class Recent {
  /** When it was last seen, milliseconds since 1970. */
  seen = 0;
}

/**
 * What is known of each of many, in bounded memory; those that were not seen for long are forgotten first.
 *
 * There are two generations. What is seen comes into the younger one; when that is full, or as old as anything
 * is of use, it becomes the older one, and what is still in that is forgotten at once. An order of all entries
 * would have to be kept up with each attempt, which costs more than all that is counted of it.
 */
export class RecentMap<Value extends Recent> {
  #younger = new Map<string, Value>();
  #older = new Map<string, Value>();
  /** When the younger generation began. */
  #since = Infinity;
  readonly #most: number;
  readonly #lifetime: number;

  /**
   * @param most Entries kept at least; up to twice as many are kept.
   * @param lifetime Milliseconds after which one that was not seen again is of no use. It may stay for twice as
   * long: who asks for it looks at `seen`.
   */
  constructor(most: number, lifetime: number) {
    this.#most = most;
    this.#lifetime = lifetime;
  }

  get size(): number {
    return this.#younger.size + this.#older.size;
  }

  get(key: string): Value | undefined {
    return this.#younger.get(key) ?? this.#older.get(key);
  }

  /** What is known of `key`, or a new one; seen now. */
  touch(key: string, time: number, create: () => Value): Value {
    const known = this.#younger.get(key);
    if (known === undefined) return this.#bring(key, time, create);
    if (time > known.seen) known.seen = time;
    return known;
  }

  #bring(key: string, time: number, create: () => Value): Value {
    // A clock that was ahead: from now on its time counts.
    if (time < this.#since - this.#lifetime) this.#since = time;
    if (this.#younger.size >= this.#most || time > this.#since + this.#lifetime) {
      this.#older = this.#younger;
      this.#younger = new Map();
      this.#since = time;
    }
    const value = this.#older.get(key) ?? create();
    this.#older.delete(key);
    this.#younger.set(key, value);
    value.seen = Math.max(value.seen, time);
    return value;
  }
}
