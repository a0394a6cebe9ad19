import type { ResolvedRule } from './rules.ts';

/**
 * How many failures are held against a key, and since when: a leaky bucket, from which one failure is
 * forgotten in each `forget`. The same reckoning is in lua/begin.lua; a test holds the two together.
 */
export interface Level {
  readonly level: number;
  /** When the latest was counted, milliseconds since 1970. */
  readonly at: number;
}

/** What a rule has to say to an attempt that comes now. */
export interface RuleVerdict {
  readonly action: 'allow' | 'delay' | 'captcha' | 'lock';
  /** Milliseconds until it is worth another try. */
  readonly wait: number;
}

/** A failure that is being forgotten still counts until it is. */
const NEARLY = 1e-6;

export function levelNow({ level, at }: Level, forget: number, now: number): number {
  return Math.max(0, level - Math.max(0, now - at) / forget);
}

/** Whole failures: 4.2 are five of which one is being forgotten. */
export function failuresOf(level: number): number {
  return Math.max(0, Math.ceil(level - NEARLY));
}

/** What the rule has to say, with so many failures the latest of which was at `at`. */
export function judge(
  { tiers }: Pick<ResolvedRule, 'tiers'>,
  failures: number,
  at: number,
  now: number,
  hasPassed: boolean,
): RuleVerdict {
  let verdict: RuleVerdict = { action: 'allow', wait: 0 };
  for (const { after, action, for: base, upTo } of tiers) {
    if (failures < after) break;
    if (action === 'captcha') {
      if (!hasPassed && verdict.action === 'allow') verdict = { action, wait: 0 };
      continue;
    }
    // A clock that was ahead must lock nobody for as long as it was.
    const wait =
      Math.min(at, now) + Math.min(upTo, base * 2 ** Math.min(failures - after, 40)) - now;
    if (wait > verdict.wait) verdict = { action, wait: Math.ceil(wait) };
  }
  return verdict;
}
