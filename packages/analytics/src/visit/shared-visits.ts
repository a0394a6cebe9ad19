import { randomBytes } from 'node:crypto';
import type { Hit } from '../hit.ts';
import { addDays, startOfDay } from '@emas/calendar';
import type { KeyPrefixLengths } from './address-bits.ts';
import { advance, begin, isOpen, VISIT_IDLE_MS } from './advance-visit.ts';
import type { TrackedHit } from './advance-visit.ts';
import type { DimensionTable } from './dimensions.ts';
import { Visitor } from './visitor.ts';
import { Salt, SALT_BYTES } from './visitor-keys.ts';
import type { VisitorKey } from './visitor-keys.ts';
import type { VisitStore } from './visit-store.ts';

/** Tries of one hit against others of the same visitor in other processes. */
const TRIES = 10;

/** What the visits of several processes are put together with. */
export interface SharedVisitsOptions {
  readonly store: VisitStore;
  readonly timeZone: string;
  readonly network: KeyPrefixLengths;
  readonly dimensions: DimensionTable;
}

/**
 * The visit tracker for several processes: each hit reads what the store remembers of its visitor,
 * advances it as the one in memory does, and writes it back unless another process was faster.
 */
export class SharedVisits {
  readonly #options: SharedVisitsOptions;
  /** Of today and yesterday; older ones are forgotten here as they end in the store. */
  readonly #salts = new Map<string, Promise<Salt | undefined>>();
  /** Hits of one visitor take turns within a process. */
  readonly #turns = new Map<VisitorKey, Promise<unknown>>();

  constructor(options: SharedVisitsOptions) {
    this.#options = options;
  }

  /** @throws The store's error. */
  async track(hit: Hit, day: string): Promise<TrackedHit> {
    const salt = await this.#salt(day, true);
    if (salt === undefined) throw new Error('The store kept no secret.');
    const key = salt.keyOf(hit, this.#options.network);
    const before = this.#turns.get(key) ?? Promise.resolve();
    const turn = before.then(
      () => this.#advance(hit, key, day),
      () => this.#advance(hit, key, day),
    );
    this.#turns.set(key, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(key) === turn) this.#turns.delete(key);
    }
  }

  async #advance(hit: Hit, key: VisitorKey, day: string): Promise<TrackedHit> {
    const { store, dimensions } = this.#options;
    const lasting = this.#untilEndOf(day, hit.time) + VISIT_IDLE_MS;
    for (let tries = 0; tries < TRIES; tries += 1) {
      const found = await store.read(String(key));
      const known =
        found === undefined
          ? await this.#fromYesterday(hit, key, day)
          : Visitor.parse(found, key, dimensions);
      const { visitor, tracked } =
        known === undefined
          ? begin(hit, key, day, dimensions)
          : { visitor: known, tracked: advance(known, hit, day, dimensions) };
      if (await store.replace(String(key), found, visitor.serialised(), lasting)) return tracked;
    }
    throw new Error('Other processes were faster every time.');
  }

  async #fromYesterday(hit: Hit, key: VisitorKey, day: string): Promise<Visitor | undefined> {
    const salt = await this.#salt(addDays(day, -1), false);
    const before = salt?.keyOf(hit, this.#options.network);
    const found = before === undefined ? undefined : await this.#options.store.read(String(before));
    if (found === undefined) return undefined;
    const visitor = Visitor.parse(found, key, this.#options.dimensions);
    return isOpen(visitor, hit.time) ? visitor : undefined;
  }

  async #salt(day: string, make: boolean): Promise<Salt | undefined> {
    const known = this.#salts.get(day);
    if (known !== undefined) return known;
    const { store } = this.#options;
    const made = make ? randomBytes(SALT_BYTES).toString('base64') : undefined;
    const lasting = this.#untilEndOf(addDays(day, 1), Date.now());
    const asked = store
      .secret(day, made, lasting)
      .then((secret) =>
        secret === undefined ? undefined : new Salt(Buffer.from(secret, 'base64')),
      );
    this.#salts.set(day, asked);
    // A failed question is asked again; so is one for a day that nobody counted on.
    asked.then(
      (salt) => salt ?? this.#salts.delete(day),
      () => this.#salts.delete(day),
    );
    for (const old of this.#salts.keys()) if (old < addDays(day, -1)) this.#salts.delete(old);
    return asked;
  }

  /** At least a minute: the clock of a late hit may be behind. */
  #untilEndOf(day: string, time: number): number {
    const end = startOfDay(addDays(day, 1), this.#options.timeZone);
    return Math.max(60_000, end - Math.max(time, Date.now()));
  }
}
