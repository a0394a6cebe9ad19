import type { CountedKey, Decision } from './counters.ts';
import type { RuleVerdict } from './level.ts';
import type { ResolvedRule } from './rules.ts';

const ORDER = ['allow', 'captcha', 'delay', 'lock'] as const;

/** Of what several rules say, what counts: the longest wait, then a captcha. */
export function mostUrgent(
  keys: readonly CountedKey[],
  verdicts: readonly (RuleVerdict | undefined)[],
  failures: readonly number[],
): Decision {
  let found: RuleVerdict = { action: 'allow', wait: 0 };
  let rule: string | undefined;
  for (const [index, verdict] of verdicts.entries()) {
    if (verdict === undefined || verdict.action === 'allow') continue;
    const isMore =
      verdict.wait > found.wait ||
      (verdict.wait === found.wait && ORDER.indexOf(verdict.action) > ORDER.indexOf(found.action));
    if (!isMore) continue;
    found = verdict;
    rule = keys[index]?.rule.name;
  }
  return { ...found, rule: rule ?? nearest(keys, failures), failures };
}

/** The rule with the fewest failures left before it refuses. */
function nearest(keys: readonly CountedKey[], failures: readonly number[]): string {
  let name = '';
  let least = Infinity;
  for (const [index, { rule }] of keys.entries()) {
    const left = quotaOf(rule) - (failures[index] ?? 0);
    if (left >= least) continue;
    least = left;
    name = rule.name;
  }
  return name;
}

/** Failures before a rule first makes anybody wait. */
export function quotaOf({ tiers }: Pick<ResolvedRule, 'tiers'>): number {
  return tiers.find(({ action }) => action !== 'captcha')?.after ?? Infinity;
}
