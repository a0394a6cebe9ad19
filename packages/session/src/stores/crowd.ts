import { UseOrder } from './use-order.ts';
import type { Place } from './use-order.ts';

/** Where somebody stands who takes room. */
interface Standing<Item> {
  readonly importance: number;
  readonly origin: string;
  readonly inAll: Place<Item>;
  readonly inOrigin: Place<Item>;
}

/** One of so many may come from one origin before it has to make room among its own. */
const SHARE = 10;

/** Those of one importance. */
interface Rank<Item> {
  readonly all: UseOrder<Item>;
  readonly byOrigin: Map<string, UseOrder<Item>>;
}

/**
 * Who makes room when there is none: of those that matter least, who was used longest ago; and where one origin
 * has more than its share of them, one of its own. So no client pushes out the rest, and nobody without a name
 * pushes out those who have one.
 */
export class Crowd<Item> {
  readonly #ranks: readonly Rank<Item>[];
  readonly #standing = new Map<Item, Standing<Item>>();

  /** @param importances How many there are; 0 matters least. */
  constructor(importances: number) {
    this.#ranks = Array.from({ length: importances }, () => ({
      all: new UseOrder<Item>(),
      byOrigin: new Map<string, UseOrder<Item>>(),
    }));
  }

  /** Puts somebody in, or where they belong now. */
  put(item: Item, importance: number, origin: string): void {
    const before = this.#standing.get(item);
    if (before?.importance === importance && before.origin === origin) {
      this.used(item);
      return;
    }
    this.remove(item);
    const rank = this.#ranks[importance];
    if (rank === undefined) throw new RangeError(`There is no importance ${importance}.`);
    const own = rank.byOrigin.get(origin) ?? new UseOrder<Item>();
    rank.byOrigin.set(origin, own);
    this.#standing.set(item, {
      importance,
      origin,
      inAll: rank.all.add(item),
      inOrigin: own.add(item),
    });
  }

  used(item: Item): void {
    const standing = this.#standing.get(item);
    if (standing === undefined) return;
    const rank = this.#ranks[standing.importance];
    rank?.all.used(standing.inAll);
    rank?.byOrigin.get(standing.origin)?.used(standing.inOrigin);
  }

  remove(item: Item): void {
    const standing = this.#standing.get(item);
    if (standing === undefined) return;
    this.#standing.delete(item);
    const { importance, origin, inAll, inOrigin } = standing;
    const rank = this.#ranks[importance];
    rank?.all.remove(inAll);
    const own = rank?.byOrigin.get(origin);
    own?.remove(inOrigin);
    if (own?.size === 0) rank?.byOrigin.delete(origin);
  }

  /** @param origin Where the one comes from who needs the room. */
  leastImportant(origin: string): Item | undefined {
    for (const { all, byOrigin } of this.#ranks) {
      if (all.size === 0) continue;
      const own = byOrigin.get(origin);
      const isTooMany = own !== undefined && own.size * SHARE > this.#standing.size;
      return isTooMany ? own.oldest : all.oldest;
    }
    return undefined;
  }

  clear(): void {
    this.#standing.clear();
    for (const { all, byOrigin } of this.#ranks) {
      all.clear();
      byOrigin.clear();
    }
  }
}
