import { randomBytes } from 'node:crypto';
import { addDays, startOfDay } from '@emas/calendar';
import type { DatedHit } from '../hit.ts';
import type { KeyPrefixLengths } from './address-bits.ts';
import { beginVisit, continueVisit } from './advance-visit.ts';
import type { TrackedHit } from './advance-visit.ts';
import { Visit, VISIT_IDLE_MS } from './visit.ts';
import { Salt, SALT_BYTES } from './visitor-keys.ts';
import type { VisitorKey } from './visitor-keys.ts';
import type { VisitStore } from './visit-store.ts';
import type { VisitValueTable } from './visit-values.ts';

/** Tries of one hit against others of the same visitor in other processes. */
const TRIES = 10;

/** What the visits of several processes are put together with. */
export interface SharedVisitsOptions {
  readonly store: VisitStore;
  readonly timeZone: string;
  readonly network: KeyPrefixLengths;
  readonly values: VisitValueTable;
}

/**
 * The visit tracker for several processes: each hit reads what the store remembers of its visit,
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
  async track(hit: DatedHit): Promise<TrackedHit> {
    const salt = await this.#salt(hit.day, true);
    if (salt === undefined) throw new Error('The store kept no secret.');
    const key = salt.keyOf(hit.hit, this.#options.network);
    const before = this.#turns.get(key) ?? Promise.resolve();
    const turn = before.then(
      () => this.#advance(hit, key),
      () => this.#advance(hit, key),
    );
    this.#turns.set(key, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(key) === turn) this.#turns.delete(key);
    }
  }

  /** Destroys the salts that no hit of this day needs. */
  turnTo(day: string): void {
    for (const old of this.#salts.keys()) if (old < addDays(day, -1)) this.#salts.delete(old);
  }

  async #advance(hit: DatedHit, key: VisitorKey): Promise<TrackedHit> {
    const { store, values } = this.#options;
    for (let tries = 0; tries < TRIES; tries += 1) {
      const found = await store.read(String(key));
      const known =
        found === undefined ? await this.#fromYesterday(hit) : Visit.parse(found, values);
      const tracked =
        known?.isOpen(hit.hit.time) === true
          ? continueVisit(known, hit, key)
          : beginVisit(hit, key, values);
      const lasting = VISIT_IDLE_MS + Math.max(0, tracked.visit.last - Date.now());
      if (await store.replace(String(key), found, tracked.visit.serialised(), lasting)) {
        return tracked;
      }
    }
    throw new Error('Other processes were faster every time.');
  }

  async #fromYesterday(hit: DatedHit): Promise<Visit | undefined> {
    const salt = await this.#salt(addDays(hit.day, -1), false);
    const before = salt?.keyOf(hit.hit, this.#options.network);
    const found = before === undefined ? undefined : await this.#options.store.read(String(before));
    return found === undefined ? undefined : Visit.parse(found, this.#options.values);
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
    this.turnTo(day);
    return asked;
  }

  /** At least a minute: the clock of a late hit may be behind. */
  #untilEndOf(day: string, time: number): number {
    const end = startOfDay(addDays(day, 1), this.#options.timeZone);
    return Math.max(60_000, end - Math.max(time, Date.now()));
  }
}
