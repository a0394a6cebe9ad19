interface Weight<Value> {
  readonly most: number;
  readonly of: (value: Value) => number;
}

/**
 * A map that forgets its oldest entries rather than hold more than `limit`, or more than its weight: memory
 * here has no other owner.
 */
export class BoundedMap<Value> {
  readonly #entries = new Map<string, Value>();
  readonly #limit: number;
  readonly #weight: Weight<Value> | undefined;

  constructor(limit: number, weight?: Weight<Value>) {
    this.#limit = limit;
    this.#weight = weight;
  }

  get(key: string): Value | undefined {
    return this.#entries.get(key);
  }

  /** Removes those of which it holds. */
  remove(isWanted: (value: Value) => boolean): void {
    for (const [key, value] of this.#entries) {
      if (isWanted(value)) this.#entries.delete(key);
    }
  }

  set(key: string, value: Value): void {
    this.#entries.set(key, value);
    while (this.#isFull()) {
      const oldest = this.#entries.keys().next();
      if (oldest.done === true) return;
      this.#entries.delete(oldest.value);
    }
  }

  #isFull(): boolean {
    if (this.#entries.size > this.#limit) return true;
    const weight = this.#weight;
    if (weight === undefined) return false;
    const sum = [...this.#entries.values()].reduce((all, value) => all + weight.of(value), 0);
    return sum > weight.most;
  }

  /** Newest first. */
  filter(wanted: (value: Value) => boolean): Value[] {
    return [...this.#entries.values()].filter(wanted).toReversed();
  }
}
