import { EmasError } from '@emas/errors';
import type { Request, Response } from 'express';
import type { Session, SessionData } from 'express-session';
import type { ResolvedBinding } from './binding/options.ts';
import { remember } from './binding/ladder.ts';
import type { Gateway } from './gateway.ts';
import { copyData, dataOf, keyOf } from './held-session.ts';
import type { HeldSession } from './held-session.ts';
import type { Lifetime, SessionMetadata } from './metadata.ts';
import { withoutSession } from './problem.ts';
import type { SessionSummary, SignInOptions } from './request.ts';
import type { RequestParts, RequestSession } from './request-session.ts';

/** What people do with a session needs of its `session()`. */
export interface ActionParts extends RequestParts {
  readonly binding: ResolvedBinding;
  readonly clearSiteData: string | false;
  /** `undefined` where nobody is remembered. */
  readonly remembered: Lifetime | undefined;
  /** Tells the browser to forget the cookie. */
  readonly forgetCookie: (req: Request, res: Response) => void;
  readonly gateway: Gateway;
}

/** What people do with the session of a request: signing in and out, proving it, ending others. */
export class SessionActions {
  readonly #request: RequestSession;
  readonly #parts: ActionParts;

  constructor(request: RequestSession, parts: ActionParts) {
    this.#request = request;
    this.#parts = parts;
  }

  async signIn(
    account: string,
    data: Partial<SessionData> = {},
    { remember: isRemembered = false }: SignInOptions = {},
  ): Promise<void> {
    if (account === '') {
      throw new EmasError(
        'ERR_EMAS_SESSION_ACCOUNT',
        'signIn(): expected an account, received an empty one.',
        {
          help: 'Pass something that never changes, such as the id of the account.',
        },
      );
    }
    const session = this.#sessionOrThrow();
    const { accounts, keeper } = this.#parts;
    const lasting = this.#lasting(session, isRemembered);
    const hash = accounts.hashOf(account);
    const { withheld } = this.#request;
    // Of what somebody else put there, with another account or the same stolen cookie, nothing goes on.
    const isOthers =
      withheld !== undefined ||
      (this.#request.account !== undefined && this.#request.account !== hash);
    const { cookie } = session;
    const kept = Object.assign({ cookie }, isOthers ? undefined : session, data);
    await this.#renew('sign_in', kept, (meta) => ({
      ...this.#request.fresh(meta.cookie),
      ...lasting,
      account: hash,
    }));
    // A visitor who signs in again has answered the challenge, and goes on in the new session.
    if (withheld?.account === hash) await keeper.end(withheld.key, 'revoked', this.#request.budget);
    this.#request.withheld = undefined;
    this.#request.status = 'active';
  }

  /** The cookie of a remembered session outlives the browser; that of any other does not. */
  #lasting({ cookie }: Session, isRemembered: boolean): Pick<SessionMetadata, 'remembered'> {
    const { remembered } = this.#parts;
    if (isRemembered && remembered === undefined) throw notRemembered();
    if (isRemembered && remembered !== undefined) {
      cookie.maxAge = remembered.absolute;
      return { remembered: true };
    }
    // What remembered somebody else does not go on.
    if (this.#request.held?.meta.remembered === true) {
      cookie.originalMaxAge = null;
      Reflect.set(cookie, 'expires', null);
    }
    return {};
  }

  async signOut(): Promise<void> {
    const { keeper, clearSiteData, forgetCookie } = this.#parts;
    // Where the store did not answer before, the session may be there all the same.
    const wasRenewed = this.#request.status === 'renewed';
    const unread = this.#request.status === 'unavailable' ? this.#request.sentId : undefined;
    const own = wasRenewed ? undefined : this.#request.held?.key;
    const key = unread === undefined ? own : keyOf(unread);
    this.#request.held = undefined;
    this.#request.status = 'ended';
    this.#request.close();
    Reflect.deleteProperty(this.#request.req, 'session');
    if (!this.#request.res.headersSent) {
      forgetCookie(this.#request.req, this.#request.res);
      if (clearSiteData !== false) this.#request.res.setHeader('Clear-Site-Data', clearSiteData);
    }
    if (key !== undefined) await keeper.end(key, 'logout', this.#request.budget);
    else if (wasRenewed) throw renewedMeanwhile();
  }

  async confirm(check?: (data: Readonly<Record<string, unknown>>) => unknown): Promise<boolean> {
    const { keeper, binding } = this.#parts;
    const held = this.#request.withheld ?? this.#request.held;
    if (held === undefined) return false;
    const data: Readonly<Record<string, unknown>> = JSON.parse(held.stored);
    if (check !== undefined && (await check(data)) !== true) return false;
    held.change(remember(held.meta, this.#request.origin, true, binding.networks, Date.now()));
    if (held.version !== undefined && !(await keeper.touch(held, this.#request.budget)))
      return false;
    keeper.bus.emit('session_confirmed', {
      session: held.key,
      account: held.account,
      source_network: this.#request.origin.address,
    });
    if (this.#request.withheld !== undefined) {
      this.#request.withheld = undefined;
      this.#request.status = 'active';
      // What stood in for it goes.
      Reflect.deleteProperty(this.#request.req, 'session');
      this.#request.offer(held, false);
    }
    this.#request.decision = { ...this.#request.decision, verdict: 'same' };
    return true;
  }

  async list(): Promise<readonly SessionSummary[]> {
    const { account, handle } = this.#request;
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
    const before = this.#request.held;
    // The new session is there even where the old one could not be ended: its caller is told.
    try {
      if (before !== undefined)
        await this.#parts.keeper.end(before.key, 'renewed', this.#request.budget);
    } finally {
      this.#parts.gateway.generate(this.#request.req);
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
    const { keeper, accounts } = this.#parts;
    const before = this.#request.held;
    const data = dataOf(session);
    const { cookie } = session;
    this.#parts.gateway.generate(this.#request.req);
    const held = this.#request.held;
    if (held === undefined || before === undefined) return;
    copyData(data, this.#request.req.session);
    this.#request.req.session.cookie = cookie;
    held.meta = metaFrom(before.meta);
    this.#tellRenewed(before, reason);
    try {
      await keeper.write(held, data, this.#request.budget);
      if (before.version !== undefined) {
        await keeper.end(before.key, 'renewed', this.#request.budget);
      }
      if (held.account !== undefined) await accounts.joined(held, this.#request.budget);
    } catch (error) {
      await this.#undo(held);
      throw error;
    }
  }

  /**
   * A visitor who was told that it failed must not be signed in anyway, by a session that its account's list does
   * not have: neither it nor its cookie goes out.
   */
  async #undo(held: HeldSession): Promise<void> {
    this.#request.held = undefined;
    this.#request.status = 'unavailable';
    this.#request.close();
    Reflect.deleteProperty(this.#request.req, 'session');
    await this.#parts.keeper.end(held.key, 'revoked').catch(() => undefined);
  }

  #tellRenewed(before: HeldSession | undefined, reason: string): void {
    const { held } = this.#request;
    if (held === undefined || before?.version === undefined) return;
    held.renews = before.key;
    const { keeper } = this.#parts;
    keeper.counts.renewed += 1;
    keeper.bus.emit('session_renewed', {
      session: held.key,
      previous: before.key,
      source_network: this.#request.origin.address,
      account: held.account,
      reason,
    });
  }

  #sessionOrThrow(): Session {
    const { session }: { session?: Session } = this.#request.req;
    if (session !== undefined && session !== null) return session;
    throw withoutSession();
  }
}

function notRemembered(): EmasError {
  return new EmasError(
    'ERR_EMAS_SESSION_REMEMBER',
    'signIn() was called with { remember: true }, but the option "remember" is not set.',
    { help: 'Set it: session({ remember: { idleTimeout, absoluteTimeout } }).' },
  );
}

function renewedMeanwhile(): EmasError {
  return new EmasError(
    'ERR_EMAS_SESSION_RENEWED',
    'signOut() was called with an old session id: the session has a new one, and continues.',
    { help: 'Let the visitor try again; the new cookie is on its way.', status: 409 },
  );
}
