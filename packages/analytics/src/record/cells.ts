/**
 * Values by time, number and page. Maps in maps: a key put together from the three would be a new string
 * for every hit, and most of the cost of counting it.
 */
export class Cells<Value> {
  readonly #times = new Map<number, Map<number, Map<string, Value>>>();
  /** The time asked for last: nearly always the next one too. */
  #time = Number.NaN;
  #numbers = new Map<number, Map<string, Value>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(time: number, number: number, page: string): Value | undefined {
    return this.#at(time).get(number)?.get(page);
  }

  set(time: number, number: number, page: string, value: Value): void {
    const numbers = this.#at(time);
    let pages = numbers.get(number);
    if (pages === undefined) {
      pages = new Map();
      numbers.set(number, pages);
    }
    pages.set(page, value);
    this.#size += 1;
  }

  *[Symbol.iterator](): IterableIterator<Value> {
    for (const numbers of this.#times.values()) {
      for (const pages of numbers.values()) yield* pages.values();
    }
  }

  #at(time: number): Map<number, Map<string, Value>> {
    if (time === this.#time) return this.#numbers;
    let numbers = this.#times.get(time);
    if (numbers === undefined) {
      numbers = new Map();
      this.#times.set(time, numbers);
    }
    this.#time = time;
    this.#numbers = numbers;
    return numbers;
  }
}
