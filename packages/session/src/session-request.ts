import { EmasError } from '@emas/errors';
import type { NextFunction, Request, Response } from 'express';
import type { CookieOptions, Session, SessionData, Store } from 'express-session';
import type { Accounts } from './accounts.ts';
import { decide, remember } from './binding/ladder.ts';
import type { LadderDecision, Origin } from './binding/ladder.ts';
import { originOf } from './binding/origin.ts';
import type { ResolvedBinding } from './binding/options.ts';
import { Budget } from './bounded-store.ts';
import type { CookieData } from './cookie-data.ts';
import { Commit } from './commit.ts';
import type { CommitRules } from './commit.ts';
import type { Gateway } from './gateway.ts';
import { HeldSession, copyData, dataOf, keyOf } from './held-session.ts';
import type { SessionKeeper } from './keeper.ts';
import type { SessionMetadata } from './metadata.ts';
import { sendChallenge } from './problem.ts';
import type { SessionContext, SessionStatus, SessionSummary } from './request.ts';

/** What all requests of one `session()` share. */
export interface SharedParts {
  readonly keeper: SessionKeeper;
  readonly accounts: Accounts;
  readonly binding: ResolvedBinding;
  readonly accountOf: ((session: SessionData) => string | undefined) | undefined;
  readonly clearSiteData: string | false;
  /** Tells the browser to forget the cookie. */
  readonly forgetCookie: (req: Request, res: Response) => void;
  readonly gateway: Gateway;
  /** What apps see as `req.sessionStore`. */
  readonly store: Store;
  readonly rules: CommitRules;
}

/** What a request has of its session, where it passed through `session()`. */
export function sessionRequestOf(req: Pick<Request, 'emas'>): SessionRequest | undefined {
  const context = req.emas?.session;
  return context instanceof SessionRequest ? context : undefined;
}

const nothing = (): void => undefined;

const NO_DECISION: LadderDecision = { verdict: 'same', score: 0, signals: [], sensitive: false };

/** One request and its session: `req.emas.session`. */
export class SessionRequest implements SessionContext {
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
  /** The data as it was last given to the store by this request. */
  saved: string | undefined;
  readonly #parts: SharedParts;
  readonly #next: NextFunction;
  #keepUnasked = false;
  /** True while `req.session` is there to be opened. */
  #closed = false;
  #id: string | undefined;
  #origin: Origin | undefined;

  constructor(
    req: Request,
    res: Response,
    next: NextFunction,
    settings: CookieOptions,
    parts: SharedParts,
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
  offer(held: HeldSession | undefined, keepUnasked: boolean): void {
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
    if (held === undefined) gateway.generate(req);
    else gateway.inflate(this, held);
    // It works by what it puts on the response.
    void new Commit(this, rules, this.#keepUnasked);
    return true;
  }

  /** `req.sessionID`; a new session has none before it is looked at. */
  get id(): string | undefined {
    if (this.#id === undefined) this.open();
    return this.#id;
  }

  set id(id: string) {
    this.#id = id;
  }

  /** Tells Express, after whatever is being done now. */
  fail(error: unknown): void {
    setImmediate(() => this.#next(error));
  }

  /** A write at the end of the response that the store failed. */
  lost(): void {
    this.#parts.keeper.counts.lostWrites += 1;
  }

  /** The session was read anew from the store. */
  reloaded(held: HeldSession): void {
    this.held = held;
  }

  get origin(): Origin {
    return (this.#origin ??= originOf(this.req));
  }

  get startedAt(): Date | undefined {
    return this.held === undefined ? undefined : new Date(this.held.meta.created);
  }

  get endsAt(): Date | undefined {
    const { held } = this;
    return held === undefined ? undefined : new Date(this.#parts.keeper.endOf(held.meta).at);
  }

  get handle(): string | undefined {
    return this.held?.key;
  }

  get account(): string | undefined {
    return this.held?.account;
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
    if (!this.askForProof(next)) sendChallenge(this.res);
  }

  /** @returns False where the app has no way of its own to ask for it. */
  askForProof(next: NextFunction): boolean {
    const hook = this.#parts.binding.challenge;
    if (hook === undefined) return false;
    const asked = async (): Promise<void> => hook(this.req, this.res, next, this.decision);
    asked().catch((error: unknown) => this.fail(error));
    return true;
  }

  /** express-session has made a new session. */
  began(cookie: CookieData | undefined): void {
    this.held = new HeldSession(this.req.sessionID, this.#fresh(cookie));
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

  async signIn(account: string, data: Partial<SessionData> = {}): Promise<void> {
    if (account === '') {
      throw new EmasError('ERR_EMAS_SESSION_ACCOUNT', 'signIn() got an empty account.', {
        help: 'Pass what names the account for good, its id.',
      });
    }
    const session = this.#sessionOrThrow();
    const { accounts, keeper } = this.#parts;
    const hash = accounts.hashOf(account);
    const { withheld } = this;
    const isOthers = this.account !== undefined && this.account !== hash;
    const { cookie } = session;
    const kept = Object.assign({ cookie }, isOthers ? undefined : session, data);
    await this.#renew('sign_in', kept, (meta) => ({
      ...this.#fresh(meta.cookie),
      account: hash,
    }));
    // Whoever signs in again has answered the challenge, and goes on in the new session.
    if (withheld?.account === hash) await keeper.end(withheld.key, 'revoked', this.budget);
    this.withheld = undefined;
    this.status = 'active';
  }

  async signOut(): Promise<void> {
    const { keeper, clearSiteData, forgetCookie } = this.#parts;
    // Where the store did not answer before, the session may be there all the same.
    const unread = this.status === 'unavailable' ? this.sentId : undefined;
    const key = unread === undefined ? this.held?.key : keyOf(unread);
    this.held = undefined;
    this.status = 'ended';
    this.#closed = false;
    Reflect.deleteProperty(this.req, 'session');
    if (!this.res.headersSent) {
      forgetCookie(this.req, this.res);
      if (clearSiteData !== false) this.res.setHeader('Clear-Site-Data', clearSiteData);
    }
    if (key !== undefined) await keeper.end(key, 'logout', this.budget);
  }

  async confirm(check?: (data: Readonly<Record<string, unknown>>) => unknown): Promise<boolean> {
    const { keeper, binding } = this.#parts;
    const held = this.withheld ?? this.held;
    if (held === undefined) return false;
    const data: Readonly<Record<string, unknown>> = JSON.parse(held.stored);
    if (check !== undefined && (await check(data)) !== true) return false;
    held.change(remember(held.meta, this.origin, true, binding.networks, Date.now()));
    if (held.version !== undefined && !(await keeper.touch(held, this.budget))) return false;
    keeper.bus.emit('session_confirmed', {
      session: held.key,
      account: held.account,
      source_ip: this.origin.address,
    });
    if (this.withheld !== undefined) {
      this.withheld = undefined;
      this.status = 'active';
      // What stood in for it goes.
      Reflect.deleteProperty(this.req, 'session');
      this.offer(held, false);
    }
    this.decision = { ...this.decision, verdict: 'same' };
    return true;
  }

  async list(): Promise<readonly SessionSummary[]> {
    const { account, handle } = this;
    if (account === undefined) return [];
    const all = await this.#parts.accounts.listHashed(account);
    return all.map((one) => ({ ...one, current: one.handle === handle }));
  }

  async endOther(handle: string): Promise<boolean> {
    const own = await this.list();
    if (!own.some((one) => one.handle === handle && !one.current)) return false;
    return this.#parts.accounts.end(handle);
  }

  async endOthers(): Promise<number> {
    const { accounts } = this.#parts;
    const others = (await this.list()).filter((one) => !one.current);
    const ended = await Promise.all(others.map((one) => accounts.end(one.handle)));
    return ended.filter(Boolean).length;
  }

  async regenerate(): Promise<void> {
    const before = this.held;
    // The new session is there even where the old one could not be ended: its caller is told.
    try {
      if (before !== undefined) await this.#parts.keeper.end(before.key, 'renewed', this.budget);
    } finally {
      this.#parts.gateway.generate(this.req);
      this.#tellRenewed(before, 'regenerate');
    }
  }

  async rotate(): Promise<void> {
    await this.#renew('rotate', this.#sessionOrThrow(), (meta) => meta);
  }

  /** The data goes on under a new id; the old id ends once the new one is in the store. */
  async #renew(
    reason: 'rotate' | 'sign_in',
    session: Pick<Session, 'cookie'>,
    metaFrom: (meta: SessionMetadata) => SessionMetadata,
  ): Promise<void> {
    const { keeper } = this.#parts;
    const before = this.held;
    const data = dataOf(session);
    const { cookie } = session;
    this.#parts.gateway.generate(this.req);
    const held = this.held;
    if (held === undefined || before === undefined) return;
    copyData(data, this.req.session);
    this.req.session.cookie = cookie;
    held.meta = metaFrom(before.meta);
    this.#tellRenewed(before, reason);
    await keeper.write(held, data, this.budget);
    if (before.version !== undefined) await keeper.end(before.key, 'renewed', this.budget);
    if (held.account !== undefined) await this.#join(held);
  }

  /** A session that its account's list does not have could not be ended from there: better none. */
  async #join(held: HeldSession): Promise<void> {
    const { keeper, accounts } = this.#parts;
    try {
      await accounts.joined(held, this.budget);
    } catch (error) {
      await keeper.end(held.key, 'revoked').catch(() => undefined);
      throw error;
    }
  }

  #tellRenewed(before: HeldSession | undefined, reason: string): void {
    const { held } = this;
    if (held === undefined || before?.version === undefined) return;
    held.renews = before.key;
    const { keeper } = this.#parts;
    keeper.counts.renewed += 1;
    keeper.bus.emit('session_renewed', {
      session: held.key,
      previous: before.key,
      source_ip: this.origin.address,
      account: held.account,
      reason,
    });
  }

  #sessionOrThrow(): Session {
    const { session }: { session?: Session } = this.req;
    if (session !== undefined && session !== null) return session;
    throw new EmasError('ERR_EMAS_SESSION_UNAVAILABLE', 'This request has no session.', {
      help: 'The store does not answer, or the session was ended: see req.emas.session.status.',
    });
  }

  #fresh(cookie: CookieData | undefined): SessionMetadata {
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
