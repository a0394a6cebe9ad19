import type { LeftOutReason } from '../hit.ts';
import type { VisitDimensions } from '../visit/dimensions.ts';
import { slotOf } from '../visit/local-day.ts';
import type { FirstToday, TrackedHit } from '../visit/visit-tracker.ts';

type Mutable<Type> = { -readonly [Name in keyof Type]: Type[Name] };

interface ViewBucket {
  readonly minute: number;
  readonly day: string;
  readonly page: string;
  readonly dimensions: VisitDimensions;
  views: number;
  pageVisits: number;
  readonly first: Mutable<FirstToday>;
  readonly visitors: Set<string>;
}

interface VisitBucket {
  readonly slot: number;
  readonly day: string;
  readonly exitPage: string;
  readonly dimensions: VisitDimensions;
  visits: number;
  bounces: number;
  duration: number;
  exits: number;
}

interface LeftOutBucket {
  readonly site: string;
  readonly day: string;
  readonly slot: number;
  readonly reason: LeftOutReason;
  readonly name: string;
  requests: number;
}

const MINUTE_MS = 60_000;

/** Adds hits up until they are taken: a thousand hits on one page in one minute are one row. */
export class Buckets {
  readonly #site: string;
  #views = new Map<string, ViewBucket>();
  #visits = new Map<string, VisitBucket>();
  #leftOut = new Map<string, LeftOutBucket>();

  constructor(site: string) {
    this.#site = site;
  }

  /** Rows that `take()` would give. */
  get size(): number {
    return this.#views.size + this.#visits.size + this.#leftOut.size;
  }

  add(hit: TrackedHit, page: string, time: number, day: string): void {
    this.#addView(hit, page, time, day);
    const { starts, secondHit, duration, leftPage } = hit;
    if (starts) {
      this.#addVisit(hit, page, { visits: 1, bounces: 1, duration: 0, exits: 1 });
      return;
    }
    const bounces = secondHit ? -1 : 0;
    if (leftPage === page || leftPage === undefined) {
      if (bounces !== 0 || duration !== 0) {
        this.#addVisit(hit, '', { visits: 0, bounces, duration, exits: 0 });
      }
      return;
    }
    this.#addVisit(hit, leftPage, { visits: 0, bounces, duration, exits: -1 });
    this.#addVisit(hit, page, { visits: 0, bounces: 0, duration: 0, exits: 1 });
  }

  leaveOut(reason: LeftOutReason, name: string, time: number, day: string): void {
    const slot = slotOf(time);
    const key = `${slot}\0${reason}\0${name}`;
    const bucket = this.#leftOut.get(key);
    if (bucket !== undefined) bucket.requests += 1;
    else this.#leftOut.set(key, { site: this.#site, day, slot, reason, name, requests: 1 });
  }

  /** The rows of the wire and of the left-out table; the buckets are empty afterwards. */
  take(): { readonly traffic: object[]; readonly leftOut: object[] } {
    const traffic = [
      ...Array.from(this.#views.values(), (bucket) => viewRow(this.#site, bucket)),
      ...Array.from(this.#visits.values(), (bucket) => visitRow(this.#site, bucket)),
    ];
    const leftOut = Array.from(this.#leftOut.values(), (bucket) => ({
      ...bucket,
      slot: bucket.slot / 1000,
    }));
    this.#views = new Map();
    this.#visits = new Map();
    this.#leftOut = new Map();
    return { traffic, leftOut };
  }

  #addView(hit: TrackedHit, page: string, time: number, day: string): void {
    const minute = time - (time % MINUTE_MS);
    const key = `${minute}\0${hit.dimensions.id}\0${page}`;
    let bucket = this.#views.get(key);
    if (bucket === undefined) {
      bucket = {
        minute,
        day,
        page,
        dimensions: hit.dimensions,
        views: 0,
        pageVisits: 0,
        first: emptyFirst(),
        visitors: new Set(),
      };
      this.#views.set(key, bucket);
    }
    bucket.views += 1;
    if (hit.firstInVisit) bucket.pageVisits += 1;
    bucket.visitors.add(hit.visitor);
    addFirst(bucket.first, hit.first);
  }

  #addVisit(
    hit: TrackedHit,
    exitPage: string,
    change: Pick<VisitBucket, 'visits' | 'bounces' | 'duration' | 'exits'>,
  ): void {
    const key = `${hit.visitSlot}\0${hit.dimensions.id}\0${exitPage}`;
    const bucket = this.#visits.get(key);
    if (bucket === undefined) {
      const { visitSlot: slot, visitDay: day, dimensions } = hit;
      this.#visits.set(key, { slot, day, exitPage, dimensions, ...change });
      return;
    }
    bucket.visits += change.visits;
    bucket.bounces += change.bounces;
    bucket.duration += change.duration;
    bucket.exits += change.exits;
  }
}

function emptyFirst(): Mutable<FirstToday> {
  return {
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

function viewRow(site: string, bucket: ViewBucket): object {
  const { minute, day, page, dimensions, views, pageVisits, first, visitors } = bucket;
  const { id: _, ...named } = dimensions;
  return {
    site,
    minute: minute / 1000,
    slot: slotOf(minute) / 1000,
    day,
    view_page: page,
    ...named,
    add_views: views,
    add_page_visits: pageVisits,
    first_visitor: first.visitor,
    first_page: first.page,
    first_entry_page: first.entry_page,
    first_source: first.source,
    first_channel: first.channel,
    first_referrer: first.referrer,
    first_utm_source: first.utm_source,
    first_utm_medium: first.utm_medium,
    first_utm_campaign: first.utm_campaign,
    keys: [...visitors],
  };
}

function visitRow(site: string, bucket: VisitBucket): object {
  const { slot, day, exitPage, dimensions, visits, bounces, duration, exits } = bucket;
  const { id: _, ...named } = dimensions;
  return {
    site,
    minute: slot / 1000,
    slot: slot / 1000,
    day,
    exit_page: exitPage,
    ...named,
    add_visits: visits,
    add_bounces: bounces,
    add_duration: duration,
    add_exits: exits,
  };
}
