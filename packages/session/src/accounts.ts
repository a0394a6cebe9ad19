import { accountHasher } from '@emas/events/internal';
import type { Budget } from './bounded-store.ts';
import type { SecretKey } from './cookie-name.ts';
import { parseMetadata } from './held-session.ts';
import type { HeldSession } from './held-session.ts';
import type { SessionKeeper } from './keeper.ts';
import type { SessionSummary } from './request.ts';
import { WatchedEnds } from './watched-ends.ts';

type AccountHasher = ReturnType<typeof accountHasher>;

/** Which sessions to end. */
export interface EndAllOptions {
  /** The handle of one that stays. */
  readonly except?: string;
}

/** The sessions of accounts, for pages that list and end them. */
export interface SessionRegistry {
  /** An account's sessions, oldest first. */
  list(account: string): Promise<readonly SessionSummary[]>;
  /** Ends one session by its handle, whose ever it is: for security staff. */
  end(handle: string): Promise<boolean>;
  /**
   * Calls the listener once the session has ended, for what outlives a request: a socket, a stream. At once where
   * this process ended it, within half a minute where another did.
   *
   * @param handle `req.emas.session.handle`.
   * @returns What stops it, for when the socket is closed first.
   */
  onEnd(handle: string, listener: () => void): () => void;
  /** Ends an account's sessions. @returns How many. */
  endAll(account: string, options?: EndAllOptions): Promise<number>;
  /** Ends an account's sessions and forgets that it had any. @returns How many were ended. */
  purge(account: string): Promise<number>;
}

/** Knows which sessions belong to which account. Accounts are kept as keyed hashes, which are those of the log. */
export class Accounts implements SessionRegistry {
  readonly #keeper: SessionKeeper;
  /** By the current key first, then by older ones. */
  readonly #hashers: readonly [AccountHasher, ...AccountHasher[]];
  readonly #most: number;
  readonly #ends: WatchedEnds;

  constructor(
    keeper: SessionKeeper,
    [newest, ...older]: readonly [SecretKey, ...SecretKey[]],
    sessionsPerAccount: number,
  ) {
    this.#keeper = keeper;
    this.#hashers = [accountHasher(newest), ...older.map(accountHasher)];
    this.#most = sessionsPerAccount;
    this.#ends = new WatchedEnds(keeper);
    keeper.onEnd(({ key }, meta) => {
      if (meta !== undefined && meta.account !== '') this.#unlink(meta.account, key);
    });
  }

  hashOf(account: string): string {
    return this.#hashers[0](account);
  }

  async list(account: string): Promise<readonly SessionSummary[]> {
    const lists = await Promise.all(this.#hashesOf(account).map((hash) => this.listHashed(hash)));
    return lists.flat().toSorted((one, other) => Number(one.startedAt) - Number(other.startedAt));
  }

  /** By the account's hash; those that have ended are dropped from the list on the way. */
  async listHashed(hash: string, budget?: Budget): Promise<readonly SessionSummary[]> {
    const { store } = this.#keeper;
    const keys = await store.read((records) => records.linked(hash), budget);
    const found = await Promise.all(keys.map((key) => this.#summary(hash, key, budget)));
    return found.flatMap((summary) => summary ?? []);
  }

  async end(handle: string): Promise<boolean> {
    return (await this.#keeper.end(handle, 'revoked')) !== undefined;
  }

  onEnd(handle: string, listener: () => void): () => void {
    return this.#ends.watch(handle, listener);
  }

  /** Looks at once for sessions that another process ended. */
  lookForEnds(): Promise<void> {
    return this.#ends.look();
  }

  close(): void {
    this.#ends.stop();
  }

  async endAll(account: string, { except }: EndAllOptions = {}): Promise<number> {
    const all = await this.list(account);
    const ended = await Promise.all(
      all.filter(({ handle }) => handle !== except).map(({ handle }) => this.end(handle)),
    );
    return ended.filter(Boolean).length;
  }

  async purge(account: string): Promise<number> {
    const ended = await this.endAll(account);
    const { store } = this.#keeper;
    await Promise.all(
      this.#hashesOf(account).map(async (hash) => {
        const left = await store.read((records) => records.linked(hash));
        await Promise.all(left.map((key) => store.write((records) => records.unlink(hash, key))));
      }),
    );
    return ended;
  }

  /** A session has become an account's: the oldest beyond the limit end. */
  async joined(held: HeldSession, budget?: Budget): Promise<void> {
    const { account, created } = held.meta;
    const { store, longest } = this.#keeper;
    await store.write((records) => records.link(account, held.key, created, longest), budget);
    if (this.#most === Infinity) return;
    const keys = await store.read((records) => records.linked(account), budget);
    if (keys.length <= this.#most) return;
    // Only those that are alive count; looking drops the others.
    const alive = await this.listHashed(account, budget);
    const surplus = alive.slice(0, Math.max(0, alive.length - this.#most));
    await Promise.all(
      surplus.map(({ handle }) => this.#keeper.end(handle, 'account_limit', budget)),
    );
  }

  /** A session's data says that it is another account's now; nobody waits for the index. */
  moved(held: HeldSession, before: string): void {
    if (before !== '') this.#unlink(before, held.key);
    if (held.meta.account === '') return;
    this.joined(held).catch(() => undefined);
  }

  async #summary(
    hash: string,
    key: string,
    budget: Budget | undefined,
  ): Promise<SessionSummary | undefined> {
    const found = await this.#keeper.store.read((records) => records.load(key), budget);
    const meta = found.state === 'live' ? parseMetadata(found.record.meta) : undefined;
    if (found.state !== 'live' || meta?.account !== hash || found.end.at <= Date.now()) {
      this.#unlink(hash, key);
      return undefined;
    }
    const { networks, clients, country } = meta;
    return {
      handle: key,
      startedAt: new Date(meta.created),
      seenAt: new Date(meta.seen),
      endsAt: new Date(found.end.at),
      address: networks.at(-1)?.address ?? '',
      country,
      client: clients.at(-1) ?? '',
      current: false,
    };
  }

  /** The record is the truth and the index a hint: one that stays behind is dropped when listed. */
  #unlink(hash: string, key: string): void {
    this.#keeper.store.write((records) => records.unlink(hash, key)).catch(() => undefined);
  }

  #hashesOf(account: string): readonly string[] {
    return this.#hashers.map((hash) => hash(account));
  }
}
