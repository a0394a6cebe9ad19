import type { VisitorKey } from './visitor-keys.ts';
import type { VisitValues, VisitValueTable } from './visit-values.ts';

/** A visit ends when nothing was heard of it for so long, milliseconds. */
export const VISIT_IDLE_MS: number = 30 * 60 * 1000;

/** Pages that one visit is remembered by; beyond, one that is seen again counts as a new one. */
const MOST_PAGES = 1000;

/** A visit as several processes share it. */
interface SharedVisit {
  readonly values: string;
  readonly day: string;
  readonly key: VisitorKey;
  readonly last: number;
  readonly hits: number;
  /** The last one is where it is now. */
  readonly pages: readonly string[];
}

/** A page that a visit saw, and those before it. A visit sees few pages: a list takes less memory than a set. */
interface SeenPage {
  readonly page: string;
  readonly before: SeenPage | undefined;
  /** How many there are, this one included. */
  readonly count: number;
}

function seePage(page: string, before?: SeenPage): SeenPage {
  return { page, before, count: (before?.count ?? 0) + 1 };
}

/** What is remembered of a visit while it is open. */
export class Visit {
  readonly values: VisitValues;
  /** The site's day on which it began, to which its own figures belong. */
  readonly day: string;
  /** The visitor's key of that day. */
  readonly key: VisitorKey;
  last: number;
  hits = 1;
  /** The last page so far. */
  page: string;
  /** `undefined` for as long as it saw one page only. */
  #seen: SeenPage | undefined;

  constructor(start: {
    readonly values: VisitValues;
    readonly day: string;
    readonly key: VisitorKey;
    readonly time: number;
    readonly page: string;
  }) {
    this.values = start.values;
    this.day = start.day;
    this.key = start.key;
    this.last = start.time;
    this.page = start.page;
  }

  isOpen(time: number): boolean {
    return time - this.last <= VISIT_IDLE_MS;
  }

  /** @returns Whether the visit sees this page for the first time. */
  turnTo(page: string): boolean {
    if (page === this.page) return false;
    const seen = (this.#seen ??= seePage(this.page));
    this.page = page;
    for (let one: SeenPage | undefined = seen; one !== undefined; one = one.before) {
      if (one.page === page) return false;
    }
    if (seen.count < MOST_PAGES) this.#seen = seePage(page, seen);
    return true;
  }

  /** For a store that several processes share. */
  serialised(): string {
    const { values, day, key, last, hits, page } = this;
    const pages: string[] = [];
    for (let one = this.#seen; one !== undefined; one = one.before) {
      if (one.page !== page) pages.push(one.page);
    }
    const shared: SharedVisit = {
      values: values.json,
      day,
      key,
      last,
      hits,
      pages: [...pages, page],
    };
    return JSON.stringify(shared);
  }

  /** @throws SyntaxError when the text is not one of ours. */
  static parse(text: string, table: VisitValueTable): Visit {
    // What does not read is the store's fault, and counted as one.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const { values, day, key, last, hits, pages } = JSON.parse(text) as SharedVisit;
    const page = pages.at(-1) ?? '';
    const visit = new Visit({ values: table.join(values), day, key, time: last, page });
    visit.hits = hits;
    if (pages.length > 1) for (const one of pages) visit.#seen = seePage(one, visit.#seen);
    return visit;
  }
}
