/** A map that forgets its oldest entry rather than grow past `limit`: memory here has no other owner. */
export class BoundedMap<Value> {
  readonly #entries = new Map<string, Value>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
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
    if (this.#entries.size <= this.#limit) return;
    const oldest = this.#entries.keys().next();
    if (oldest.done !== true) this.#entries.delete(oldest.value);
  }

  /** Newest first. */
  filter(wanted: (value: Value) => boolean): Value[] {
    return [...this.#entries.values()].filter(wanted).toReversed();
  }
}
