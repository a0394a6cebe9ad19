import type { ProviderName } from './providers/provider-table.ts';

/** Why a verdict is what it is. */
export type VerdictReason =
  | 'passed'
  /** None was wanted: see `when`. */
  | 'not-wanted'
  | 'missing-token'
  | 'invalid-token'
  | 'expired'
  | 'replayed'
  | 'wrong-host'
  | 'wrong-action'
  | 'low-score'
  /** The provider says no and not why. */
  | 'rejected'
  /** The provider cannot be asked, or answers nonsense. */
  | 'unavailable'
  /** The provider does not accept our keys or our question. */
  | 'misconfigured'
  | 'over-quota'
  /** The visitor's browser runs no script, or cannot reach the provider. */
  | 'without-widget'
  /** The provider is away, and this network has had its share of tries without it. */
  | 'limited';

/** What became of a captcha: `req.emas.captcha`. */
export interface CaptchaVerdict {
  readonly ok: boolean;
  /** From 0, a program, to 1, a person; `undefined` where the provider gives none. */
  readonly score: number | undefined;
  readonly reason: VerdictReason;
  /** True where the provider could not say, and `ok` is by `onUnavailable`. */
  readonly degraded: boolean;
  readonly provider: ProviderName;
}
