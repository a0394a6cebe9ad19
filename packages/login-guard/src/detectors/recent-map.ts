/** What a {@link RecentMap} holds: each knows its neighbours in the order in which they were seen. */
export class Recent {
  /** When it was last seen, milliseconds since 1970. */
  seen = 0;
  key = '';
  older: Recent | undefined;
  newer: Recent | undefined;
}

/**
 * What is known of each of many, the one that was not seen for longest forgotten first.
 *
 * The order is a list of its own: a Map that is deleted from at its front is slow to begin anew there, as
 * it walks over all that was deleted.
 */
export class RecentMap<Value extends Recent> {
  readonly #all = new Map<string, Value>();
  readonly #most: number;
  readonly #lifetime: number;
  #oldest: Recent | undefined;
  #newest: Recent | undefined;

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
    return this.#all.get(key);
  }

  /** What is known of `key`, or a new one; seen now. */
  touch(key: string, time: number, create: () => Value): Value {
    const known = this.#all.get(key);
    if (known !== undefined) {
      if (known !== this.#newest) {
        this.#takeOut(known);
        this.#append(known);
      }
      if (time > known.seen) known.seen = time;
      return known;
    }
    this.#makeRoom(time);
    const made = create();
    made.seen = time;
    made.key = key;
    this.#all.set(key, made);
    this.#append(made);
    return made;
  }

  /** Two at most go with each that comes, so that no attempt ever waits for a sweep. */
  #makeRoom(time: number): void {
    for (let gone = 0; gone < 2; gone += 1) {
      const oldest = this.#oldest;
      if (oldest === undefined) return;
      const isOld = time - oldest.seen > this.#lifetime;
      if (!isOld && this.#all.size < this.#most) return;
      this.#takeOut(oldest);
      this.#all.delete(oldest.key);
    }
  }

  #append(entry: Recent): void {
    entry.older = this.#newest;
    if (this.#newest === undefined) this.#oldest = entry;
    else this.#newest.newer = entry;
    this.#newest = entry;
  }

  #takeOut(entry: Recent): void {
    const { older, newer } = entry;
    if (older === undefined) this.#oldest = newer;
    else older.newer = newer;
    if (newer === undefined) this.#newest = older;
    else newer.older = older;
    entry.older = undefined;
    entry.newer = undefined;
  }
}
