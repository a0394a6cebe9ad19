import type { TrackedHit } from '../visit/advance-visit.ts';
import type { VisitorKey } from '../visit/visitor-keys.ts';

/** Before the first hit of a row. */
export const NONE = -1;

/**
 * The hits of all rows, a column for each thing that is told of them. Objects that live until they are sent
 * would cost more time in the garbage collector than everything else that is done for a hit.
 */
export class HitColumns {
  readonly pages: string[] = [];
  readonly leftPages: string[] = [];
  readonly keys: VisitorKey[] = [];
  /** 1 where the visit sees the page for the first time, and 2 more with its second hit: see the table. */
  readonly steps: number[] = [];
  /** Since the visit's hit before. */
  readonly seconds: number[] = [];
  /** The hit of the same row that came before, or `NONE`. */
  readonly before: number[] = [];

  get size(): number {
    return this.keys.length;
  }

  /** @returns Where it is. */
  add(hit: TrackedHit, key: VisitorKey, before: number = NONE): number {
    this.pages.push(hit.page);
    this.leftPages.push(hit.leftPage);
    this.keys.push(key);
    this.steps.push((hit.firstOfPage ? 1 : 0) + (hit.secondHit ? 2 : 0));
    this.seconds.push(hit.duration);
    return this.before.push(before) - 1;
  }
}
