import type { TrackedHit } from '../visit/advance-visit.ts';
import type { VisitorKey } from '../visit/visitor-keys.ts';

/** Before the first hit of a row. */
export const NONE = -1;
/** Hits that there is room for at first, and that room is kept for. */
const FEWEST = 1024;

/** A column for each thing that is told of a hit. */
interface Columns {
  /** Numbers of its page, and of the page that it left, among the texts of pages. */
  readonly pages: Uint32Array;
  readonly leftPages: Uint32Array;
  readonly keys: Float64Array;
  /** 1 where the visit sees the page for the first time, and 2 more with its second hit: see the table. */
  readonly steps: Uint8Array;
  /** Since the visit's hit before. */
  readonly seconds: Uint32Array;
  /** The hit of the same row that came before, or `NONE`. */
  readonly before: Int32Array;
}

/**
 * The hits of all rows. Objects that live until they are sent would cost more time in the garbage collector
 * than everything else that is done for a hit, and so would arrays that grow; so the columns are used again.
 */
export class HitColumns {
  #columns = columnsFor(FEWEST);
  #size = 0;
  #pages = new PageNumbers();

  get size(): number {
    return this.#size;
  }

  get columns(): Columns {
    return this.#columns;
  }

  /** By their numbers. */
  get pageTexts(): readonly string[] {
    return this.#pages.texts;
  }

  /** @returns Where it is. */
  add(hit: TrackedHit, key: VisitorKey, before: number = NONE): number {
    const at = this.#size;
    if (at === this.#columns.keys.length) this.#columns = moved(this.#columns, at * 2);
    const { pages, leftPages, keys, steps, seconds, before: earlier } = this.#columns;
    pages[at] = this.#pages.of(hit.page);
    leftPages[at] = this.#pages.of(hit.leftPage);
    keys[at] = key;
    steps[at] = (hit.firstOfPage ? 1 : 0) + (hit.secondHit ? 2 : 0);
    seconds[at] = hit.duration;
    earlier[at] = before;
    this.#size = at + 1;
    return at;
  }

  /** Nothing of the hits is here afterwards; the room for them is, unless it was far more than they took. */
  clear(): void {
    const room = this.#columns.keys.length;
    wipe(this.#columns, this.#size);
    if (room > FEWEST && this.#size < room / 4) this.#columns = columnsFor(room / 2);
    this.#size = 0;
    this.#pages = new PageNumbers();
  }
}

/** Of few pages, which are met often: the first is no page. */
class PageNumbers {
  readonly texts: string[] = [''];
  readonly #known = new Map<string, number>();

  of(page: string): number {
    if (page === '') return 0;
    const known = this.#known.get(page);
    if (known !== undefined) return known;
    const number = this.texts.push(page) - 1;
    this.#known.set(page, number);
    return number;
  }
}

function columnsFor(hits: number): Columns {
  return {
    pages: new Uint32Array(hits),
    leftPages: new Uint32Array(hits),
    keys: new Float64Array(hits),
    steps: new Uint8Array(hits),
    seconds: new Uint32Array(hits),
    before: new Int32Array(hits),
  };
}

/** The hits of columns that are full, in larger ones. */
function moved(from: Columns, room: number): Columns {
  const to = columnsFor(room);
  to.pages.set(from.pages);
  to.leftPages.set(from.leftPages);
  to.keys.set(from.keys);
  to.steps.set(from.steps);
  to.seconds.set(from.seconds);
  to.before.set(from.before);
  wipe(from, from.keys.length);
  return to;
}

function wipe(columns: Columns, size: number): void {
  for (const column of Object.values(columns)) column.fill(0, 0, size);
}
