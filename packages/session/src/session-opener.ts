import { tellWouldBlock } from '@emas/events/internal';
import { callbackify } from 'node:util';
import { contextOf } from '@emas/request-context';
import { isPathBelow } from '@emas/request-context/internal';
import type { NextFunction, Request, Response } from 'express';
import { isBackground } from './background.ts';
import { decide, remember } from './binding/ladder.ts';
import type { LadderDecision, Signal } from './binding/decision.ts';
import { standInName } from './cookie-policy.ts';
import type { CookiePolicy } from './cookie-policy.ts';
import { CookieReader } from './cookie-reader.ts';
import type { CookieSigner } from './cookie-signer.ts';
import type { FoundCookie } from './cookie-reader.ts';
import type { HeldSession } from './held-session.ts';
import type { Found, SessionKeeper } from './keeper.ts';
import type { ResolvedOptions } from './options.ts';
import { isHandshake } from './handshake.ts';
import { sendUnavailable, storeUnavailable } from './problem.ts';
import { defineRequestProperties } from './request-properties.ts';
import { RecentKeys } from './recent-keys.ts';
import { SessionRequest } from './session-request.ts';
import type { SharedParts } from './session-request.ts';

/** What an opener works with. */
export interface OpenerParts {
  readonly options: ResolvedOptions;
  readonly cookies: CookiePolicy;
  /** Of the secrets, newest first. */
  readonly signers: readonly CookieSigner[];
  readonly shared: SharedParts;
}

/** Finds the session of a request, lets the ladder look at it, and gives it to the app. */
export class SessionOpener {
  readonly #options: ResolvedOptions;
  readonly #keeper: SessionKeeper;
  readonly #cookies: CookiePolicy;
  readonly #reader: CookieReader;
  readonly #shared: SharedParts;
  /** A page asks for many things with the same cookie: its end is told once. */
  readonly #toldEnded = new RecentKeys();
  readonly #toldChallenged = new RecentKeys();

  constructor({ options, cookies, signers, shared }: OpenerParts) {
    this.#options = options;
    this.#keeper = shared.keeper;
    this.#cookies = cookies;
    this.#reader = new CookieReader(signers);
    this.#shared = shared;
  }

  open(req: Request, res: Response, next: NextFunction): void {
    const { names } = this.#cookies;
    const isSecure = this.#cookies.isSecure(req);
    const settings = this.#cookies.settingsFor(req, isSecure);
    const { path = '/' } = settings;
    // As browsers send a cookie of a path (RFC 6265 §5.1.4).
    if (path !== '/' && !isPathBelow(contextOf(req).path, path)) {
      next();
      return;
    }
    this.#cookies.warnOfPlainHttp(settings, isSecure);
    const request = new SessionRequest(req, res, next, settings, this.#shared);
    const context = contextOf(req);
    context.session = request;
    context.owner = request;
    defineRequestProperties(req);
    const prefix = this.#cookies.prefixOf(settings);
    const cookie = this.#reader.find(req.headers.cookie, prefix, names.read(Date.now()));
    if (cookie === undefined || this.#keeper.store.disconnected) {
      this.#begin(request, next);
      return;
    }
    request.sentId = cookie.id;
    const found = this.#keeper.findAtOnce(cookie.id, cookie.key);
    if (found !== undefined) {
      this.#found(request, cookie, found, next);
      return;
    }
    this.#keeper.find(cookie.id, request.budget, cookie.key).then(
      (late) => this.#found(request, cookie, late, next),
      () => this.#unavailable(request, next),
    );
  }

  /** A visitor without a session. */
  #begin(request: SessionRequest, next: NextFunction): void {
    const { store } = this.#keeper;
    if (store.isDown('reads')) {
      // Visitors without a cookie ask the store nothing: this is how it is seen to be back.
      if (!store.disconnected) store.read((records) => records.load('')).catch(() => undefined);
      this.#unavailable(request, next);
      return;
    }
    request.offer(undefined, this.#options.upstream.saveUninitialized);
    next();
  }

  #unavailable(request: SessionRequest, next: NextFunction): void {
    request.status = 'unavailable';
    this.#keeper.counts.withoutStore += 1;
    const { req, res } = request;
    if (this.#options.onStoreFailure(req) !== 'refuse') next();
    else if (isHandshake(req)) next(storeUnavailable());
    else sendUnavailable(req, res);
  }

  #found(request: SessionRequest, cookie: FoundCookie, found: Found, next: NextFunction): void {
    try {
      if (found.state === 'ended') this.#ended(request, found);
      else if (!this.#admit(request, cookie, found.held, next)) return;
    } catch (error) {
      next(error);
      return;
    }
    next();
  }

  #ended(request: SessionRequest, { key, reason }: Extract<Found, { state: 'ended' }>): void {
    const { counts, bus } = this.#keeper;
    counts.usedAfterEnd += 1;
    if (this.#toldEnded.add(key)) {
      bus.emit('session_use_after_expire', {
        session: key,
        reason,
        source_network: request.origin.address,
      });
    }
    // The answer with the new cookie may be on its way: another cookie now would take its place.
    const renewed = reason === 'renewed';
    request.status = renewed ? 'renewed' : 'ended';
    request.offer(undefined, !renewed && this.#options.upstream.saveUninitialized);
  }

  /** @returns False where the answer is somebody else's business from here on. */
  #admit(
    request: SessionRequest,
    cookie: FoundCookie,
    held: HeldSession,
    next: NextFunction,
  ): boolean {
    const { binding } = this.#options;
    const { req } = request;
    const decision = decide(held.meta, request.origin, binding, binding.sensitive?.(req) ?? false);
    request.decision = decision;
    if (decision.verdict === 'end') {
      this.#endMistrusted(request, held, next);
      return false;
    }
    if (decision.verdict === 'challenge') {
      this.#challenge(request, held, decision, next);
      return false;
    }
    if (decision.verdict === 'moved') this.#moved(request, held, decision);
    this.#moveClock(request, held);
    if (!cookie.isCurrent || cookie.name !== this.#cookies.names.current(Date.now())) {
      this.#cookies.renew(req, request.res, cookie, held.meta.cookie);
    }
    request.status = 'active';
    request.offer(held, this.#options.upstream.saveUninitialized);
    return true;
  }

  #endMistrusted(request: SessionRequest, held: HeldSession, next: NextFunction): void {
    const ended = callbackify(() => this.#keeper.end(held.key, 'binding', request.budget));
    ended((error) => {
      if (error !== null) {
        this.#unavailable(request, next);
        return;
      }
      request.status = 'ended';
      request.offer(undefined, this.#options.upstream.saveUninitialized);
      next();
    });
  }

  #challenge(
    request: SessionRequest,
    held: HeldSession,
    decision: LadderDecision,
    next: NextFunction,
  ): void {
    const { counts } = this.#keeper;
    counts.challenged += 1;
    if (this.#toldChallenged.add(`${held.key} ${request.origin.prefix}`)) {
      this.#tell('session_challenged', request, held, decision);
    }
    request.withheld = held;
    request.status = 'challenged';
    const found = callbackify(() => this.#standInOf(request));
    found((_never, standIn) => this.#goOnWithout(request, standIn, next));
  }

  /** What stands in for a withheld session here, where something was put into it before. */
  async #standInOf(request: SessionRequest): Promise<HeldSession | undefined> {
    const { req, settings } = request;
    const prefix = this.#cookies.prefixOf(settings);
    const names = this.#cookies.names.read(Date.now()).map(standInName);
    const cookie = this.#reader.find(req.headers.cookie, prefix, names);
    if (cookie === undefined) return undefined;
    try {
      const found = await this.#keeper.find(cookie.id, request.budget, cookie.key);
      if (found.state !== 'live') return undefined;
      request.standInId = cookie.id;
      this.#moveClock(request, found.held);
      return found.held;
    } catch {
      // Told by the store as it fails; the visitor goes on with nothing.
      return undefined;
    }
  }

  #goOnWithout(
    request: SessionRequest,
    standIn: HeldSession | undefined,
    next: NextFunction,
  ): void {
    try {
      request.offer(standIn, false);
      if (request.askForProof(next)) return;
    } catch (error) {
      next(error);
      return;
    }
    next();
  }

  #moved(request: SessionRequest, held: HeldSession, decision: LadderDecision): void {
    const { networks } = this.#options.binding;
    this.#tellWithheld(request, decision);
    if (decision.signals.every((signal) => NO_NEWS.has(signal))) return;
    this.#keeper.counts.moved += 1;
    this.#tell('session_address_changed', request, held, decision);
    held.change(remember(held.meta, request.origin, false, networks, Date.now()));
  }

  /** What only logs says so of what it would not have believed. */
  #tellWithheld({ req, origin }: SessionRequest, { score, sensitive }: LadderDecision): void {
    const { mode, sensitiveAt, challengeAt } = this.#options.binding;
    const most = sensitive ? sensitiveAt : challengeAt;
    if (mode !== 'log' || score < most) return;
    tellWouldBlock(this.#keeper.bus, {
      setting: 'session.binding',
      allows: `a score below ${most}`,
      path: req.path,
      source_network: origin.address,
    });
  }

  #tell(
    name: 'session_address_changed' | 'session_challenged',
    request: SessionRequest,
    held: HeldSession,
    { score, signals }: LadderDecision,
  ): void {
    this.#keeper.bus.emit(name, {
      session: held.key,
      account: held.account,
      source_network: request.origin.address,
      score,
      signals,
    });
  }

  /** Nobody waits for it: a clock that could not be moved is moved by the next request. */
  #moveClock({ req, origin }: SessionRequest, held: HeldSession): void {
    const now = Date.now();
    // One that began without an address that could be read is held to the first that can.
    const isPlaced = held.meta.networks.length > 0 || origin.prefix === '';
    const isDue = now - held.meta.seen >= this.#keeper.clockStep(held.meta) && !isBackground(req);
    if (isDue || !isPlaced) {
      const { networks } = this.#options.binding;
      const seen = isDue ? now : held.meta.seen;
      held.change(remember({ ...held.meta, seen }, origin, false, networks, now));
    }
    if (!held.metaChanged) return;
    this.#keeper
      .touch(held, undefined, true)
      .catch((error: unknown) => this.#keeper.lost(held.key, error));
  }
}

/** What was let pass before and is not proved since has been told; a player comes again with each film. */
const NO_NEWS: ReadonlySet<Signal> = new Set(['unproven_network', 'unnamed_program']);
