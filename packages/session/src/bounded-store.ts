import { EmasError } from '@emas/errors';
import type { EventBus } from '@emas/events';
import { boundedCalls, describeFault } from '@emas/redis';
import type { BoundedCallCounters, BoundedCalls } from '@emas/redis';
import type { RecordStore } from './stores/record-store.ts';

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

/** A store that never holds up a request for longer than allowed. */
export class BoundedStore {
  readonly #store: RecordStore;
  readonly #calls: BoundedCalls | undefined;

  /** @param timeout Milliseconds; `undefined` for a store in this process, which has nothing to wait for. */
  constructor(store: RecordStore, timeout: number | undefined, bus: EventBus) {
    this.#store = store;
    if (timeout === undefined) return;
    this.#calls = boundedCalls({
      what: 'session store',
      timeout,
      failures: FAILURES,
      onDown: (cause) => bus.emit('session_store_failed', describeFault(cause)),
      onUp: (downFor, failed) => bus.emit('session_store_recovered', { down_for: downFor, failed }),
    });
  }

  /** @throws EmasError `ERR_EMAS_REDIS_TIMEOUT`, `ERR_EMAS_REDIS_DOWN`; or what the store threw. */
  ask<Result>(call: (store: RecordStore) => Promise<Result>, budget?: Budget): Promise<Result> {
    const calls = this.#calls;
    return calls === undefined ? call(this.#store) : this.#askWithin(calls, call, budget);
  }

  async #askWithin<Result>(
    calls: BoundedCalls,
    call: (store: RecordStore) => Promise<Result>,
    budget: Budget | undefined,
  ): Promise<Result> {
    // Too little to say of the store that it failed.
    if (budget !== undefined && budget.left < LEAST_MS) {
      throw new EmasError(
        'ERR_EMAS_REDIS_TIMEOUT',
        'The request has waited for the session store for long enough.',
      );
    }
    const started = performance.now();
    try {
      return await calls.run(() => call(this.#store), budget?.left);
    } finally {
      budget?.spend(performance.now() - started);
    }
  }

  /** For work that no request waits for: nothing is bounded, and nothing counts as failed. */
  get patient(): RecordStore {
    return this.#store;
  }

  /** The store says itself that it is cut off. */
  get disconnected(): boolean {
    return this.#store.connected === false;
  }

  /** True while it is not asked. */
  get down(): boolean {
    return this.disconnected || (this.#calls?.down ?? false);
  }

  counters(): BoundedCallCounters | undefined {
    return this.#calls?.counters();
  }
}
