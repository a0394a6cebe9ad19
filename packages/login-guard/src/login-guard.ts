import { randomBytes } from 'node:crypto';
import type { Keeping } from '@emas/data-map';
import { accountHasher } from '@emas/events/internal';
import { inContext } from '@emas/request-context/internal';
import { contextOf } from '@emas/request-context';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { AttemptReader } from './attempt-reader.ts';
import type { Who } from './attempt-reader.ts';
import { loginDetectors } from './detectors/login-detectors.ts';
import type { LoginDetectors } from './detectors/login-detectors.ts';
import { DeviceCookie } from './device-cookie.ts';
import { evenTime } from './even-time.ts';
import { holdEnd } from './hold-end.ts';
import { incidentEvents } from './incident-events.ts';
import type { Incident } from './incident.ts';
import { guardPlaces } from './kept-places.ts';
import type { LoginContext } from './login-context.ts';
import { LoginTry } from './login-try.ts';
import type { EventTeller, LoginParts, TriedRequest } from './login-try.ts';
import { resolveOptions } from './options.ts';
import type { LoginGuardOptions, ResolvedOptions } from './options.ts';
import { outcomeOf } from './outcome-rule.ts';
import { warnUndecided, warnUnnamed } from './guard-warnings.ts';
import { setRateLimitHeaders } from './rate-limit-headers.ts';
import { refuse } from './refuse.ts';
import type { Refusal } from './refusal.ts';
import { Refusals } from './refusals.ts';
import { RepeatedTries } from './repeated-tries.ts';
import { defineLogin } from './req-login.ts';
import { KNOWN_FOR_MS } from './throttle/known-places.ts';
import { Throttle } from './throttle/throttle.ts';
import type { Ticket } from './throttle/throttle.ts';

/** What became of attempts so far. */
export interface LoginCounters {
  readonly succeeded: number;
  readonly failed: number;
  /** Not let through. */
  readonly refused: Readonly<Record<Refusal['reason'], number>>;
  /** Answered without anybody saying what became of them. */
  readonly undecided: number;
}

/** The middleware, and what it knows. */
export interface LoginGuard extends RequestHandler, Keeping {
  /** The incidents that this process knows of, oldest first. */
  incidents(): readonly Incident[];
  /** Somebody closed an incident: what comes from now on is another one. */
  closeIncident(id: string): void;
  counters(): LoginCounters;
  /** True while Redis is away and this process goes by stricter counters of its own. */
  readonly isAlone: boolean;
  /** Refuses blocked networks, to be mounted where more than the login is kept from them. */
  readonly gate: RequestHandler;
  close(): Promise<void>;
}

/** Methods that change nothing (RFC 9110 §9.2.1): with these a page is asked for. */
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Incidents are written anew this often while they grow. */
const KEEP_EVERY_MS = 5000;

/**
 * Guards a login route: slows down password guessing, shows where it comes from, and locks no member out.
 *
 * Mount it on the route that takes name and password, after the body was read and `requestContext()`.
 *
 * @throws EmasError `ERR_EMAS_LOGIN_GUARD_OPTIONS` on a wrong option.
 */
export function loginGuard(given: LoginGuardOptions = {}): LoginGuard {
  const options = resolveOptions(given);
  const guard = new Guard(options);
  const handler: RequestHandler = (req, res, next) => void guard.handle(req, res, next);
  return Object.defineProperties(
    Object.assign(handler, {
      keeps: guardPlaces(options),
      incidents: () => guard.detectors.incidents(),
      closeIncident: (id: string) => guard.detectors.drop(id),
      counters: () => guard.counters(),
      gate: ((req, res, next) => {
        if (!guard.isBlocked(req, res, false)) next();
      }) satisfies RequestHandler,
      close: () => guard.close(),
      isAlone: false,
    }),
    { isAlone: { get: () => guard.isAlone } },
  );
}

class Guard {
  readonly detectors: LoginDetectors;
  readonly #options: ResolvedOptions;
  readonly #parts: LoginParts;
  readonly #keeper: NodeJS.Timeout;
  readonly #reader: AttemptReader;
  readonly #devices: DeviceCookie | undefined;
  readonly #counts = { succeeded: 0, failed: 0, undecided: 0 };
  readonly #refusals: Refusals;

  constructor(options: ResolvedOptions) {
    const { events: bus, rules, redis, keys, thresholds, review, key, file, now } = options;
    this.#options = options;
    this.detectors = loginDetectors({ thresholds });
    this.detectors.subscribe(incidentEvents(bus));
    this.#keeper = setInterval(() => this.#keep(), KEEP_EVERY_MS).unref();
    this.detectors.subscribe((change) => {
      if (change === 'opened') this.#keep();
    });
    review?.onClosed?.((id) => this.detectors.drop(id));
    this.#devices = options.deviceCookie
      ? new DeviceCookie(key ?? randomBytes(32), KNOWN_FOR_MS)
      : undefined;
    this.#reader = new AttemptReader(options, accountHasher(key), this.#devices);
    this.#refusals = new Refusals(options, (attempt) => this.detectors.observe(attempt));
    this.#parts = {
      throttle: new Throttle({ rules, redis, keys, bus, key, file, now }),
      bus,
      observe: (attempt) => this.detectors.observe(attempt),
      normalise: options.normalise,
      repeated: new RepeatedTries(),
      refuses: this.#refusals.areSent,
      now,
    };
  }

  async handle(req: Request, res: Response, next: NextFunction): Promise<void> {
    try {
      if (!(await this.#isLetThrough(req, res))) return;
    } catch (error) {
      next(error);
      return;
    }
    next();
  }

  async #isLetThrough(req: Request, res: Response): Promise<boolean> {
    const started = performance.now();
    if (this.isBlocked(req, res, true)) return false;
    const { now } = this.#parts;
    const who = this.#reader.read(req, now());
    if (!this.#isNamed(req, who)) {
      warnUnnamed(who.isReadable);
      if (this.#refusals.stop(req, res, who, { reason: 'name', rule: '', wait: 0 })) return false;
    }
    const isNew = !this.#isRepeated(who);
    const ticket = await this.#admit(req, who, isNew);
    const { action, rule, wait } = ticket.decision;
    const isLate = action !== 'allow';
    if (this.#refusals.areSent) setRateLimitHeaders(res, ticket);
    if (isLate && this.#refusals.stop(req, res, who, { reason: action, rule, wait })) return false;
    this.#open(req, res, { who, ticket, isCounted: isNew && !isLate }, started);
    return true;
  }

  /** From here on the app says what became of it. */
  #open(
    req: Request,
    res: Response,
    { who, ticket, isCounted }: Pick<TriedRequest, 'who' | 'ticket' | 'isCounted'>,
    started: number,
  ): void {
    const { now } = this.#parts;
    const context = contextOf(req);
    const bus: EventTeller = {
      // An answer that comes from a queue of the app's own is still one to this request.
      emit: (name, fields) => inContext(context, () => this.#parts.bus.emit(name, fields)),
    };
    const attempt = new LoginTry(
      { ...this.#parts, bus },
      {
        who,
        ticket,
        isCounted,
        aim: (name) => this.#reader.aim(req, name, now()),
        remember: (account) => this.#devices?.issue(req, res, account, now()),
      },
    );
    context.login = attempt;
    defineLogin(req, attempt);
    holdEnd(res, () => this.#release(res, attempt, started));
  }

  /** What the guard cannot name, it cannot count: it is not let through. */
  #isNamed({ method }: Request, { accounts, isReadable }: Who): boolean {
    if (!isReadable) return false;
    return accounts.length > 0 || this.#options.account === false || SAFE_METHODS.has(method);
  }

  #isRepeated({ accounts, sent }: Who): boolean {
    if (sent === undefined || accounts.length === 0) return false;
    const { repeated, now } = this.#parts;
    return accounts.every(({ account }) => repeated.count(account, sent, now()) > 0);
  }

  /** Asks for a captcha only where one is wanted: its provider need not hear of everybody. */
  async #admit(req: Request, { accounts, origin }: Who, isCounted: boolean): Promise<Ticket> {
    const { throttle, now } = this.#parts;
    const { captcha } = this.#options;
    const begin = (hasPassed: boolean): Promise<Ticket> =>
      throttle.begin(accounts, origin, { hasPassed, isCounted }, now());
    const ticket = await begin(false);
    const { action } = ticket.decision;
    if (captcha === undefined || (action !== 'allow' && action !== 'captcha')) return ticket;
    if (action === 'captcha') return (await captcha(req)) ? begin(true) : ticket;
    // While lists are tried from everywhere, a stranger's first try may be the one that gets in.
    if (ticket.isKnown || !this.detectors.isWidespread(now()) || (await captcha(req)))
      return ticket;
    await ticket.refund(now());
    return { ...ticket, decision: { ...ticket.decision, action: 'captcha', rule: 'widespread' } };
  }

  /** @param isAttempt Whether somebody tries to sign in, or only asks for a page. */
  isBlocked(req: Request, res: Response, isAttempt: boolean): boolean {
    const context = contextOf(req);
    const block = this.#options.blocks?.find(context.address);
    if (block === undefined) return false;
    const refusal = { reason: 'block', rule: '', wait: 0 } as const;
    if (isAttempt)
      this.#refusals.send(req, res, this.#reader.read(req, this.#parts.now()), refusal);
    else refuse(req, res, refusal, this.#options.refuse);
    return true;
  }

  #keep(): void {
    const { review } = this.#options;
    if (review !== undefined) for (const one of this.detectors.takeNews()) review.save(one);
  }

  /** What the answer waits for: what was said to be noted, and a failure to take as long as any other. */
  #release(res: Response, attempt: LoginTry, started: number): Promise<void> | undefined {
    this.#decide(res, attempt);
    const { settled, outcome } = attempt;
    if (outcome === 'success') this.#counts.succeeded += 1;
    else if (outcome === 'failure') this.#counts.failed += 1;
    if (settled === undefined) return undefined;
    const { failureTime } = this.#options;
    const noted = settled.then(
      () => undefined,
      () => undefined,
    );
    if (outcome !== 'failure' || failureTime === false) return noted;
    return noted.then(() => evenTime(started, failureTime));
  }

  #decide(res: Response, attempt: LoginTry): void {
    if (attempt.outcome !== undefined) return;
    const { outcome: rule } = this.#options;
    const outcome = rule === undefined ? undefined : outcomeOf(res, rule);
    // The code that holds the answer waits for their promises.
    if (outcome === 'failure') void attempt.failed().catch(() => undefined);
    else if (outcome === 'success') void attempt.succeeded().catch(() => undefined);
    else {
      this.#counts.undecided += 1;
      void attempt.ignored().catch(() => undefined);
      if (rule === undefined) warnUndecided();
    }
  }

  counters(): LoginCounters {
    return { ...this.#counts, refused: this.#refusals.counts() };
  }

  get isAlone(): boolean {
    return this.#parts.throttle.isAlone;
  }

  async close(): Promise<void> {
    clearInterval(this.#keeper);
    this.#keep();
    this.#parts.throttle.close();
  }
}

declare global {
  // Express types its request for merging in this one way.
  // oxlint-disable-next-line typescript/no-namespace
  namespace Express {
    interface EmasParts {
      /** Set by `loginGuard()`; the same as `req.login`, whose type passport has taken. */
      login?: LoginContext;
    }
  }
}
