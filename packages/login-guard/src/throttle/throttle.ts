import type { EventBus } from '@emas/events';
import { storeCalls } from '@emas/redis';
import type { BoundedCalls, RedisClient } from '@emas/redis';
import type { CountedKey, Counters, Decision } from './counters.ts';
import { MemoryCounters } from './memory-counters.ts';
import { RedisCounters } from './redis-counters.ts';
import { stricter } from './rules.ts';
import type { ResolvedRule, ThrottleKey } from './rules.ts';

/** By what an attempt is counted; `''` for what is not known. */
export type AttemptKeys = Readonly<Record<ThrottleKey, string>>;

/** An attempt that was let through, until it is known how it ended. */
export interface Ticket {
  readonly decision: Decision;
  readonly rules: readonly ResolvedRule[];
  /** Whether the account was known as it was counted. */
  readonly hasAccount: boolean;
  /**
   * @returns Failures of account and prefix before this attempt.
   */
  succeed(now: number): Promise<number>;
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
  readonly #own = new MemoryCounters();
  readonly #shared: Counters | undefined;
  readonly #calls: BoundedCalls;

  constructor({ rules, redis, keys, bus }: ThrottleParts) {
    this.#rules = rules;
    this.#strict = stricter(rules);
    this.#shared = redis === undefined ? undefined : new RedisCounters(redis, keys);
    this.#calls = storeCalls({
      store: 'login counters',
      direction: 'writes',
      timeout: TIMEOUT_MS,
      failures: FAILURES,
      events: bus,
    });
  }

  /** @param counted Names of rules that have counted this attempt already. */
  async begin(
    keys: AttemptKeys,
    hasPassed: boolean,
    now: number,
    counted: ReadonlySet<string> = new Set(),
  ): Promise<Ticket> {
    const known = keys.account === '' || keys.prefix === '' ? '' : `${keys.account}:${keys.prefix}`;
    const shared = this.#shared;
    if (shared !== undefined) {
      try {
        const wanted = countedKeys(this.#rules, keys, counted);
        const decision = await this.#calls.run(() => shared.begin(wanted, known, hasPassed, now));
        return this.#ticket(shared, decision, wanted, known);
      } catch {
        // Told by the calls as they go down; from here on it is decided in this process.
      }
    }
    const rules = shared === undefined ? this.#rules : this.#strict;
    const wanted = countedKeys(rules, keys, counted);
    const decision = await this.#own.begin(wanted, known, hasPassed, now);
    return this.#ticket(this.#own, decision, wanted, known);
  }

  #ticket(
    counters: Counters,
    decision: Decision,
    counted: readonly CountedKey[],
    known: string,
  ): Ticket {
    const run = async <Result>(call: () => Promise<Result>): Promise<Result | undefined> => {
      if (counters === this.#own) return call();
      // A failure too many is all that it costs, and of those one is forgotten after the other.
      return this.#calls.run(call).catch(() => undefined);
    };
    return {
      decision,
      rules: counted.map(({ rule }) => rule),
      hasAccount: counted.some(({ rule }) => rule.by.includes('account')),
      succeed: async (now) => {
        const failures = await run(() => counters.succeed(counted, known, now));
        this.#own.know(known, now);
        return failures ?? 0;
      },
      refund: async (now) => {
        await run(() => counters.refund(counted, known, now));
      },
    };
  }

  /** True while this process goes by its own counters instead of the shared ones. */
  get isAlone(): boolean {
    return this.#shared !== undefined && this.#calls.down;
  }
}

/** Those rules of which everything is known that they count by: an empty account never counts as one. */
function countedKeys(
  rules: readonly ResolvedRule[],
  keys: AttemptKeys,
  counted: ReadonlySet<string>,
): CountedKey[] {
  return rules.flatMap((rule) => {
    if (counted.has(rule.name)) return [];
    const values = rule.by.map((by) => keys[by]);
    return values.includes('') ? [] : [{ rule, key: `${rule.name}:${values.join(':')}` }];
  });
}
