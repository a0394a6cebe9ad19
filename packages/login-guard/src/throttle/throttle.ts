import { randomBytes } from 'node:crypto';
import type { EventBus } from '@emas/events';
import { storeCalls } from '@emas/redis';
import type { BoundedCalls, RedisClient } from '@emas/redis';
import { keysOfAccounts, keysOfNetwork } from './counted-keys.ts';
import type { Origin, TriedAccount } from './counted-keys.ts';
import type { CountedKey, Counters, Decision, Judged } from './counters.ts';
import { KnownFile } from './known-file.ts';
import { KNOWN_FOR_MS, MemoryKnownPlaces } from './known-places.ts';
import type { KnownPlaces } from './known-places.ts';
import { MemoryCounters } from './memory-counters.ts';
import { placeHashOf, placeKey } from './place-hash.ts';
import { RedisCounters } from './redis-counters.ts';
import { RedisKnownPlaces } from './redis-known-places.ts';
import { stricter } from './rules.ts';
import type { ResolvedRule } from './rules.ts';

/** An account that an attempt is on. */
export interface AimedAt {
  /** Its hash. */
  readonly account: string;
  /** The device, where it is one on which somebody signed in to the account. */
  readonly device: string | undefined;
}

/** An attempt that was let through, until it is known how it ended. */
export interface Ticket {
  readonly decision: Decision;
  /** What it was counted by, in the order of the decision's failures. */
  readonly keys: readonly CountedKey[];
  /** Whether all accounts were entered from there before. */
  readonly isKnown: boolean;
  /**
   * @param account The one that was entered; `undefined` where it is not known which of several.
   * @returns Failures of the account at this place before this attempt.
   */
  succeed(account: string | undefined, now: number): Promise<number>;
  /** It came to nothing. */
  refund(now: number): Promise<void>;
}

/** What a throttle works with. */
export interface ThrottleParts {
  readonly rules: readonly ResolvedRule[];
  readonly redis: RedisClient | undefined;
  /** What keys in Redis begin with. */
  readonly keys: string;
  readonly bus: EventBus;
  /** Hashes known places. */
  readonly key: string | Uint8Array | undefined;
  /** File in which known places lie while no process runs. */
  readonly file: string | undefined;
  readonly now: () => number;
}

/** Where it is counted and remembered: in this process, or for all. */
interface Backend {
  readonly counters: Counters;
  readonly known: KnownPlaces;
}

const TIMEOUT_MS = 150;
const FAILURES = 5;

/**
 * Decides about attempts. While the shared counters are away it goes by its own, after half as many
 * failures: never open, and never shut for all.
 */
export class Throttle {
  readonly #rules: readonly ResolvedRule[];
  readonly #strict: readonly ResolvedRule[];
  readonly #ownKnown: MemoryKnownPlaces;
  readonly #own: Backend;
  readonly #shared: Backend | undefined;
  readonly #calls: BoundedCalls;
  readonly #placeKey: Buffer;

  constructor({ rules, redis, keys, bus, key, file, now }: ThrottleParts) {
    this.#rules = rules;
    this.#strict = stricter(rules);
    this.#placeKey = placeKey(key ?? randomBytes(32));
    this.#ownKnown = new MemoryKnownPlaces(
      file === undefined || redis !== undefined
        ? undefined
        : new KnownFile(file, KNOWN_FOR_MS, now),
    );
    this.#own = { counters: new MemoryCounters(rules), known: this.#ownKnown };
    this.#shared =
      redis === undefined
        ? undefined
        : {
            counters: new RedisCounters(redis, keys),
            known: new RedisKnownPlaces(redis, keys),
          };
    this.#calls = storeCalls({
      store: 'login counters',
      direction: 'writes',
      timeout: TIMEOUT_MS,
      failures: FAILURES,
      events: bus,
    });
  }

  /** An attempt on accounts, from somewhere. */
  begin(
    accounts: readonly AimedAt[],
    origin: Origin,
    judged: Judged,
    now: number,
  ): Promise<Ticket> {
    return this.#decide(accounts, origin, judged, now, (rules, tried) => [
      ...keysOfAccounts(rules, tried, origin),
      ...keysOfNetwork(rules, tried, origin),
    ]);
  }

  /** Counts one account more for an attempt that was let through: the app says that it was on this one. */
  count(account: AimedAt, origin: Origin, judged: Judged, now: number): Promise<Ticket> {
    return this.#decide([account], origin, judged, now, (rules, tried) =>
      keysOfAccounts(rules, tried, origin),
    );
  }

  /** True while this process goes by its own counters instead of the shared ones. */
  get isAlone(): boolean {
    return this.#shared !== undefined && this.#calls.down;
  }

  close(): void {
    this.#ownKnown.close();
  }

  async #decide(
    accounts: readonly AimedAt[],
    origin: Origin,
    judged: Judged,
    now: number,
    keysOf: (rules: readonly ResolvedRule[], tried: readonly TriedAccount[]) => CountedKey[],
  ): Promise<Ticket> {
    const decide = async (backend: Backend, rules: readonly ResolvedRule[]): Promise<Ticket> => {
      const tried = await this.#placesOf(backend.known, accounts, origin, now);
      const keys = keysOf(rules, tried);
      const decision = await backend.counters.begin(keys, judged, now);
      return this.#ticket({ backend, decision, keys, tried, judged, origin });
    };
    const shared = this.#shared;
    if (shared !== undefined) {
      try {
        return await this.#calls.run(() => decide(shared, this.#rules));
      } catch {
        // Told by the calls as they go down; from here on it is decided in this process.
      }
    }
    return decide(this.#own, shared === undefined ? this.#rules : this.#strict);
  }

  /** A device comes before an address, and an address before its network. */
  async #placesOf(
    known: KnownPlaces,
    accounts: readonly AimedAt[],
    { exact, prefix }: Origin,
    now: number,
  ): Promise<TriedAccount[]> {
    const places = exact === '' ? [] : [exact, prefix];
    const keys = accounts.flatMap(({ account }) =>
      places.map((place) => this.#keyOf(account, place)),
    );
    const found = keys.length === 0 ? [] : await known.has(keys, now);
    return accounts.map(({ account, device }, index) => {
      if (device !== undefined) return { account, place: `device:${device}`, isKnown: true };
      const at = places.findIndex((_, which) => found[index * places.length + which] === true);
      return { account, place: places[at] ?? prefix, isKnown: at >= 0 };
    });
  }

  #ticket({
    backend,
    decision,
    keys,
    tried,
    judged,
    origin,
  }: {
    readonly backend: Backend;
    readonly decision: Decision;
    readonly keys: readonly CountedKey[];
    readonly tried: readonly TriedAccount[];
    readonly judged: Judged;
    readonly origin: Origin;
  }): Ticket {
    // What is refused has taken nothing; in report mode it goes on all the same.
    const isTaken = judged.isCounted && decision.action === 'allow';
    const refund = async (some: readonly CountedKey[], now: number): Promise<void> => {
      if (isTaken) await this.#run(backend, () => backend.counters.refund(some, now));
    };
    return {
      decision,
      keys,
      isKnown: tried.length > 0 && tried.every(({ isKnown }) => isKnown),
      refund: (now) => refund(keys, now),
      succeed: async (entered, now) => {
        const isOther = ({ account }: CountedKey): boolean =>
          entered === undefined || (account !== '' && account !== entered);
        await refund(keys.filter(isOther), now);
        if (entered === undefined) return 0;
        const own = keys.filter((key) => !isOther(key));
        const failures = await this.#run(backend, () => backend.counters.succeed(own, now));
        await this.#remember(backend, entered, origin, now);
        return Math.max(0, (failures ?? 0) - (isTaken ? 1 : 0));
      },
    };
  }

  async #remember(backend: Backend, account: string, origin: Origin, now: number): Promise<void> {
    if (origin.exact === '') return;
    const keys = [origin.exact, origin.prefix].map((place) => this.#keyOf(account, place));
    await this.#run(backend, () => backend.known.add(keys, now));
    // Also while places elsewhere are used, so that this process knows them if those fail.
    if (backend !== this.#own) await this.#ownKnown.add(keys, now);
  }

  /** A failure too many is all that an error costs, and of those one is forgotten after the other. */
  #run<Result>(backend: Backend, call: () => Promise<Result>): Promise<Result | undefined> {
    return backend === this.#own ? call() : this.#calls.run(call).catch(() => undefined);
  }

  #keyOf(account: string, place: string): string {
    return placeHashOf(this.#placeKey, account, place);
  }
}
