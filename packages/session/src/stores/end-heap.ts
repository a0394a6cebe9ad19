import type { SessionEnd } from './record-store.ts';

/** Something that ends, and knows its own place in the heap so that it can be moved and taken out. */
export interface Ending {
  end: SessionEnd;
  place: number;
}

/**
 * What ends next stands first. A binary heap: each step costs the logarithm of how many there are, and
 * asking for the first one costs nothing.
 */
export class EndHeap<Item extends Ending> {
  #items: Item[] = [];

  get first(): Item | undefined {
    return this.#items[0];
  }

  add(item: Item): void {
    this.#put(item, this.#items.length);
    this.#rise(item);
  }

  /** To be called when an item's end has changed. */
  moved(item: Item): void {
    this.#rise(item);
    this.#sink(item);
  }

  remove(item: Item): void {
    const last = this.#items.pop();
    if (last === undefined || last === item) return;
    this.#put(last, item.place);
    this.moved(last);
  }

  clear(): void {
    this.#items = [];
  }

  #put(item: Item, place: number): void {
    this.#items[place] = item;
    item.place = place;
  }

  #rise(item: Item): void {
    while (item.place > 0) {
      const parent = this.#items[(item.place - 1) >> 1];
      if (parent === undefined || parent.end.at <= item.end.at) return;
      this.#swap(item, parent);
    }
  }

  #sink(item: Item): void {
    for (;;) {
      const left = this.#items[2 * item.place + 1];
      const right = this.#items[2 * item.place + 2];
      const child =
        right !== undefined && left !== undefined && right.end.at < left.end.at ? right : left;
      if (child === undefined || child.end.at >= item.end.at) return;
      this.#swap(item, child);
    }
  }

  #swap(one: Item, other: Item): void {
    const place = one.place;
    this.#put(one, other.place);
    this.#put(other, place);
  }
}
