import { functionOption, parseOptions, wholeNumber } from '@emas/options';
import { z } from 'zod';
import { AccountLinks } from './account-links.ts';
import { Crowd } from './crowd.ts';
import { EndHeap } from './end-heap.ts';
import type { Ending } from './end-heap.ts';
import type {
  EndReason,
  EndedSession,
  Importance,
  Loaded,
  RecordStore,
  SessionEnd,
  SessionRecord,
  SessionWrite,
  Standing,
  StoreAtOnce,
  Written,
} from './record-store.ts';
import { Tombstones } from './tombstone.ts';

/** Options of {@link memoryStore}. */
export interface MemoryStoreOptions {
  /**
   * Sessions kept at a time. When one more begins, one ends with the reason `capacity`: of those that nothing
   * was put into, then of those without an account, the one that was used longest ago; and of the
   * newcomer's own network, where that has more than a tenth of all. @default 10000
   */
  readonly max?: number;
  /** The clock, milliseconds since 1970; for tests. @default Date.now */
  readonly now?: () => number;
}

/** However small the store: it takes that many ends in ten minutes to forget one early. */
const LEAST_TOMBSTONES = 1000;

const optionsSchema = z.strictObject({
  max: wholeNumber('sessions', 1, 10_000_000, 10_000),
  now: functionOption<() => number>('a function that gives milliseconds since 1970').default(
    () => Date.now,
  ),
});

/**
 * Sessions in the memory of this process: they go with it, and no other process sees them.
 *
 * @throws EmasError `ERR_EMAS_SESSION_STORE_OPTIONS`.
 */
export function memoryStore(options?: MemoryStoreOptions): RecordStore {
  const { max, now } = parseOptions(
    'memoryStore',
    'ERR_EMAS_SESSION_STORE_OPTIONS',
    optionsSchema,
    options,
  );
  return new MemoryRecordStore(max, now);
}

const storesAtOnce = new WeakMap<RecordStore, StoreAtOnce>();

/** `undefined` for other stores, and for what is built on one in memory: its own `load()` and `save()` are asked. */
export function atOnceOf(store: RecordStore): StoreAtOnce | undefined {
  const isAltered = Object.hasOwn(store, 'load') || Object.hasOwn(store, 'save');
  return isAltered ? undefined : storesAtOnce.get(store);
}

/** What matters least first. */
const IMPORTANCES: readonly Importance[] = ['empty', 'guest', 'member'];
const NOWHERE: Standing = { importance: 'empty', prefix: '' };

interface Kept extends Ending {
  readonly key: string;
  record: SessionRecord;
}

class MemoryRecordStore implements RecordStore {
  readonly local = true;
  readonly #max: number;
  readonly #sessions = new Map<string, Kept>();
  readonly #byEnd = new EndHeap<Kept>();
  readonly #crowd = new Crowd<Kept>(IMPORTANCES.length);
  readonly #tombstones: Tombstones;
  readonly #links = new AccountLinks();
  /** Ended for want of room, until `endDue` tells them: they still have their meta. */
  readonly #crowdedOut: EndedSession[] = [];

  constructor(max: number, now: () => number) {
    storesAtOnce.set(this, {
      load: (key) => this.#load(key),
      save: (key, write) => this.#save(key, write),
    });
    this.#max = max;
    this.#tombstones = new Tombstones(Math.max(max, LEAST_TOMBSTONES), now);
  }

  async load(key: string): Promise<Loaded> {
    return this.#load(key);
  }

  async save(key: string, write: SessionWrite): Promise<Written> {
    return this.#save(key, write);
  }

  #load(key: string): Loaded {
    const kept = this.#sessions.get(key);
    if (kept !== undefined) {
      this.#crowd.used(kept);
      return { state: 'live', record: kept.record, end: kept.end };
    }
    const reason = this.#tombstones.reasonOf(key);
    return reason === undefined ? { state: 'unknown' } : { state: 'ended', reason };
  }

  #save(key: string, write: SessionWrite): Written {
    const { data, meta, end, base, standing = NOWHERE } = write;
    const kept = this.#sessions.get(key);
    if (kept === undefined) {
      const reason = this.#tombstones.reasonOf(key);
      if (reason !== undefined) return { state: 'ended', reason };
      if (base !== undefined) return { state: 'ended', reason: 'unknown' };
      this.#begin({ key, record: { version: 1, data, meta }, end, place: 0 }, standing);
      return { state: 'saved', version: 1 };
    }
    if (kept.record.version !== base) return { state: 'conflict', record: kept.record };
    const version = base + 1;
    this.#change(kept, { version, data, meta }, end);
    this.#place(kept, standing);
    return { state: 'saved', version };
  }

  async touch(key: string, meta: string, end: SessionEnd, base?: number): Promise<boolean> {
    const kept = this.#sessions.get(key);
    if (kept === undefined) return false;
    const { record } = kept;
    const isNewer = base !== undefined && record.version !== base;
    const { version, data } = record;
    this.#change(kept, isNewer ? record : { version, data, meta }, end);
    return true;
  }

  async end(key: string, reason: EndReason): Promise<EndedSession | undefined> {
    const kept = this.#sessions.get(key);
    if (kept !== undefined) return this.#finish(kept, reason);
    if (this.#tombstones.reasonOf(key) === undefined) this.#tombstones.add(key, reason);
    return undefined;
  }

  async endDue(now: number, limit: number): Promise<readonly EndedSession[]> {
    const ended = this.#crowdedOut.splice(0, limit);
    while (ended.length < limit) {
      const next = this.#byEnd.first;
      if (next === undefined || next.end.at > now) break;
      ended.push(this.#finish(next, next.end.reason));
    }
    return ended;
  }

  async link(account: string, key: string, at: number): Promise<void> {
    const alive = this.#sessions.has(key);
    if (!alive && this.#tombstones.reasonOf(key) !== undefined) return;
    this.#links.add(account, key, at, alive);
  }

  async unlink(account: string, key: string): Promise<void> {
    this.#links.remove(account, key);
  }

  async linked(account: string): Promise<readonly string[]> {
    return this.#links.of(account);
  }

  async keys(): Promise<readonly string[]> {
    return [...this.#sessions.keys()];
  }

  async clear(): Promise<void> {
    this.#sessions.clear();
    this.#crowd.clear();
    this.#byEnd.clear();
    this.#tombstones.clear();
    this.#links.clear();
    this.#crowdedOut.length = 0;
  }

  #begin(kept: Kept, standing: Standing): void {
    if (this.#sessions.size >= this.#max) this.#makeRoom(standing.prefix);
    this.#sessions.set(kept.key, kept);
    this.#place(kept, standing);
    this.#byEnd.add(kept);
    this.#links.began(kept.key);
  }

  #place(kept: Kept, { importance, prefix }: Standing): void {
    this.#crowd.put(kept, IMPORTANCES.indexOf(importance), prefix);
  }

  #makeRoom(prefix: string): void {
    const least = this.#crowd.leastImportant(prefix);
    if (least === undefined) return;
    const ended = this.#finish(least, 'capacity');
    // Where nobody asks for them, what they carry must not pile up.
    if (this.#crowdedOut.length < this.#max) this.#crowdedOut.push(ended);
  }

  #change(kept: Kept, record: SessionRecord, end: SessionEnd): void {
    kept.record = record;
    kept.end = end;
    this.#byEnd.moved(kept);
    this.#crowd.used(kept);
  }

  #finish(kept: Kept, reason: EndReason): EndedSession {
    const { key, record } = kept;
    this.#sessions.delete(key);
    this.#crowd.remove(kept);
    this.#byEnd.remove(kept);
    this.#links.drop(key);
    this.#tombstones.add(key, reason);
    return { key, meta: record.meta, reason };
  }
}
