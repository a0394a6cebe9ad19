import { randomBytes } from 'node:crypto';
import type { EventBus } from '@emas/events';
import { WatchMarks } from './watch-marks.ts';

/** Who called, as far as the app tells it. */
export interface LedgerClient {
  /** A hash, or the family of the program, `curl 8`. */
  readonly id: string;
  readonly kind: 'key' | 'account' | 'family' | 'other';
}

/** One client of one endpoint, in this process. */
export interface LedgerRow extends LedgerClient {
  readonly endpoint: string;
  readonly version: string;
  readonly count: number;
  /** Milliseconds since 1970. */
  readonly first: number;
  readonly last: number;
}

/** A call that is to be counted. */
export interface Call {
  readonly endpoint: string;
  readonly client: LedgerClient;
  readonly address: string;
  readonly since: string;
  readonly sunset: string | undefined;
}

interface Entry extends LedgerClient {
  readonly endpoint: string;
  readonly first: number;
  count: number;
  last: number;
  /** The day whose first call was told. */
  day: number;
  /** Calls that no line has told of yet, and when they began. */
  untold: number;
  untoldSince: number;
  /** The day of the last line about a refusal, by its reason. */
  readonly refusedOn: Map<string, number>;
}

const DAY = 86_400_000;
const MINUTE = 60_000;
/**
 * New clients that get a name in a minute; the rest is `(other)` until there is room. A stranger who makes up a
 * client with each call gets no further.
 */
const MOST_NEWS = 100;
const OTHER: LedgerClient = { id: '(other)', kind: 'other' };
/** Rows of `(other)`, one an endpoint; a mount path that is a regular expression has no end of them. */
const MOST_OTHERS = 1000;

/**
 * Counts calls by endpoint and client. The first call of a client on a day gets a line, all others are
 * counted and told together: a busy old endpoint cannot flood the log, and no call is counted twice.
 */
export class Ledger {
  /** Of the app. */
  version: string;
  /** Names this process among all that write the log. */
  readonly run: string = randomBytes(6).toString('hex');
  readonly watch: WatchMarks;
  readonly #bus: EventBus;
  readonly #most: number;
  readonly #entries = new Map<string, Entry>();
  /** The minute, and new clients in it. */
  #minute = 0;
  #news = 0;

  /** @param beatEvery Milliseconds between two calls of `tell()`, at most. */
  constructor(bus: EventBus, version: string, most: number, beatEvery: number) {
    this.#bus = bus;
    this.watch = new WatchMarks(bus, this.run, beatEvery);
    this.version = version;
    this.#most = most;
  }

  count(call: Call, now: number): void {
    const entry = this.#entryOf(call.endpoint, call.client, now);
    entry.count += 1;
    entry.last = now;
    const day = Math.floor(now / DAY);
    if (entry.day === day) {
      if (entry.untold === 0) entry.untoldSince = now;
      entry.untold += 1;
      return;
    }
    entry.day = day;
    const { address, since, sunset } = call;
    this.#bus.emit('deprecated_api_used', {
      endpoint: entry.endpoint,
      version: this.version,
      client: entry.id,
      client_kind: entry.kind,
      source_ip: address,
      since,
      sunset,
    });
  }

  /** A refusal, which was counted as a call: one line a client, day and reason. */
  refused({ endpoint, client, address }: Call, reason: string, now: number): void {
    const entry = this.#entryOf(endpoint, client, now);
    const day = Math.floor(now / DAY);
    if (entry.refusedOn.get(reason) === day) return;
    entry.refusedOn.set(reason, day);
    this.#bus.emit('deprecated_api_refused', {
      endpoint: entry.endpoint,
      version: this.version,
      client: entry.id,
      client_kind: entry.kind,
      source_ip: address,
      reason,
    });
  }

  rows(): LedgerRow[] {
    const { version } = this;
    return [...this.#entries.values()].map(({ endpoint, id, kind, count, first, last }) => ({
      endpoint,
      id,
      kind,
      version,
      count,
      first,
      last,
    }));
  }

  /** Tells how often each client called since it was last told. */
  tell(now: number): void {
    this.watch.beat(now);
    for (const [key, entry] of this.#entries) {
      const { endpoint, id, kind, untold, untoldSince, last } = entry;
      if (untold > 0) {
        this.#bus.emit('deprecated_api_counted', {
          endpoint,
          version: this.version,
          client: id,
          client_kind: kind,
          count: untold,
          first: new Date(untoldSince).toISOString(),
          last: new Date(last).toISOString(),
        });
        entry.untold = 0;
      }
      // Who has not called for a day makes room; coming back, it is a first call again.
      if (now - last > DAY) this.#entries.delete(key);
    }
  }

  #hasRoom(now: number): boolean {
    const minute = Math.floor(now / MINUTE);
    if (minute !== this.#minute) this.#news = 0;
    this.#minute = minute;
    this.#news += 1;
    return this.#news <= MOST_NEWS;
  }

  #entryOf(wantedEndpoint: string, wanted: LedgerClient, now: number): Entry {
    const known = this.#entries.get(keyOf(wantedEndpoint, wanted));
    if (known !== undefined) return known;
    const { size } = this.#entries;
    const client = size < this.#most && this.#hasRoom(now) ? wanted : OTHER;
    const isFull = size >= this.#most + MOST_OTHERS;
    const isOther = isFull && !this.#entries.has(keyOf(wantedEndpoint, client));
    const endpoint = isOther ? OTHER.id : wantedEndpoint;
    const key = keyOf(endpoint, client);
    const entry = this.#entries.get(key) ?? {
      ...client,
      endpoint,
      first: now,
      count: 0,
      last: now,
      day: -1,
      untold: 0,
      untoldSince: now,
      refusedOn: new Map<string, number>(),
    };
    this.#entries.set(key, entry);
    return entry;
  }
}

function keyOf(endpoint: string, { kind, id }: LedgerClient): string {
  return `${endpoint}\0${kind}\0${id}`;
}
