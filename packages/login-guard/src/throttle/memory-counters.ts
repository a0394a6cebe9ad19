import { Recent, RecentMap } from '../detectors/recent-map.ts';
import { pairIndex } from './counters.ts';
import type { CountedKey, Counters, Decision, Judged } from './counters.ts';
import { failuresOf, judge, levelNow } from './level.ts';
import type { ResolvedRule } from './rules.ts';
import { mostUrgent } from './urgency.ts';

class Counter extends Recent {
  level = 0;
  at = 0;
}

const MOST_COUNTERS = 100_000;

/** Counts in the memory of this process, bounded: what was not seen for long is forgotten first. */
export class MemoryCounters implements Counters {
  readonly #counters: RecentMap<Counter>;

  constructor(rules: readonly ResolvedRule[]) {
    const longest = Math.max(...rules.map((rule) => rule.longest));
    this.#counters = new RecentMap(MOST_COUNTERS, longest);
  }

  // What counters in Redis answer later is known here at once; the interface is one.
  // oxlint-disable-next-line typescript/require-await
  async begin(
    keys: readonly CountedKey[],
    { hasPassed, isCounted }: Judged,
    now: number,
  ): Promise<Decision> {
    const failures = keys.map(({ rule, key }) => failuresOf(this.#level(rule, key, now)));
    const verdicts = keys.map(({ rule, key, isExempt }, index) =>
      isExempt
        ? undefined
        : judge(rule, failures[index] ?? 0, this.#counters.get(key)?.at ?? 0, now, hasPassed),
    );
    const decision = mostUrgent(keys, verdicts, failures);
    if (decision.action !== 'allow') return decision;
    const counted = keys.map(({ rule, key, isExempt }, index) => {
      if (isExempt || !isCounted) return failures[index] ?? 0;
      return failuresOf(this.#add(rule, key, 1, now));
    });
    return mostUrgent(keys, [], counted);
  }

  // oxlint-disable-next-line typescript/require-await
  async succeed(keys: readonly CountedKey[], now: number): Promise<number> {
    const pair = keys[pairIndex(keys)];
    const level = pair === undefined ? 1 : this.#level(pair.rule, pair.key, now);
    this.#takeBack(keys, level, now);
    return failuresOf(level);
  }

  // oxlint-disable-next-line typescript/require-await
  async refund(keys: readonly CountedKey[], now: number): Promise<void> {
    this.#takeBack(keys, 1, now);
  }

  #takeBack(keys: readonly CountedKey[], count: number, now: number): void {
    for (const { rule, key, isExempt } of keys) {
      if (!isExempt) this.#add(rule, key, -count, now);
    }
  }

  #level(rule: ResolvedRule, key: string, now: number): number {
    const counter = this.#counters.get(key);
    if (counter === undefined || now - counter.at > rule.longest) return 0;
    return levelNow(counter, rule.forget, now);
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
