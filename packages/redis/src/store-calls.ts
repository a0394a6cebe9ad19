import type { EventBus } from '@emas/events';
import { boundedCalls } from './bounded-calls.ts';
import type { BoundedCalls } from './bounded-calls.ts';
import { describeFault } from './describe-fault.ts';

/** Which way a store fails: one that refuses writes may answer reads as before. */
export type StoreDirection = 'reads' | 'writes';

/** What is called, and who is told when it fails. */
export interface StoreCallsOptions {
  /** What is kept there, for messages and events: `sessions`. */
  readonly store: string;
  /** Each direction has its own calls, or the one that works would hide the one that does not. */
  readonly direction: StoreDirection;
  /** The longest wait of one call, milliseconds. */
  readonly timeout: number;
  /** Failures in a row after which calls fail at once, until one that is let through succeeds. */
  readonly failures: number;
  readonly events: EventBus;
}

/** Bounded calls that tell when they fail and work again: `store_failed`, `store_recovered`. */
export function storeCalls(options: StoreCallsOptions): BoundedCalls {
  const { store, direction, timeout, failures, events } = options;
  return boundedCalls({
    what: `store of ${store}`,
    timeout,
    failures,
    onDown: (cause) => events.emit('store_failed', { store, direction, ...describeFault(cause) }),
    onUp: (downFor, failed) =>
      events.emit('store_recovered', { store, direction, down_for: downFor, failed }),
  });
}
