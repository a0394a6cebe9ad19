import type { ResolvedRule } from './rules.ts';

/** One rule and what it counts by for this attempt. */
export interface CountedKey {
  readonly rule: ResolvedRule;
  readonly key: string;
  /** The account that is counted; `''` for a rule without one. */
  readonly account: string;
  /** Neither counted nor held up: an attempt from where the account was entered before. */
  readonly isExempt: boolean;
}

/** What the counters say to an attempt. */
export interface Decision {
  readonly action: 'allow' | 'delay' | 'captcha' | 'lock';
  /** The rule that refuses; for an attempt that is let through, the one that is nearest to refusing. */
  readonly rule: string;
  /** Milliseconds until it is worth another try; 0 where it is let through. */
  readonly wait: number;
  /** Failures by rule, in the order of the keys, this attempt among them where it is let through. */
  readonly failures: readonly number[];
}

/** How an attempt is decided about. */
export interface Judged {
  /** Whether a captcha was passed with it. */
  readonly hasPassed: boolean;
  /** False for a password that failed on this account before: guessing it again tells nothing new. */
  readonly isCounted: boolean;
}

/** Where failures are counted. */
export interface Counters {
  /**
   * Decides about an attempt, and counts it as failed where it is let through: of a hundred at once, none
   * slips by before the first has failed. A success takes it back.
   */
  begin(keys: readonly CountedKey[], judged: Judged, now: number): Promise<Decision>;
  /**
   * The attempt succeeded: failures of the pair are taken back everywhere.
   *
   * @returns Failures of the pair, this attempt among them.
   */
  succeed(keys: readonly CountedKey[], now: number): Promise<number>;
  /** The attempt came to nothing: it is taken back. */
  refund(keys: readonly CountedKey[], now: number): Promise<void>;
}

/** The key that counts an account where it is tried; -1 where no rule does. */
export function pairIndex(keys: readonly CountedKey[]): number {
  return keys.findIndex(({ rule }) => rule.by.includes('account') && rule.by.length > 1);
}
