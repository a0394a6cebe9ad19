import { EmasError } from '@emas/errors';
import type { EventBus } from '@emas/events';
import { describeFault } from '@emas/redis';
import type { Budget, BoundedStore } from './bounded-store.ts';
import type { Counts } from './counters.ts';
import { HeldSession, keyOf, metadataOf, parseMetadata } from './held-session.ts';
import { endOf, lifetimeOf } from './metadata.ts';
import type { Lifetimes, SessionMetadata } from './metadata.ts';
import { SessionWrites } from './session-writes.ts';
import type {
  EndReason,
  EndedSession,
  Loaded,
  SessionEnd,
  SessionRecord,
} from './stores/record-store.ts';

/** The idle clock is moved on at most this often, so that reading costs no write… */
const LONGEST_STEP_MS = 60_000;
/** …and often enough that who comes again and again is not signed out for it. */
const STEPS_OF_IDLE = 10;

/** What was found of a session. */
export type Found =
  | { readonly state: 'live'; readonly held: HeldSession }
  | { readonly state: 'ended'; readonly key: string; readonly reason: EndReason | 'unknown' };

/** Called when a session has ended, for any reason. */
export type EndListener = (ended: EndedSession, meta: SessionMetadata | undefined) => void;

/** What a keeper works with. */
export interface KeeperParts {
  readonly store: BoundedStore;
  readonly life: Lifetimes;
  readonly bus: EventBus;
  readonly counts: Counts;
}

/** Reads, writes and ends sessions, and says so. It knows nothing of requests. */
export class SessionKeeper {
  readonly store: BoundedStore;
  readonly bus: EventBus;
  readonly counts: Counts;
  readonly #life: Lifetimes;
  readonly #writes: SessionWrites;
  readonly #endListeners: EndListener[] = [];

  constructor({ store, life, bus, counts }: KeeperParts) {
    this.store = store;
    this.bus = bus;
    this.counts = counts;
    this.#life = life;
    this.#writes = new SessionWrites({
      store,
      counts,
      endOf: (meta) => this.endOf(meta),
      onBegun: (held) => this.#begun(held),
    });
  }

  /** By how much the idle clock has to be behind before it is moved, milliseconds. */
  clockStep(meta: Pick<SessionMetadata, 'cookie' | 'remembered'>): number {
    return Math.min(LONGEST_STEP_MS, this.#idleOf(meta) / STEPS_OF_IDLE);
  }

  #idleOf(meta: Pick<SessionMetadata, 'cookie' | 'remembered'>): number {
    return Math.min(lifetimeOf(meta, this.#life).idle, meta.cookie?.originalMaxAge ?? Infinity);
  }

  /** No session lasts longer, milliseconds. */
  get longest(): number {
    return Math.max(this.#life.absolute, this.#life.remembered?.absolute ?? 0);
  }

  onEnd(listener: EndListener): void {
    this.#endListeners.push(listener);
  }

  /** When a session ends unless it is used again. */
  endOf(meta: SessionMetadata): SessionEnd {
    const { absolute } = lifetimeOf(meta, this.#life);
    return endOf(meta, { idle: this.#idleOf(meta), absolute });
  }

  /** The session of an id; one whose time has come ends here. @param key The id's, where it is known. */
  async find(id: string, budget?: Budget, key: string = keyOf(id)): Promise<Found> {
    const loaded = await this.store.read((store) => store.load(key), budget);
    const found = this.#foundIn(loaded, id, key, ({ meta }) => parseMetadata(meta));
    if (found !== undefined) return found;
    const reason = loaded.state === 'live' ? loaded.end.reason : 'unknown';
    // It is over, whether or not that can be written.
    if (loaded.state === 'live') {
      await this.end(key, loaded.end.reason, budget).catch((error: unknown) =>
        this.lost(key, error),
      );
    }
    return { state: 'ended', key, reason };
  }

  /** The same, from a store that answers at once; `undefined` where somebody has to wait. */
  findAtOnce(id: string, key: string): Found | undefined {
    const loaded = this.store.atOnce?.load(key);
    return loaded === undefined ? undefined : this.#foundIn(loaded, id, key, metadataOf);
  }

  /** @returns `undefined` for a session whose time has come, which is still to be ended. */
  #foundIn(
    loaded: Loaded,
    id: string,
    key: string,
    read: (record: SessionRecord) => SessionMetadata | undefined,
  ): Found | undefined {
    if (loaded.state !== 'live') {
      return { state: 'ended', key, reason: loaded.state === 'ended' ? loaded.reason : 'unknown' };
    }
    const meta = read(loaded.record);
    if (meta === undefined) {
      this.unreadable(key);
      return { state: 'ended', key, reason: 'unknown' };
    }
    if (loaded.end.at <= Date.now()) return undefined;
    return { state: 'live', held: new HeldSession(id, meta, loaded.record, key) };
  }

  /**
   * Writes what this request changed, onto what other requests wrote meanwhile.
   *
   * @param ours The data as the request has it now.
   * @returns False where the session has ended: it stays so.
   */
  write(held: HeldSession, ours: string, budget?: Budget): Promise<boolean> {
    return this.#writes.write({ held, ours, budget });
  }

  /** The same, into a store that answers at once; `undefined` where somebody has to wait. */
  writeAtOnce(held: HeldSession, ours: string): boolean | undefined {
    return this.#writes.writeAtOnce({ held, ours, budget: undefined });
  }

  /** True while something of the session is being written. */
  isWriting(held: HeldSession): boolean {
    return this.#writes.isWriting(held);
  }

  /**
   * Writes the metadata alone: the idle clock, a network, the cookie's settings.
   *
   * @param yields Whether the metadata of whoever wrote meanwhile is worth more than this.
   */
  async touch(held: HeldSession, budget?: Budget, yields = false): Promise<boolean> {
    const { meta } = held;
    const text = JSON.stringify(meta);
    const end = this.endOf(meta);
    const base = yields ? held.version : undefined;
    const touched = await this.store.write(
      (store) => store.touch(held.key, text, end, base),
      budget,
    );
    if (touched && held.meta === meta) {
      held.metaChanged = false;
      held.metaSeen = meta;
    }
    return touched;
  }

  /** @returns What was ended, where there was something. */
  async end(key: string, reason: EndReason, budget?: Budget): Promise<EndedSession | undefined> {
    const ended = await this.store.write((store) => store.end(key, reason), budget);
    if (ended !== undefined) this.#ended(ended);
    return ended;
  }

  /** Somebody else wrote there, or a disk. */
  unreadable(key: string): void {
    this.bus.emit('session_unreadable', { session: key });
  }

  /** A write that nobody is told of any more: the answer is on its way. */
  lost(key: string, error: unknown): void {
    this.counts.lostWrites += 1;
    // Of what the store said, not of what we made of it.
    const cause = error instanceof EmasError ? (error.cause ?? error) : error;
    this.bus.emit('session_write_lost', { session: key, ...describeFault(cause) });
  }

  /** Ends every session whose time has come. */
  async sweep(): Promise<number> {
    const most = 100;
    let total = 0;
    for (;;) {
      // In steps, so that one look never holds the store up for long.
      // oxlint-disable-next-line no-await-in-loop
      const ended = await this.store.patient.endDue(Date.now(), most);
      for (const one of ended) this.#ended(one);
      total += ended.length;
      if (ended.length < most) return total;
    }
  }

  #begun(held: HeldSession): void {
    if (held.renews !== undefined) return;
    this.counts.created += 1;
    const account = held.meta.account || undefined;
    this.bus.emit('session_created', { session: held.key, account, source_network: held.address });
  }

  #ended(ended: EndedSession): void {
    const { key, reason } = ended;
    const meta = parseMetadata(ended.meta);
    const source_network = meta?.networks.at(-1)?.address ?? '';
    const account = meta === undefined || meta.account === '' ? undefined : meta.account;
    this.counts.countEnd(reason);
    if (reason === 'logout') {
      this.bus.emit('session_logout', { session: key, account, source_network });
    } else if (reason !== 'renewed') {
      this.bus.emit('session_expired', { session: key, reason, account, source_network });
    }
    for (const listener of this.#endListeners) listener(ended, meta);
  }
}
