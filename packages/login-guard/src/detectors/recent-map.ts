interface Entry<Value> {
  readonly key: string;
  readonly value: Value;
  older: Entry<Value> | undefined;
  newer: Entry<Value> | undefined;
}

/**
 * What is known of each of many, the one that was not seen for longest forgotten first.
 *
 * The order is a list of its own: a Map that is deleted from at its front is slow to begin anew there, as
 * it walks over all that was deleted.
 */
export class RecentMap<Value extends { seen: number }> {
  readonly #all = new Map<string, Entry<Value>>();
  readonly #most: number;
  readonly #lifetime: number;
  #oldest: Entry<Value> | undefined;
  #newest: Entry<Value> | undefined;

  /**
   * @param most Entries kept.
   * @param lifetime Milliseconds after which one that was not seen again is of no use.
   */
  constructor(most: number, lifetime: number) {
    this.#most = most;
    this.#lifetime = lifetime;
  }

  get size(): number {
    return this.#all.size;
  }

  get(key: string): Value | undefined {
    return this.#all.get(key)?.value;
  }

  /** What is known of `key`, or a new one; seen now. */
  touch(key: string, time: number, create: () => Value): Value {
    const known = this.#all.get(key);
    if (known !== undefined) {
      if (known !== this.#newest) {
        this.#takeOut(known);
        this.#append(known);
      }
      known.value.seen = Math.max(known.value.seen, time);
      return known.value;
    }
    this.#makeRoom(time);
    const value = create();
    value.seen = time;
    const made: Entry<Value> = { key, value, older: undefined, newer: undefined };
    this.#all.set(key, made);
    this.#append(made);
    return value;
  }

  /** Two at most go with each that comes, so that no attempt ever waits for a sweep. */
  #makeRoom(time: number): void {
    for (let gone = 0; gone < 2; gone += 1) {
      const oldest = this.#oldest;
      if (oldest === undefined) return;
      const isOld = time - oldest.value.seen > this.#lifetime;
      if (!isOld && this.#all.size < this.#most) return;
      this.#takeOut(oldest);
      this.#all.delete(oldest.key);
    }
  }

  #append(entry: Entry<Value>): void {
    entry.older = this.#newest;
    if (this.#newest === undefined) this.#oldest = entry;
    else this.#newest.newer = entry;
    this.#newest = entry;
  }

  #takeOut(entry: Entry<Value>): void {
    const { older, newer } = entry;
    if (older === undefined) this.#oldest = newer;
    else older.newer = newer;
    if (newer === undefined) this.#newest = older;
    else newer.older = older;
    entry.older = undefined;
    entry.newer = undefined;
  }
}
