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
   * @param how.account The account's name. Where the guard did not find it in the request, it is counted in
   * addition to what it found.
   * @param how.reason Why, for the log and the review; the visitor is never told. A password that is sent
   * again after `wrong_password` or `unknown_account` does not count again: never say so of a wrong second
   * factor.
   */
  failed(how?: {
    readonly account?: string;
    readonly reason?: FailureReason;
  }): Promise<NextAttempt>;
  /**
   * It succeeded: all factors, not the first of several. Failures of the account at this place are forgotten.
   *
   * @param how.account The account's name as people type it, or all names that they may type for it. Needed
   * where the form has several fields; where none of them was typed, nothing typed is forgiven.
   */
  succeeded(how?: { readonly account?: string | readonly string[] }): Promise<void>;
  /** It was no attempt: the form was not filled in, say. It does not count. */
  ignored(): Promise<void>;
  /** Whether the account was entered from this device, address or network before. */
  readonly isKnown: boolean;
}
