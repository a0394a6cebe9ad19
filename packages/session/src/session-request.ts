import type { NextFunction, Request, Response } from 'express';
import type { CookieOptions, SessionData, Store } from 'express-session';
import { decide } from './binding/ladder.ts';
import { Commit } from './commit.ts';
import type { CommitRules } from './commit.ts';
import { isHandshake } from './handshake.ts';
import type { HeldSession } from './held-session.ts';
import { notConfirmed, sendChallenge } from './problem.ts';
import type { SessionContext, SessionSummary, SignInOptions } from './request.ts';
import { RequestSession } from './request-session.ts';
import { SessionActions } from './session-actions.ts';
import type { ActionParts } from './session-actions.ts';

/** What all requests of one `session()` share. */
export interface SharedParts extends ActionParts {
  /** What apps see as `req.sessionStore`. */
  readonly store: Store;
  readonly rules: CommitRules;
}

/** The session of a request, where it passed through `session()`. */
export function sessionRequestOf(req: Pick<Request, 'emas'>): SessionRequest | undefined {
  const context = req.emas?.session;
  return context instanceof SessionRequest ? context : undefined;
}

/** One request and its session as apps see it: `req.emas.session`. */
export class SessionRequest extends RequestSession implements SessionContext {
  readonly #parts: SharedParts;
  #keepUnasked = false;
  /** True while `req.session` is there to be opened. */
  #closed = false;
  #id: string | undefined;

  constructor(
    req: Request,
    res: Response,
    next: NextFunction,
    settings: CookieOptions,
    parts: SharedParts,
  ) {
    super(req, res, next, settings, parts);
    this.#parts = parts;
  }

  override offer(held: HeldSession | undefined, keepUnasked: boolean): void {
    this.held = held;
    this.cookieId = held?.id;
    this.saved = undefined;
    this.#keepUnasked = keepUnasked;
    this.#closed = true;
    this.#id = held?.id;
    Reflect.set(this.req, 'sessionStore', this.#parts.store);
    if ((held === undefined && keepUnasked) || this.#parts.rules.rolling) this.open();
  }

  /**
   * Makes `req.session`, once.
   *
   * @returns False where there is nothing to open, or it was opened before.
   */
  open(): boolean {
    if (!this.#closed) return false;
    this.#closed = false;
    const { gateway, rules } = this.#parts;
    const { req, held } = this;
    if (held === undefined) {
      gateway.generate(req);
      const { status } = this;
      if (status === 'renewed' || status === 'challenged') this.standInId = req.sessionID;
    } else if (!gateway.inflate(this, held)) this.#beginAnew(held);
    // It works by what it puts on the response.
    void new Commit(this, rules, this.#keepUnasked);
    return true;
  }

  /** What the store has of the session makes no sense: better a new one than an error until it ends. */
  #beginAnew(unreadable: HeldSession): void {
    const { gateway, keeper } = this.#parts;
    keeper.unreadable(unreadable.key);
    this.held = undefined;
    this.cookieId = undefined;
    this.status = 'ended';
    gateway.generate(this.req);
  }

  override close(): void {
    this.#closed = false;
  }

  /** `req.sessionID`; a new session has none before it is looked at. */
  get id(): string | undefined {
    if (this.#id !== undefined) return this.#id;
    return this.open() ? this.req.sessionID : undefined;
  }

  get startedAt(): Date | undefined {
    return this.held === undefined ? undefined : new Date(this.held.meta.created);
  }

  get endsAt(): Date | undefined {
    const { held } = this;
    return held === undefined ? undefined : new Date(this.#parts.keeper.endOf(held.meta).at);
  }

  get confirmed(): boolean {
    const { binding } = this.#parts;
    if (this.status === 'challenged' || this.status === 'unavailable') return false;
    if (this.held === undefined) return true;
    const { verdict, score } = decide(this.held.meta, this.origin, binding, true);
    return verdict === 'same' || score < binding.sensitiveAt;
  }

  /** Has the visitor prove that the session is theirs, as the app wants it done. */
  challenge(next: NextFunction): void {
    if (isHandshake(this.req)) next(notConfirmed());
    else if (!this.askForProof(next)) sendChallenge(this.req, this.res);
  }

  /** @returns False where the app has no way of its own to ask for it. */
  askForProof(next: NextFunction): boolean {
    const hook = this.#parts.binding.challenge;
    if (hook === undefined || isHandshake(this.req)) return false;
    const asked = async (): Promise<void> => hook(this.req, this.res, next, this.decision);
    asked().catch((error: unknown) => this.fail(error));
    return true;
  }

  signIn(account: string, data?: Partial<SessionData>, options?: SignInOptions): Promise<void> {
    return this.#actions().signIn(account, data, options);
  }

  signOut(): Promise<void> {
    return this.#actions().signOut();
  }

  confirm(check?: (data: Readonly<Record<string, unknown>>) => unknown): Promise<boolean> {
    return this.#actions().confirm(check);
  }

  list(): Promise<readonly SessionSummary[]> {
    return this.#actions().list();
  }

  endOther(handle: string): Promise<boolean> {
    return this.#actions().endOther(handle);
  }

  endOthers(): Promise<number> {
    return this.#actions().endOthers();
  }

  override regenerate(): Promise<void> {
    return this.#actions().regenerate();
  }

  override rotate(): Promise<void> {
    return this.#actions().rotate();
  }

  /** Most requests do nothing with their session but read it. */
  #actions(): SessionActions {
    return new SessionActions(this, this.#parts);
  }
}
