import { dimensionValues } from './dimensions.ts';
import type { DimensionTable, DimensionValues, VisitDimensions } from './dimensions.ts';
import type { VisitorKey } from './visitor-keys.ts';

/** A visit that is open, or was the visitor's last. */
export interface Visit {
  readonly number: number;
  readonly dimensions: VisitDimensions;
  /** Start of the quarter of an hour in which it began. */
  readonly slot: number;
  readonly day: string;
  last: number;
  hits: number;
  page: string;
}

/** Pages and visits that one visitor is remembered by; beyond, firsts may be counted again. */
const MOST_PAGES = 1000;
const MOST_VISITS = 50;

/** A visitor as several processes share him; dimensions by their values. */
interface SharedVisitor {
  readonly day: string;
  readonly visit: Omit<Visit, 'dimensions'> & { readonly dimensions: DimensionValues };
  readonly pages: readonly (readonly [string, number])[];
  readonly visits: readonly DimensionValues[];
}

/**
 * What is remembered of one visitor for a day. Most see one page in one visit, so that case has fields
 * of its own: a map for each of them would be most of the memory.
 */
export class Visitor {
  key: VisitorKey;
  visit: Visit;
  #day: string;
  #page: string | undefined;
  /** Number of the visit that saw the page last, doubled; odd: not seen today. */
  #pageSeen = 0;
  #pages: Map<string, number> | undefined;
  #visitToday: VisitDimensions | undefined;
  #visitsToday: VisitDimensions[] | undefined;

  constructor(key: VisitorKey, day: string, visit: Visit) {
    this.key = key;
    this.#day = day;
    this.visit = visit;
  }

  get day(): string {
    return this.#day;
  }

  /** A new day: nothing of it was seen yet, but the open visit goes on. */
  turnTo(day: string): void {
    if (day === this.#day) return;
    this.#day = day;
    this.#visitToday = undefined;
    this.#visitsToday = undefined;
    this.#pageSeen |= 1;
    for (const [page, seen] of this.#pages ?? []) this.#pages?.set(page, seen | 1);
  }

  /** @returns Whether the visit, and whether the visitor today, sees this page for the first time. */
  sees(page: string): PageSeen {
    const now = this.visit.number * 2;
    const before = this.#seen(page);
    if (before === now) return KNOWN_PAGE;
    this.#remember(page, now);
    if (before === undefined) return NEW_PAGE;
    const inVisit = before >> 1 !== this.visit.number;
    const today = (before & 1) === 1;
    return { inVisit, today };
  }

  /** The visits of today but this one; `undefined` when this one was counted today already. */
  otherVisitsToday(): readonly VisitDimensions[] | undefined {
    const now = this.visit.dimensions;
    const first = this.#visitToday;
    if (first === undefined) {
      this.#visitToday = now;
      return NO_VISITS;
    }
    if (first === now || this.#visitsToday?.includes(now) === true) return undefined;
    const others = [first, ...(this.#visitsToday ?? [])];
    if (others.length < MOST_VISITS) (this.#visitsToday ??= []).push(now);
    return others;
  }

  /** For a store that several processes share. */
  serialised(): string {
    const { dimensions, ...visit } = this.visit;
    const first = this.#page === undefined ? [] : [[this.#page, this.#pageSeen] as const];
    const today = this.#visitToday === undefined ? [] : [this.#visitToday];
    const shared: SharedVisitor = {
      day: this.#day,
      visit: { ...visit, dimensions: dimensionValues(dimensions) },
      pages: [...first, ...(this.#pages ?? [])],
      visits: [...today, ...(this.#visitsToday ?? [])].map(dimensionValues),
    };
    return JSON.stringify(shared);
  }

  /** @throws SyntaxError when the text is not one of ours. */
  static parse(text: string, key: VisitorKey, dimensions: DimensionTable): Visitor {
    // What does not read is the store's fault, and counted as one.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const { day, visit, pages, visits } = JSON.parse(text) as SharedVisitor;
    const own = { ...visit, dimensions: dimensions.join(visit.dimensions) };
    const visitor = new Visitor(key, day, own);
    for (const [page, seen] of pages) visitor.#remember(page, seen);
    const [first, ...others] = visits.map((values) => dimensions.join(values));
    visitor.#visitToday = first;
    if (others.length > 0) visitor.#visitsToday = others;
    return visitor;
  }

  #seen(page: string): number | undefined {
    return page === this.#page ? this.#pageSeen : this.#pages?.get(page);
  }

  #remember(page: string, seen: number): void {
    if (this.#page === undefined || page === this.#page) {
      this.#page = page;
      this.#pageSeen = seen;
      return;
    }
    this.#pages ??= new Map();
    if (this.#pages.size < MOST_PAGES || this.#pages.has(page)) this.#pages.set(page, seen);
  }
}

/** Whether a page is seen for the first time. */
export interface PageSeen {
  readonly inVisit: boolean;
  readonly today: boolean;
}

const KNOWN_PAGE: PageSeen = { inVisit: false, today: false };
const NEW_PAGE: PageSeen = { inVisit: true, today: true };
const NO_VISITS: readonly VisitDimensions[] = [];
