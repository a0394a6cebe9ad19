import { Recent, RecentMap } from '../detectors/recent-map.ts';
import { KNOWN_FOR_MS } from './counters.ts';
import type { CountedKey, Counters, Decision } from './counters.ts';
import { failuresOf, judge, levelNow } from './level.ts';
import type { ResolvedRule } from './rules.ts';
import { mostUrgent } from './urgency.ts';

class Counter extends Recent {
  level = 0;
  at = 0;
}

const MOST_COUNTERS = 100_000;
const MOST_KNOWN = 100_000;
const LONGEST = 30 * 24 * 3_600_000;

/** Counts in the memory of this process, bounded: what is not seen for longest is forgotten first. */
export class MemoryCounters implements Counters {
  readonly #counters = new RecentMap<Counter>(MOST_COUNTERS, LONGEST);
  readonly #known = new RecentMap<Recent>(MOST_KNOWN, KNOWN_FOR_MS);

  // What counters in Redis answer later is known here at once; the interface is one.
  // oxlint-disable-next-line typescript/require-await
  async begin(
    keys: readonly CountedKey[],
    known: string,
    hasPassed: boolean,
    now: number,
  ): Promise<Decision> {
    const isKnown = this.#isKnown(known, now);
    const failures = keys.map(({ rule, key }) => failuresOf(this.#level(rule, key, now)));
    const verdicts = keys.map(({ rule, key }, index) =>
      isKnown && rule.exemptKnown
        ? undefined
        : judge(rule, failures[index] ?? 0, this.#counters.get(key)?.at ?? 0, now, hasPassed),
    );
    const decision = mostUrgent(keys, verdicts, failures, isKnown);
    if (decision.action !== 'allow') return decision;
    const counted = keys.map(({ rule, key }, index) => {
      if (isKnown && rule.exemptKnown) return failures[index] ?? 0;
      return failuresOf(this.#add(rule, key, 1, now));
    });
    return mostUrgent(keys, [], counted, isKnown);
  }

  // oxlint-disable-next-line typescript/require-await
  async succeed(keys: readonly CountedKey[], known: string, now: number): Promise<number> {
    const isKnown = this.#isKnown(known, now);
    const pair = keys.find(({ rule }) => rule.by.length > 1);
    const level = pair === undefined ? 1 : this.#level(pair.rule, pair.key, now);
    for (const { rule, key } of keys) {
      if (!(isKnown && rule.exemptKnown)) this.#add(rule, key, -level, now);
    }
    this.know(known, now);
    return Math.max(0, failuresOf(level) - 1);
  }

  // oxlint-disable-next-line typescript/require-await
  async refund(keys: readonly CountedKey[], known: string, now: number): Promise<void> {
    const isKnown = this.#isKnown(known, now);
    for (const { rule, key } of keys) {
      if (!(isKnown && rule.exemptKnown)) this.#add(rule, key, -1, now);
    }
  }

  /** Somebody signed in: also while counters elsewhere are used, so that these know it if they fail. */
  know(known: string, now: number): void {
    if (known !== '') this.#known.touch(known, now, () => new Recent());
  }

  #isKnown(known: string, now: number): boolean {
    const entry = known === '' ? undefined : this.#known.get(known);
    return entry !== undefined && now - entry.seen <= KNOWN_FOR_MS;
  }

  #level(rule: ResolvedRule, key: string, now: number): number {
    const counter = this.#counters.get(key);
    return counter === undefined ? 0 : levelNow(counter, rule.forget, now);
  }

  #add(rule: ResolvedRule, key: string, count: number, now: number): number {
    const level = Math.max(0, this.#level(rule, key, now) + count);
    const counter = this.#counters.touch(key, now, () => new Counter());
    counter.level = level;
    // The wait counts from the latest failure; what is taken back leaves that where it is.
    if (count > 0) counter.at = now;
    else if (counter.at > 0) counter.level = level + (now - counter.at) / rule.forget;
    return level;
  }
}
