import type { NextFunction, Request, Response } from 'express';
import type { CookieOptions, SessionData } from 'express-session';
import type { Accounts } from './accounts.ts';
import type { LadderDecision, Origin } from './binding/decision.ts';
import { originOf } from './binding/origin.ts';
import { Budget } from './bounded-store.ts';
import type { CookieData } from './cookie-data.ts';
import { HeldSession } from './held-session.ts';
import type { SessionKeeper } from './keeper.ts';
import type { SessionMetadata } from './metadata.ts';
import type { SessionStatus } from './request.ts';

/** What a request needs of its `session()` to know whose session it has. */
export interface RequestParts {
  readonly keeper: SessionKeeper;
  readonly accounts: Accounts;
  readonly accountOf: ((session: SessionData) => string | undefined) | undefined;
}

/** What a request has of its session, where it passed through `session()`. */
export function requestSessionOf(req: Pick<Request, 'emas'>): RequestSession | undefined {
  const context = req.emas?.session;
  return context instanceof RequestSession ? context : undefined;
}

const nothing = (): void => undefined;

const NO_DECISION: LadderDecision = { verdict: 'same', score: 0, signals: [], sensitive: false };

/** What a request has of its session: what `req.session` is made from and written by. */
export abstract class RequestSession {
  readonly req: Request;
  readonly res: Response;
  /** The cookie's, for this request. */
  readonly settings: CookieOptions;
  readonly budget: Budget = new Budget();
  /** What `req.session` is, or becomes when it is looked at. */
  held: HeldSession | undefined;
  /** A session that is not believed to be this visitor's. */
  withheld: HeldSession | undefined;
  status: SessionStatus = 'new';
  decision: LadderDecision = NO_DECISION;
  /** The id that the cookie came with. */
  sentId: string | undefined;
  /** The same, where its session is the one that is held. */
  cookieId: string | undefined;
  /**
   * The id of what stands in for the visitor's own session: one that is withheld, or whose new id is on its way.
   * It never has the session's cookie.
   */
  standInId: string | undefined;
  /** The data as it was last given to the store by this request. */
  saved: string | undefined;
  /** The response is ending, and waits for nothing but its session. */
  isEnding = false;
  readonly #parts: RequestParts;
  readonly #next: NextFunction;
  #origin: Origin | undefined;

  constructor(
    req: Request,
    res: Response,
    next: NextFunction,
    settings: CookieOptions,
    parts: RequestParts,
  ) {
    this.req = req;
    this.res = res;
    this.settings = settings;
    this.#next = next;
    this.#parts = parts;
  }

  /**
   * Gives the app a session: at once where it is kept unasked, otherwise when it looks.
   *
   * @param held The session of the cookie; `undefined` for a new one.
   * @param keepUnasked Whether a new one that nothing is put into is kept.
   */
  abstract offer(held: HeldSession | undefined, keepUnasked: boolean): void;

  /** There is no `req.session` to be looked at any more. */
  abstract close(): void;

  abstract regenerate(): Promise<void>;

  abstract rotate(): Promise<void>;

  /** Until the app gives it an id of its own choice: by signing in, or by `regenerate()`. */
  get isStandIn(): boolean {
    return this.standInId !== undefined && this.req.sessionID === this.standInId;
  }

  /** Its visitor's own has another id since a moment ago: nobody would ever find this one. */
  get isForNobody(): boolean {
    return this.status === 'renewed' && this.isStandIn;
  }

  /** Tells Express, after the current work. */
  fail(error: unknown): void {
    setImmediate(() => this.#next(error));
  }

  /** A write at the end of the response that the store failed. */
  lost(error: unknown): void {
    this.#parts.keeper.lost(this.held?.key ?? '', error);
  }

  /** The session was read anew from the store. */
  reloaded(held: HeldSession): void {
    this.held = held;
  }

  get origin(): Origin {
    return (this.#origin ??= originOf(this.req));
  }

  get handle(): string | undefined {
    return this.held?.key;
  }

  get account(): string | undefined {
    return this.held?.account;
  }

  /** express-session has made a new session. */
  began(cookie: CookieData | undefined): void {
    this.held = new HeldSession(this.req.sessionID, this.fresh(cookie));
  }

  /**
   * The app may say by the session's data whose it is.
   *
   * @returns What puts the session into that account's list, once it is written.
   */
  noteAccount(session: SessionData): () => void {
    const { accountOf, accounts } = this.#parts;
    const { held } = this;
    if (accountOf === undefined || held === undefined) return nothing;
    const name = accountOf(session);
    const account = name === undefined || name === '' ? '' : accounts.hashOf(name);
    const before = held.meta.account;
    if (account === before) return nothing;
    held.change({ ...held.meta, account });
    return () => accounts.moved(held, before);
  }

  /** What is kept beside a session that begins with this request. */
  fresh(cookie: CookieData | undefined): SessionMetadata {
    const { address, prefix, client, country } = this.origin;
    const now = Date.now();
    const networks = [{ address, prefix, since: now, proven: true }];
    return {
      created: now,
      seen: now,
      networks: address === '' ? [] : networks,
      clients: [client],
      country,
      account: '',
      ...(cookie === undefined ? {} : { cookie }),
    };
  }
}
