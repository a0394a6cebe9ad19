import type { Hit } from '../hit.ts';
import { DimensionTable } from './dimensions.ts';
import type { VisitDimensions } from './dimensions.ts';
import { firstToday } from './first-today.ts';
import type { FirstToday } from './first-today.ts';
import { slotOf } from './local-day.ts';
import { Visitor } from './visitor.ts';
import type { Visit } from './visitor.ts';
import type { VisitorKey, VisitorKeyMaker } from './visitor-keys.ts';

/** What one hit changes. */
export interface TrackedHit {
  readonly visitor: VisitorKey;
  readonly dimensions: VisitDimensions;
  /** Where the visit's own figures belong: its start. */
  readonly visitSlot: number;
  readonly visitDay: string;
  /** This visit sees the page for the first time. */
  readonly firstInVisit: boolean;
  readonly starts: boolean;
  /** The second hit: no bounce any more. */
  readonly secondHit: boolean;
  /** Seconds since the visit's last hit. */
  readonly duration: number;
  /** The page that was the last one until now; `undefined` with a visit's first hit. */
  readonly leftPage: string | undefined;
  readonly first: FirstToday;
}

/** A visit ends when nothing was heard of it for so long. */
export const VISIT_IDLE_MS: number = 30 * 60 * 1000;

/** Remembers open visits, in memory, and says what each hit changes. Nothing here is ever written. */
export class VisitTracker {
  readonly #keys: VisitorKeyMaker;
  readonly #maxVisitors: number;
  readonly #dimensions = new DimensionTable();
  readonly #visitors = new Map<VisitorKey, Visitor>();
  #evicted = 0;

  /** @param maxVisitors The oldest are forgotten beyond that; a forgotten visit counts as two. */
  constructor(keys: VisitorKeyMaker, maxVisitors: number) {
    this.#keys = keys;
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
    if (known === undefined) return this.#newVisitor(hit, key, day);
    known.turnTo(day);
    if (hit.time - known.visit.last <= VISIT_IDLE_MS) return nextHit(known, hit);
    known.visit = this.#newVisit(hit, day, known.visit.number + 1);
    return tracked(known, hit, true, 0, undefined);
  }

  /** Forgets who has no open visit and was not seen today. */
  sweep(time: number, day: string): void {
    for (const [key, visitor] of this.#visitors) {
      const open = time - visitor.visit.last <= VISIT_IDLE_MS;
      if (!open && visitor.day !== day) this.#visitors.delete(key);
    }
  }

  /** A miss is tried with the salt of the day before: an open visit survives midnight, under today's key. */
  #fromYesterday(hit: Hit, key: VisitorKey): Visitor | undefined {
    const before = this.#keys.yesterday(hit);
    const visitor = before === undefined ? undefined : this.#visitors.get(before);
    if (visitor === undefined || hit.time - visitor.visit.last > VISIT_IDLE_MS) return undefined;
    this.#visitors.delete(visitor.key);
    visitor.key = key;
    this.#remember(visitor);
    return visitor;
  }

  #newVisitor(hit: Hit, key: VisitorKey, day: string): TrackedHit {
    const visitor = new Visitor(key, day, this.#newVisit(hit, day, 1));
    this.#remember(visitor);
    return tracked(visitor, hit, true, 0, undefined);
  }

  #newVisit(hit: Hit, day: string, number: number): Visit {
    const dimensions = this.#dimensions.of(hit);
    const slot = slotOf(hit.time);
    return { number, dimensions, slot, day, last: hit.time, hits: 1, page: hit.page };
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

function nextHit(visitor: Visitor, hit: Hit): TrackedHit {
  const { visit } = visitor;
  visit.hits += 1;
  // A clock that was set back adds nothing and takes nothing.
  const duration = Math.max(0, Math.round((hit.time - visit.last) / 1000));
  const leftPage = visit.page;
  visit.last = Math.max(visit.last, hit.time);
  visit.page = hit.page;
  return tracked(visitor, hit, false, duration, leftPage);
}

function tracked(
  visitor: Visitor,
  hit: Hit,
  starts: boolean,
  duration: number,
  leftPage: string | undefined,
): TrackedHit {
  const { visit } = visitor;
  const seen = visitor.sees(hit.page);
  return {
    visitor: visitor.key,
    dimensions: visit.dimensions,
    visitSlot: visit.slot,
    visitDay: visit.day,
    firstInVisit: seen.inVisit,
    starts,
    secondHit: visit.hits === 2,
    duration,
    leftPage,
    first: firstToday(visit.dimensions, seen.today, visitor.otherVisitsToday()),
  };
}
