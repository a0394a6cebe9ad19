/** A place in the order of use. */
export interface Place<Item> {
  readonly item: Item;
  older: Place<Item> | undefined;
  newer: Place<Item> | undefined;
}

/**
 * What was used longest ago stands first. A list of its own: a Map that is deleted from at its front walks over
 * all that was deleted each time that it is asked for what comes first.
 */
export class UseOrder<Item> {
  #oldest: Place<Item> | undefined;
  #newest: Place<Item> | undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get oldest(): Item | undefined {
    return this.#oldest?.item;
  }

  add(item: Item): Place<Item> {
    const place: Place<Item> = { item, older: undefined, newer: undefined };
    this.#append(place);
    return place;
  }

  used(place: Place<Item>): void {
    if (place === this.#newest) return;
    this.remove(place);
    this.#append(place);
  }

  remove(place: Place<Item>): void {
    const { older, newer } = place;
    if (older === undefined) this.#oldest = newer;
    else older.newer = newer;
    if (newer === undefined) this.#newest = older;
    else newer.older = older;
    place.older = undefined;
    place.newer = undefined;
    this.#size -= 1;
  }

  clear(): void {
    this.#oldest = undefined;
    this.#newest = undefined;
    this.#size = 0;
  }

  #append(place: Place<Item>): void {
    place.older = this.#newest;
    if (this.#newest === undefined) this.#oldest = place;
    else this.#newest.newer = place;
    this.#newest = place;
    this.#size += 1;
  }
}
