import type { DatedHit, LeftOutReason } from '../hit.ts';
import type { TrackedHit } from '../visit/advance-visit.ts';
import type { VisitValues } from '../visit/visit-values.ts';
import { HitColumns } from './hit-columns.ts';

/** What a row counts: page views, changes of visits, or both, as nearly always. */
export type RowKind = 'hit' | 'view' | 'visit';

/** Hits in visits with the same values. */
export interface HitRow {
  readonly values: VisitValues;
  /** Of its hits in `HitColumns`, the one that came last. */
  last: number;
}

/** Rows of one kind in one hour. */
export interface RowGroup {
  readonly kind: RowKind;
  /** Of the view; of the visit where it began on another day. */
  readonly day: string;
  readonly hour: string;
  /** By the number of their values. */
  readonly rows: Map<number, HitRow>;
}

export interface LeftOutRow {
  readonly day: string;
  readonly reason: LeftOutReason;
  readonly name: string;
  requests: number;
}

/** What was added up since it was handed over before. */
export interface TakenRows {
  readonly groups: readonly RowGroup[];
  readonly hits: HitColumns;
  readonly leftOut: Iterable<LeftOutRow>;
}

/** Puts hits together until they are handed over: those in visits with the same values are one row. */
export class OpenRows {
  /** Few: the newest, which is nearly always the one that is asked for, is first. */
  #groups: RowGroup[] = [];
  readonly #hits = new HitColumns();
  #leftOut = new Map<string, LeftOutRow>();

  /** Hits, and kinds of requests that were left out. */
  get size(): number {
    return this.#hits.size + this.#leftOut.size;
  }

  add(hit: TrackedHit, dated: DatedHit): void {
    const { visit } = hit;
    if (visit.day === dated.day) return this.#addTo('hit', dated.day, dated.hour, hit);
    // After midnight the view is today's, and the visit's own figures are still those of its day.
    this.#addTo('view', dated.day, dated.hour, hit);
    return this.#addTo('visit', visit.day, dated.hour, hit);
  }

  leaveOut(reason: LeftOutReason, name: string, day: string): void {
    const key = `${day} ${reason} ${name}`;
    const row = this.#leftOut.get(key);
    if (row !== undefined) row.requests += 1;
    else this.#leftOut.set(key, { day, reason, name, requests: 1 });
  }

  /** Hands over what was added so far; nothing of it is here afterwards. */
  drain<Result>(take: (rows: TakenRows) => Result): Result {
    try {
      return take({ groups: this.#groups, hits: this.#hits, leftOut: this.#leftOut.values() });
    } finally {
      this.#groups = [];
      this.#hits.clear();
      this.#leftOut = new Map();
    }
  }

  #addTo(kind: RowKind, day: string, hour: string, hit: TrackedHit): void {
    const { values, key } = hit.visit;
    const { rows } = this.#group(kind, day, hour);
    const row = rows.get(values.id);
    const last = this.#hits.add(hit, kind === 'visit' ? key : hit.key, row?.last);
    if (row === undefined) rows.set(values.id, { values, last });
    else row.last = last;
  }

  #group(kind: RowKind, day: string, hour: string): RowGroup {
    for (const group of this.#groups) {
      if (group.hour === hour && group.kind === kind && group.day === day) return group;
    }
    const made: RowGroup = { kind, day, hour, rows: new Map() };
    this.#groups.unshift(made);
    return made;
  }
}
