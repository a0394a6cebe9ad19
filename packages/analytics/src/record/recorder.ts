import type { DatedHit, Hit, LeftOutReason } from '../hit.ts';
import type { KeyPrefixLengths } from '../visit/address-bits.ts';
import { boundedCalls } from '@emas/redis';
import { localDays, quarterHourOf } from '@emas/calendar';
import type { LocalDays } from '@emas/calendar';
import type { TrackedHit } from '../visit/advance-visit.ts';
import { SharedVisits } from '../visit/shared-visits.ts';
import { VisitTracker } from '../visit/visit-tracker.ts';
import type { VisitStore } from '../visit/visit-store.ts';
import { VisitValueTable } from '../visit/visit-values.ts';
import { VisitorKeyMaker } from '../visit/visitor-keys.ts';
import { OpenRows } from './open-rows.ts';
import { wireLines } from './wire-lines.ts';

/** What takes a recorder's rows: a batch writer, an import. */
export interface LineWriter {
  /** @param lines One JSON array each, in UTF-8. */
  add(table: string, lines: readonly Buffer[]): void;
}

export interface RecorderOptions {
  readonly app: string;
  /** The import whose lines it counts. @default '' for what is counted live */
  readonly origin?: string;
  readonly timeZone: string;
  readonly network: KeyPrefixLengths;
  readonly maxVisitors: number;
  readonly maxPages: number;
  /** Hits that wait to be drained; the rest are left out. */
  readonly maxHits: number;
  /** Shared by several processes; without it, visits are remembered in this one. */
  readonly store?: VisitStore | undefined;
}

/** The page under which views count once a day has too many different ones. */
const OTHER_PAGES = '(other)';
const MOST_NAMES = 500;
/** Hits that wait for the store; the rest are left out. */
const MOST_WAITING = 10_000;
/** A store that has not answered by then is as good as away. */
const STORE_TIMEOUT_MS = 250;

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
  readonly #keys: VisitorKeyMaker;
  readonly #visits: VisitTracker;
  readonly #shared: SharedVisits | undefined;
  readonly #rows = new OpenRows();
  #day = '';
  #pagesToday = new Set<string>();
  #names = new Set<string>();
  #swept = 0;
  #views = 0;
  #starts = 0;
  readonly #leftOut = new Map<LeftOutReason, number>();
  readonly #waiting = new Set<Promise<void>>();
  /** One failure will do: each hit that waits is counted late. */
  readonly #calls = boundedCalls({
    what: 'store of visits',
    timeout: STORE_TIMEOUT_MS,
    failures: 1,
  });

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#days = localDays(options.timeZone);
    const values = new VisitValueTable();
    this.#keys = new VisitorKeyMaker(options.network);
    this.#visits = new VisitTracker(this.#keys, values, options.maxVisitors);
    const { store, timeZone, network } = options;
    this.#shared =
      store === undefined ? undefined : new SharedVisits({ store, timeZone, network, values });
  }

  /** Counts a page view, or leaves it out: of a bot, without an address, beyond the bounds. */
  record(hit: Hit): void {
    const { client, address, time } = hit;
    if (client.bot !== null) return this.leaveOut('bot', time, client.bot);
    if (address === '') return this.leaveOut('address_missing', time);
    if (this.#isFull()) return this.leaveOut('limit', time);
    const day = this.#days.dayOf(time);
    const page = this.#boundedPage(hit.page, day);
    const dated: DatedHit = { hit, page, day, hour: this.#days.hourOf(time) };
    if (this.#shared === undefined) this.#count(this.#visits.track(dated), dated);
    else this.#countShared(this.#shared, dated);
    this.#sweep(time);
  }

  leaveOut(reason: LeftOutReason, time: number, name = ''): void {
    this.#leftOut.set(reason, (this.#leftOut.get(reason) ?? 0) + 1);
    const day = this.#days.dayOf(time);
    this.#rows.leaveOut(reason, this.#boundedName(name.slice(0, 60)), day);
  }

  /** What is over is forgotten, secrets among it, also where no hit comes for days. */
  passTime(time: number): void {
    this.#sweep(time);
  }

  /** Resolves when no hit waits for the store any more. */
  async settled(): Promise<void> {
    while (this.#waiting.size > 0) await Promise.all(this.#waiting);
  }

  /** Hands the rows so far, as JSON lines, to a writer. */
  drainTo(writer: LineWriter): void {
    if (this.#rows.size === 0) return;
    const { app, origin = '' } = this.#options;
    const lines = this.#rows.drain((rows) => wireLines({ app, origin }, rows));
    writer.add('emas_open', lines);
  }

  /** Forgets the rows so far: for a part of a log that was counted before. */
  discard(): void {
    this.#rows.drain(() => undefined);
  }

  counts(): RecorderCounts {
    return { views: this.#views, visits: this.#starts, leftOut: Object.fromEntries(this.#leftOut) };
  }

  /** Visitors remembered here now, those forgotten too early, and hits counted without the store. */
  memory(): { readonly visitors: number; readonly evicted: number; readonly storeFaults: number } {
    const { size: visitors, evicted } = this.#visits;
    const { timedOut, failed, refused } = this.#calls.counters();
    return { visitors, evicted, storeFaults: timedOut + failed + refused };
  }

  #isFull(): boolean {
    return this.#rows.size >= this.#options.maxHits || this.#waiting.size >= MOST_WAITING;
  }

  #count(tracked: TrackedHit, hit: DatedHit): void {
    this.#views += 1;
    if (tracked.starts) this.#starts += 1;
    this.#rows.add(tracked, hit);
  }

  #countShared(shared: SharedVisits, hit: DatedHit): void {
    const waiting = this.#trackShared(shared, hit).then(
      (tracked) => {
        this.#waiting.delete(waiting);
        return this.#count(tracked, hit);
      },
      // #trackShared falls back to the memory, which does not fail.
      () => undefined,
    );
    this.#waiting.add(waiting);
  }

  /** A store that fails costs no view: it counts from this process's own memory then. */
  async #trackShared(shared: SharedVisits, hit: DatedHit): Promise<TrackedHit> {
    try {
      return await this.#calls.run(() => shared.track(hit));
    } catch {
      return this.#visits.track(hit);
    }
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

  #sweep(time: number): void {
    const slot = quarterHourOf(time);
    if (slot === this.#swept) return;
    this.#swept = slot;
    this.#visits.sweep(time);
    const day = this.#days.dayOf(time);
    this.#keys.turnTo(day);
    this.#shared?.turnTo(day);
  }
}
