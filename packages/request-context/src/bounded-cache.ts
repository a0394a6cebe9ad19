/** A map that forgets its oldest entries: what strangers send must not fill the memory. */
export class BoundedCache<Value> {
  readonly #limit: number;
  readonly #entries = new Map<string, Value>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  getOrMake(key: string, make: () => Value): Value {
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    const value = make();
    if (this.#entries.size >= this.#limit) this.#dropOldest();
    this.#entries.set(key, value);
    return value;
  }

  get size(): number {
    return this.#entries.size;
  }

  // A tenth at a time: the busy entries come back with their next use, without a list to reorder on
  // every hit, which is what an LRU would cost.
  #dropOldest(): void {
    let excess = Math.ceil(this.#limit / 10);
    for (const key of this.#entries.keys()) {
      if (excess-- <= 0) return;
      this.#entries.delete(key);
    }
  }
}
