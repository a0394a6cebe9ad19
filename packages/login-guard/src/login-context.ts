import type { FailureReason } from './attempt.ts';

/** What a failed attempt leaves its visitor with. */
export interface NextAttempt {
  /** What the next attempt meets: nothing, a wait, or a captcha. */
  readonly action: 'allow' | 'delay' | 'captcha' | 'lock';
  /** Milliseconds until it is worth another try. */
  readonly wait: number;
  /** Failures that are left before there is a wait. */
  readonly left: number;
}

/** `req.login`, and `req.emas.login`: how the handler says what became of an attempt. */
export interface LoginContext {
  /**
   * It failed.
   *
   * @param how.account The name as it was typed, where the guard could not find it in the request.
   * @param how.reason Why, for the log and the review; the visitor is never told.
   */
  failed(how?: {
    readonly account?: string;
    readonly reason?: FailureReason;
  }): Promise<NextAttempt>;
  /** It succeeded: all factors, not the first of several. Failures of account and prefix are forgotten. */
  succeeded(how?: { readonly account?: string }): Promise<void>;
  /** It was no attempt: the form was not filled in, say. It does not count. */
  ignored(): Promise<void>;
  /** Whether account and prefix succeeded together before. */
  readonly isKnown: boolean;
}
