import type { LeftOutReason } from '../hit.ts';
import type { VisitDimensions } from '../visit/dimensions.ts';
import { Cells } from './cells.ts';
import { NOTHING_FIRST } from '../visit/first-today.ts';
import type { FirstToday } from '../visit/first-today.ts';
import { quarterHourOf } from '@emas/calendar';
import type { TrackedHit } from '../visit/advance-visit.ts';
import type { VisitorKey } from '../visit/visitor-keys.ts';

type Mutable<Type> = { -readonly [Name in keyof Type]: Type[Name] };

/** Page views of one page, minute and combination of dimensions. */
export interface ViewBucket {
  readonly minute: number;
  readonly day: string;
  readonly page: string;
  readonly dimensions: VisitDimensions;
  views: number;
  pageVisits: number;
  readonly first: Mutable<FirstToday>;
  /** One for each view; whoever reads it again is told apart when the row is written. */
  readonly visitors: VisitorKey[];
}

/** Changes to visits that began in one slot and were last on one page. */
export interface VisitBucket {
  readonly slot: number;
  readonly day: string;
  readonly exitPage: string;
  readonly dimensions: VisitDimensions;
  visits: number;
  bounces: number;
  duration: number;
  exits: number;
}

export interface LeftOutBucket {
  readonly day: string;
  readonly slot: number;
  readonly reason: LeftOutReason;
  readonly name: string;
  requests: number;
}

/** What was added up since they were taken before. */
export interface TakenBuckets {
  readonly views: Iterable<ViewBucket>;
  readonly visits: Iterable<VisitBucket>;
  readonly leftOut: Iterable<LeftOutBucket>;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Adds hits up until they are taken: a thousand hits on one page in one minute are one row. */
export class Buckets {
  #views = new Cells<ViewBucket>();
  #visits = new Cells<VisitBucket>();
  #leftOut = new Map<string, LeftOutBucket>();

  /** Rows that `take()` would give, at most. */
  get size(): number {
    return this.#views.size + this.#visits.size + this.#leftOut.size;
  }

  add(hit: TrackedHit, page: string, time: number, day: string): void {
    this.#addView(hit, page, time, day);
    if (hit.starts) {
      const bucket = this.#visitBucket(hit, page);
      bucket.visits += 1;
      bucket.bounces += 1;
      bucket.exits += 1;
      return;
    }
    const left = this.#visitBucket(hit, hit.leftPage ?? page);
    if (hit.secondHit) left.bounces -= 1;
    left.duration += hit.duration;
    if (hit.leftPage === page || hit.leftPage === undefined) return;
    left.exits -= 1;
    this.#visitBucket(hit, page).exits += 1;
  }

  leaveOut(reason: LeftOutReason, name: string, time: number, day: string): void {
    const slot = quarterHourOf(time);
    const key = `${slot} ${reason} ${name}`;
    const bucket = this.#leftOut.get(key);
    if (bucket !== undefined) bucket.requests += 1;
    else this.#leftOut.set(key, { day, slot, reason, name, requests: 1 });
  }

  /** What was added so far; the buckets are empty afterwards. */
  take(): TakenBuckets {
    const taken = { views: this.#views, visits: this.#visits, leftOut: this.#leftOut.values() };
    this.#views = new Cells();
    this.#visits = new Cells();
    this.#leftOut = new Map();
    return taken;
  }

  #addView(hit: TrackedHit, page: string, time: number, day: string): void {
    const minute = minuteOf(time);
    const { dimensions } = hit;
    let bucket = this.#views.get(minute, dimensions.id, page);
    if (bucket === undefined) {
      const first = { ...NOTHING_FIRST };
      bucket = { minute, day, page, dimensions, views: 0, pageVisits: 0, first, visitors: [] };
      this.#views.set(minute, dimensions.id, page, bucket);
    }
    bucket.views += 1;
    if (hit.firstInVisit) bucket.pageVisits += 1;
    bucket.visitors.push(hit.visitor);
    if (hit.first !== NOTHING_FIRST) addFirst(bucket.first, hit.first);
  }

  #visitBucket(hit: TrackedHit, exitPage: string): VisitBucket {
    const { visitSlot: slot, visitDay: day, dimensions } = hit;
    const known = this.#visits.get(slot, dimensions.id, exitPage);
    if (known !== undefined) return known;
    const bucket = {
      slot,
      day,
      exitPage,
      dimensions,
      visits: 0,
      bounces: 0,
      duration: 0,
      exits: 0,
    };
    this.#visits.set(slot, dimensions.id, exitPage, bucket);
    return bucket;
  }
}

/** Minutes count for the last hour only, for the figure of the moment; older hits share their slot's. */
function minuteOf(time: number): number {
  return time > Date.now() - HOUR_MS ? time - (time % MINUTE_MS) : quarterHourOf(time);
}

function addFirst(sum: Mutable<FirstToday>, first: FirstToday): void {
  sum.visitor += first.visitor;
  sum.page += first.page;
  sum.entry_page += first.entry_page;
  sum.source += first.source;
  sum.channel += first.channel;
  sum.referrer += first.referrer;
  sum.utm_source += first.utm_source;
  sum.utm_medium += first.utm_medium;
  sum.utm_campaign += first.utm_campaign;
}
