import type { Hit } from '../hit.ts';
import { advance, begin, isOpen } from './advance-visit.ts';
import type { TrackedHit } from './advance-visit.ts';
import type { DimensionTable } from './dimensions.ts';
import type { Visitor } from './visitor.ts';
import type { VisitorKey, VisitorKeyMaker } from './visitor-keys.ts';

/** Remembers open visits, in memory, and says what each hit changes. Nothing here is ever written. */
export class VisitTracker {
  readonly #keys: VisitorKeyMaker;
  readonly #maxVisitors: number;
  readonly #dimensions: DimensionTable;
  readonly #visitors = new Map<VisitorKey, Visitor>();
  #evicted = 0;

  /** @param maxVisitors The oldest are forgotten beyond that; a forgotten visit counts as two. */
  constructor(keys: VisitorKeyMaker, dimensions: DimensionTable, maxVisitors: number) {
    this.#keys = keys;
    this.#dimensions = dimensions;
    this.#maxVisitors = maxVisitors;
  }

  /** Visitors forgotten before their day was over. */
  get evicted(): number {
    return this.#evicted;
  }

  get size(): number {
    return this.#visitors.size;
  }

  /** @param day Local, `2026-11-23`. */
  track(hit: Hit, day: string): TrackedHit {
    const key = this.#keys.today(hit, day);
    const known = this.#visitors.get(key) ?? this.#fromYesterday(hit, key);
    if (known !== undefined) return advance(known, hit, day, this.#dimensions);
    const { visitor, tracked } = begin(hit, key, day, this.#dimensions);
    this.#remember(visitor);
    return tracked;
  }

  /** Forgets who has no open visit and was not seen today. */
  sweep(time: number, day: string): void {
    for (const [key, visitor] of this.#visitors) {
      if (!isOpen(visitor, time) && visitor.day !== day) this.#visitors.delete(key);
    }
  }

  /** A miss is tried with the salt of the day before: an open visit survives midnight, under today's key. */
  #fromYesterday(hit: Hit, key: VisitorKey): Visitor | undefined {
    const before = this.#keys.yesterday(hit);
    const visitor = before === undefined ? undefined : this.#visitors.get(before);
    if (visitor === undefined || !isOpen(visitor, hit.time)) return undefined;
    this.#visitors.delete(visitor.key);
    visitor.key = key;
    this.#remember(visitor);
    return visitor;
  }

  #remember(visitor: Visitor): void {
    if (this.#visitors.size >= this.#maxVisitors) {
      const [oldest] = this.#visitors.keys();
      if (oldest !== undefined) this.#visitors.delete(oldest);
      this.#evicted += 1;
    }
    this.#visitors.set(visitor.key, visitor);
  }
}
