import type { SessionData } from 'express-session';
import type { LadderDecision } from './binding/decision.ts';

/**
 * What became of a request's session.
 *
 * - `new`: there was none; it gets one.
 * - `active`: it came with one.
 * - `ended`: it came with one that had ended, or ended it; it gets a new one.
 * - `renewed`: it came with an id that was changed a moment ago; the answer to that request has the new
 *   one, so this one sets no cookie.
 * - `challenged`: it came with one that is not believed to be its visitor's, and goes on without.
 * - `unavailable`: the store does not answer; there is no `req.session`.
 */
export type SessionStatus = 'new' | 'active' | 'ended' | 'renewed' | 'challenged' | 'unavailable';

/** One of an account's sessions, for the page that lists them. */
export interface SessionSummary {
  /** Names it for ending it; no cookie can be made from it. */
  readonly handle: string;
  readonly startedAt: Date;
  /** Exact to a minute. */
  readonly seenAt: Date;
  readonly endsAt: Date;
  /** The latest address. */
  readonly address: string;
  /** ISO 3166-1 alpha-2; '' where unknown. */
  readonly country: string;
  /** `Chrome/Windows`. */
  readonly client: string;
  /** Whether it is the session of the request that asks. */
  readonly current: boolean;
}

/** How somebody is signed in. */
export interface SignInOptions {
  /**
   * Whether the session outlives the browser, with the times of the option `remember`: for a box that the visitor
   * ticked.
   * @default false
   */
  readonly remember?: boolean;
}

/** What `session()` knows of a request's session, beside the app's own data: `req.emas.session`. */
export interface SessionContext {
  readonly status: SessionStatus;
  /** What the address ladder decided, and why. */
  readonly decision: LadderDecision;
  /** Names the session for ending it; no cookie can be made from it. */
  readonly handle: string | undefined;
  readonly startedAt: Date | undefined;
  /** When it ends unless it is used again. */
  readonly endsAt: Date | undefined;
  /** A keyed hash of the account that is signed in. */
  readonly account: string | undefined;
  /** Whether the session may do here what is sensitive: its network began it, or was proved since. */
  readonly confirmed: boolean;

  /**
   * Signs an account in: the session gets a new id and keeps its data, its time-outs begin anew, and
   * where it is counts as proven. Sessions of the account beyond the limit end, oldest first. What
   * another account left in the session does not go on.
   *
   * @param data Put into the session in the same step, the account's name for one.
   * @throws EmasError `ERR_EMAS_SESSION_UNAVAILABLE`: nobody is signed in then; `ERR_EMAS_SESSION_ACCOUNT`;
   * `ERR_EMAS_SESSION_REMEMBER` where nobody may be remembered.
   */
  signIn(account: string, data?: Partial<SessionData>, options?: SignInOptions): Promise<void>;
  /**
   * Ends the session and has the browser clear what it keeps of the site. Call it before answering.
   *
   * @throws EmasError `ERR_EMAS_SESSION_UNAVAILABLE`: the session may go on in the store until its time-out;
   * `ERR_EMAS_SESSION_RENEWED`: it goes on under an id that this request does not know. The browser has
   * forgotten its cookie all the same.
   */
  signOut(): Promise<void>;
  /**
   * The visitor has proved that the session is theirs: where they are now is remembered, and a withheld
   * session becomes `req.session`.
   *
   * @param check Looks at the withheld data first, for one, whether the password belongs to its account;
   * anything but `true` proves nothing.
   * @returns False where there is nothing to confirm, or the check did not answer `true`.
   */
  confirm(check?: (data: Readonly<Record<string, unknown>>) => unknown): Promise<boolean>;

  /** The sessions of the account that is signed in, oldest first. */
  list(): Promise<readonly SessionSummary[]>;
  /** Ends another session of the same account. @returns False where there is no such one. */
  endOther(handle: string): Promise<boolean>;
  /** Ends every other session of the same account. @returns How many. */
  endOthers(): Promise<number>;
}

declare global {
  // Express types its request for merging in this one way.
  // oxlint-disable-next-line typescript/no-namespace
  namespace Express {
    interface EmasParts {
      /** Set by `session()`. */
      session?: SessionContext;
    }
  }
}

declare module 'express-session' {
  interface Session {
    /**
     * Gives the session a new id and keeps its data, so that an id that somebody learned before a
     * sign-in opens nothing after it (ASVS 5.0, 7.2.4). `req.session` is another object afterwards.
     */
    rotate(callback: (error: unknown) => void): this;
  }
}
