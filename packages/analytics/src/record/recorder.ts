import type { Hit, LeftOutReason } from '../hit.ts';
import type { KeyPrefixLengths } from '../visit/address-bits.ts';
import { localDays, slotOf } from '../visit/local-day.ts';
import type { LocalDays } from '../visit/local-day.ts';
import { VisitTracker } from '../visit/visit-tracker.ts';
import { VisitorKeyMaker } from '../visit/visitor-keys.ts';

import { Buckets } from './buckets.ts';

/** What takes a recorder's rows: a batch writer, an import. */
export interface LineWriter {
  add(table: string, lines: readonly string[]): void;
}

export interface RecorderOptions {
  readonly site: string;
  readonly timeZone: string;
  readonly keyPrefix: KeyPrefixLengths;
  readonly maxVisitors: number;
  readonly maxPages: number;
  readonly maxBuckets: number;
}

/** The page under which views count once a day has too many different ones. */
const OTHER_PAGES = '(other)';

const MOST_NAMES = 500;

/** What a recorder has seen since it was made. */
export interface RecorderCounts {
  readonly views: number;
  readonly visits: number;
  readonly leftOut: Readonly<Partial<Record<LeftOutReason, number>>>;
}

/** From a hit to rows: the one path that live requests and imported logs share. */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #days: LocalDays;
  readonly #visits: VisitTracker;
  readonly #buckets: Buckets;
  #day = '';
  #pagesToday = new Set<string>();
  #names = new Set<string>();
  #swept = 0;
  #views = 0;
  #starts = 0;
  readonly #leftOut = new Map<LeftOutReason, number>();

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#days = localDays(options.timeZone);
    this.#visits = new VisitTracker(new VisitorKeyMaker(options.keyPrefix), options.maxVisitors);
    this.#buckets = new Buckets(options.site);
  }

  /** Counts a page view, or leaves it out: of a bot, without an address, beyond the bounds. */
  record(hit: Hit): void {
    const { client, address, time } = hit;
    if (client.bot !== null) return this.leaveOut('bot', time, client.bot);
    if (address === '') return this.leaveOut('address_missing', time);
    if (this.#buckets.size >= this.#options.maxBuckets) return this.leaveOut('limit', time);
    const day = this.#days.dayOf(time);
    const page = this.#boundedPage(hit.page, day);
    const counted = page === hit.page ? hit : { ...hit, page };
    const tracked = this.#visits.track(counted, day);
    this.#views += 1;
    if (tracked.starts) this.#starts += 1;
    this.#buckets.add(tracked, page, time, day);
    this.#sweep(time, day);
  }

  leaveOut(reason: LeftOutReason, time: number, name = ''): void {
    this.#leftOut.set(reason, (this.#leftOut.get(reason) ?? 0) + 1);
    const day = this.#days.dayOf(time);
    this.#buckets.leaveOut(reason, this.#boundedName(name.slice(0, 60)), time, day);
  }

  /** Hands the rows so far, as JSON lines, to a writer. */
  drainTo(writer: LineWriter): void {
    if (this.#buckets.size === 0) return;
    const { traffic, leftOut } = this.#buckets.take();
    if (traffic.length > 0) writer.add('emas_traffic_wire', traffic);
    if (leftOut.length > 0) writer.add('emas_left_out', leftOut);
  }

  /** Forgets the rows so far: for a part of a log that was counted before. */
  discard(): void {
    this.#buckets.take();
  }

  get pendingRows(): number {
    return this.#buckets.size;
  }

  counts(): RecorderCounts {
    return { views: this.#views, visits: this.#starts, leftOut: Object.fromEntries(this.#leftOut) };
  }

  /** Visitors remembered now and forgotten too early; for an operator. */
  memory(): { readonly visitors: number; readonly evicted: number } {
    return { visitors: this.#visits.size, evicted: this.#visits.evicted };
  }

  /** Bots name themselves, and not all of them mean well. */
  #boundedName(name: string): string {
    if (name === '' || this.#names.has(name)) return name;
    if (this.#names.size >= MOST_NAMES) return 'other';
    this.#names.add(name);
    return name;
  }

  /** Somebody who makes paths up must not fill the tables. */
  #boundedPage(page: string, day: string): string {
    if (day !== this.#day) {
      this.#day = day;
      this.#pagesToday = new Set();
      this.#names = new Set();
    }
    if (this.#pagesToday.has(page)) return page;
    if (this.#pagesToday.size >= this.#options.maxPages) return OTHER_PAGES;
    this.#pagesToday.add(page);
    return page;
  }

  #sweep(time: number, day: string): void {
    const slot = slotOf(time);
    if (slot === this.#swept) return;
    this.#swept = slot;
    this.#visits.sweep(time, day);
  }
}
