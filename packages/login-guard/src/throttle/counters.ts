import type { ResolvedRule } from './rules.ts';

/** One rule and what it counts by for this attempt. */
export interface CountedKey {
  readonly rule: ResolvedRule;
  readonly key: string;
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
  /** Whether account and prefix succeeded together before. */
  readonly isKnown: boolean;
}

/** Where failures are counted. */
export interface Counters {
  /**
   * Decides about an attempt, and counts it as failed where it is let through: of a hundred at once, none
   * slips by before the first has failed. A success takes it back.
   *
   * @param known Key of account and prefix; `''` where there is no account.
   */
  begin(
    keys: readonly CountedKey[],
    known: string,
    hasPassed: boolean,
    now: number,
  ): Promise<Decision>;
  /**
   * The attempt succeeded: the pair's failures are taken back everywhere, and it is known from now on.
   *
   * @returns Failures of the pair before this attempt.
   */
  succeed(keys: readonly CountedKey[], known: string, now: number): Promise<number>;
  /** The attempt came to nothing: it is taken back. */
  refund(keys: readonly CountedKey[], known: string, now: number): Promise<void>;
}

/** For how long a pair that succeeded is known. */
export const KNOWN_FOR_MS: number = 90 * 24 * 3_600_000;
