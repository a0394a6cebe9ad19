import type { DatedHit } from '../hit.ts';
import { beginVisit, continueVisit } from './advance-visit.ts';
import type { TrackedHit } from './advance-visit.ts';
import type { Visit } from './visit.ts';
import type { VisitorKey, VisitorKeyMaker } from './visitor-keys.ts';
import type { VisitValueTable } from './visit-values.ts';

/** Remembers open visits, in memory, and says what each hit changes. Nothing here is ever written. */
export class VisitTracker {
  readonly #keys: VisitorKeyMaker;
  readonly #maxVisits: number;
  readonly #values: VisitValueTable;
  readonly #visits = new Map<VisitorKey, Visit>();
  #evicted = 0;

  /** @param maxVisits The oldest are forgotten beyond that; a forgotten visit counts as two. */
  constructor(keys: VisitorKeyMaker, values: VisitValueTable, maxVisits: number) {
    this.#keys = keys;
    this.#values = values;
    this.#maxVisits = maxVisits;
  }

  /** Visits forgotten before they were over. */
  get evicted(): number {
    return this.#evicted;
  }

  get size(): number {
    return this.#visits.size;
  }

  track(hit: DatedHit): TrackedHit {
    const key = this.#keys.today(hit.hit, hit.day);
    const known = this.#visits.get(key) ?? this.#fromYesterday(hit, key);
    if (known?.isOpen(hit.hit.time) === true) return continueVisit(known, hit, key);
    const tracked = beginVisit(hit, key, this.#values);
    // Where it is known, so that the oldest is the one that was begun first.
    if (known !== undefined) this.#visits.delete(key);
    this.#remember(key, tracked.visit);
    return tracked;
  }

  /** Forgets the visits that are over. */
  sweep(time: number): void {
    for (const [key, visit] of this.#visits) {
      if (!visit.isOpen(time)) this.#visits.delete(key);
    }
  }

  /** A miss is tried with the salt of the day before: an open visit survives midnight, under today's key. */
  #fromYesterday(hit: DatedHit, key: VisitorKey): Visit | undefined {
    const before = this.#keys.yesterday(hit.hit);
    const visit = before === undefined ? undefined : this.#visits.get(before);
    if (before === undefined || visit?.isOpen(hit.hit.time) !== true) return undefined;
    this.#visits.delete(before);
    this.#remember(key, visit);
    return visit;
  }

  #remember(key: VisitorKey, visit: Visit): void {
    if (this.#visits.size >= this.#maxVisits) {
      const [oldest] = this.#visits.keys();
      if (oldest !== undefined) this.#visits.delete(oldest);
      this.#evicted += 1;
    }
    this.#visits.set(key, visit);
  }
}
