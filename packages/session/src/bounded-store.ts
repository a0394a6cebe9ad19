import type { EventBus } from '@emas/events';
import { storeCalls } from '@emas/redis';
import type { BoundedCallCounters, BoundedCalls, StoreDirection } from '@emas/redis';
import { outOfTime, storeUnavailable } from './problem.ts';
import { atOnceOf } from './stores/memory-store.ts';
import type { RecordStore, StoreAtOnce } from './stores/record-store.ts';

/** All that one request waits for the store, milliseconds. */
const REQUEST_BUDGET_MS = 250;
/** With less left, a request does not ask again. */
const LEAST_MS = 10;
/** Failures in a row before the store is left alone for a while. */
const FAILURES = 10;

/** How long one request may still wait for the store. */
export class Budget {
  #left: number = REQUEST_BUDGET_MS;

  get left(): number {
    return this.#left;
  }

  spend(milliseconds: number): void {
    this.#left = Math.max(0, this.#left - milliseconds);
  }
}

type Call<Result> = (store: RecordStore) => Promise<Result>;

/** Calls of the store since the start, by direction. */
export type StoreCounters = Readonly<Record<StoreDirection, BoundedCallCounters>>;

/**
 * A store that never holds up a request for longer than allowed. What it reads and what it writes have each a
 * breaker of their own: a Redis that only reads would otherwise pass for one that works.
 */
export class BoundedStore {
  readonly #store: RecordStore;
  readonly #calls: Readonly<Record<StoreDirection, BoundedCalls>> | undefined;

  /** @param timeout Milliseconds; `undefined` for a store in this process, which has nothing to wait for. */
  constructor(store: RecordStore, timeout: number | undefined, events: EventBus) {
    this.#store = store;
    if (timeout === undefined) return;
    const bounds = { store: 'sessions', timeout, failures: FAILURES, events };
    this.#calls = {
      reads: storeCalls({ ...bounds, direction: 'reads' }),
      writes: storeCalls({ ...bounds, direction: 'writes' }),
    };
  }

  /** Of a store in this process, which nobody has to wait for. */
  get atOnce(): StoreAtOnce | undefined {
    return this.#calls === undefined ? atOnceOf(this.#store) : undefined;
  }

  /** @throws EmasError `ERR_EMAS_SESSION_UNAVAILABLE`. */
  read<Result>(call: Call<Result>, budget?: Budget): Promise<Result> {
    return this.#ask('reads', call, budget);
  }

  /** @throws EmasError `ERR_EMAS_SESSION_UNAVAILABLE`. */
  write<Result>(call: Call<Result>, budget?: Budget): Promise<Result> {
    return this.#ask('writes', call, budget);
  }

  #ask<Result>(
    direction: StoreDirection,
    call: Call<Result>,
    budget: Budget | undefined,
  ): Promise<Result> {
    const calls = this.#calls;
    return calls === undefined
      ? call(this.#store)
      : this.#askWithin(calls[direction], call, budget);
  }

  async #askWithin<Result>(
    calls: BoundedCalls,
    call: Call<Result>,
    budget: Budget | undefined,
  ): Promise<Result> {
    // Too little to say of the store that it failed.
    if (budget !== undefined && budget.left < LEAST_MS) throw outOfTime();
    const started = performance.now();
    try {
      return await calls.run(() => call(this.#store), budget?.left);
    } catch (error) {
      throw storeUnavailable(error);
    } finally {
      budget?.spend(performance.now() - started);
    }
  }

  /** For work that no request waits for: nothing is bounded, and nothing counts as failed. */
  get patient(): RecordStore {
    return this.#store;
  }

  /** False for a store in this process, which has nothing to wait for. */
  get isBounded(): boolean {
    return this.#calls !== undefined;
  }

  /** The store says itself that it is cut off. */
  get disconnected(): boolean {
    return this.#store.connected === false;
  }

  /** True while it is not asked. */
  isDown(direction: StoreDirection): boolean {
    return this.disconnected || (this.#calls?.[direction].down ?? false);
  }

  counters(): StoreCounters | undefined {
    if (this.#calls === undefined) return undefined;
    const { reads, writes } = this.#calls;
    return { reads: reads.counters(), writes: writes.counters() };
  }
}
