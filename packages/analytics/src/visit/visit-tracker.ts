import type { Hit } from '../hit.ts';
import { sourceOf } from '../source/classify.ts';
import { DimensionTable } from './dimensions.ts';
import type { VisitDimensions } from './dimensions.ts';
import { slotOf } from './local-day.ts';
import type { VisitorKeys } from './visitor-keys.ts';

/** What one hit changes. */
export interface TrackedHit {
  readonly visitor: string;
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

/** Which of a visitor's hits are the first of their kind on this local day: 1 or 0. */
export interface FirstToday {
  readonly visitor: number;
  readonly page: number;
  readonly entry_page: number;
  readonly source: number;
  readonly channel: number;
  readonly referrer: number;
  readonly utm_source: number;
  readonly utm_medium: number;
  readonly utm_campaign: number;
}

/** A visit ends when nothing was heard of it for so long. */
export const VISIT_IDLE_MS: number = 30 * 60 * 1000;
/** Pages and visits that one visitor is remembered by; beyond, firsts may be counted again. */
const MOST_PAGES = 1000;
const MOST_VISITS = 50;

interface Visit {
  readonly number: number;
  readonly dimensions: VisitDimensions;
  readonly slot: number;
  readonly day: string;
  last: number;
  hits: number;
  page: string;
}

interface Visitor {
  key: string;
  day: string;
  visit: Visit;
  visits: number;
  /** Page to the number of the visit that saw it last. */
  readonly visitOfPage: Map<string, number>;
  readonly pagesToday: Set<string>;
  readonly visitsToday: VisitDimensions[];
}

/** Remembers open visits, in memory, and says what each hit changes. Nothing here is ever written. */
export class VisitTracker {
  readonly #maxVisitors: number;
  readonly #dimensions = new DimensionTable();
  #visitors = new Map<string, Visitor>();
  #evicted = 0;

  /** @param maxVisitors The oldest are forgotten beyond that; a forgotten visit counts as two. */
  constructor(maxVisitors: number) {
    this.#maxVisitors = maxVisitors;
  }

  /** Visitors forgotten before their day was over. */
  get evicted(): number {
    return this.#evicted;
  }

  get size(): number {
    return this.#visitors.size;
  }

  track(hit: Hit, keys: VisitorKeys, day: string): TrackedHit {
    const known = this.#find(keys, hit.time);
    if (known === undefined) return this.#firstHit(hit, keys.today, day);
    this.#turnTo(known, day);
    const idle = hit.time - known.visit.last > VISIT_IDLE_MS;
    return idle ? this.#nextVisit(known, hit, day) : nextHit(known, hit);
  }

  /** Forgets who has no open visit and was not seen today. */
  sweep(time: number, day: string): void {
    for (const [key, visitor] of this.#visitors) {
      const open = time - visitor.visit.last <= VISIT_IDLE_MS;
      if (!open && visitor.day !== day) this.#visitors.delete(key);
    }
  }

  /** A miss right after a change of salt is tried with the salt before: a visit survives midnight. */
  #find(keys: VisitorKeys, time: number): Visitor | undefined {
    const known = this.#visitors.get(keys.today);
    if (known !== undefined || keys.yesterday === '') return known;
    const before = this.#visitors.get(keys.yesterday);
    if (before === undefined || time - before.visit.last > VISIT_IDLE_MS) return undefined;
    this.#visitors.delete(keys.yesterday);
    before.key = keys.today;
    this.#remember(before);
    return before;
  }

  #firstHit(hit: Hit, key: string, day: string): TrackedHit {
    const visitor: Visitor = {
      key,
      day,
      visit: this.#newVisit(hit, day, 1),
      visits: 1,
      visitOfPage: new Map(),
      pagesToday: new Set(),
      visitsToday: [],
    };
    this.#remember(visitor);
    return tracked(visitor, hit, { starts: true, secondHit: false, duration: 0 });
  }

  #nextVisit(visitor: Visitor, hit: Hit, day: string): TrackedHit {
    visitor.visits += 1;
    visitor.visit = this.#newVisit(hit, day, visitor.visits);
    return tracked(visitor, hit, { starts: true, secondHit: false, duration: 0 });
  }

  #newVisit(hit: Hit, day: string, number: number): Visit {
    const dimensions = this.#dimensions.of(hit);
    const slot = slotOf(hit.time);
    return { number, dimensions, slot, day, last: hit.time, hits: 1, page: hit.page };
  }

  #turnTo(visitor: Visitor, day: string): void {
    if (visitor.day === day) return;
    visitor.day = day;
    visitor.pagesToday.clear();
    visitor.visitsToday.length = 0;
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
  const secondHit = visit.hits === 2;
  return tracked(visitor, hit, { starts: false, secondHit, duration, leftPage });
}

function tracked(
  visitor: Visitor,
  hit: Hit,
  change: {
    readonly starts: boolean;
    readonly secondHit: boolean;
    readonly duration: number;
    readonly leftPage?: string;
  },
): TrackedHit {
  const { visit, visitOfPage } = visitor;
  const firstInVisit = visitOfPage.get(hit.page) !== visit.number;
  if (firstInVisit && visitOfPage.size < MOST_PAGES) visitOfPage.set(hit.page, visit.number);
  return {
    visitor: visitor.key,
    dimensions: visit.dimensions,
    visitSlot: visit.slot,
    visitDay: visit.day,
    firstInVisit,
    starts: change.starts,
    secondHit: change.secondHit,
    duration: change.duration,
    leftPage: change.leftPage,
    first: firstToday(visitor, hit.page),
  };
}

const NOTHING_FIRST: FirstToday = {
  visitor: 0,
  page: 0,
  entry_page: 0,
  source: 0,
  channel: 0,
  referrer: 0,
  utm_source: 0,
  utm_medium: 0,
  utm_campaign: 0,
};
const ONLY_PAGE_FIRST: FirstToday = { ...NOTHING_FIRST, page: 1 };

function firstToday(visitor: Visitor, page: string): FirstToday {
  const { pagesToday, visitsToday, visit } = visitor;
  const newPage = !pagesToday.has(page);
  if (newPage && pagesToday.size < MOST_PAGES) pagesToday.add(page);
  if (visitsToday.includes(visit.dimensions)) return newPage ? ONLY_PAGE_FIRST : NOTHING_FIRST;

  const now = visit.dimensions;
  const fresh = (read: (dimensions: VisitDimensions) => string): number => {
    const value = read(now);
    return visitsToday.some((before) => read(before) === value) ? 0 : 1;
  };
  const first = {
    visitor: visitsToday.length === 0 ? 1 : 0,
    page: newPage ? 1 : 0,
    entry_page: fresh((dimensions) => dimensions.entry_page),
    source: fresh((dimensions) => sourceOf(dimensions).source),
    channel: fresh((dimensions) => sourceOf(dimensions).channel),
    referrer: fresh((dimensions) => dimensions.referrer),
    utm_source: fresh((dimensions) => dimensions.utm_source),
    utm_medium: fresh((dimensions) => dimensions.utm_medium),
    utm_campaign: fresh((dimensions) => dimensions.utm_campaign),
  };
  if (visitsToday.length < MOST_VISITS) visitsToday.push(now);
  return first;
}
