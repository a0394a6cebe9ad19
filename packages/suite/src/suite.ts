import type { Server } from 'node:http';
import { join } from 'node:path';
import type { TrafficQueries } from '@emas/analytics';
import type { Deprecations } from '@emas/deprecation';
import { EmasError } from '@emas/errors';
import type { EventBus } from '@emas/events';
import { boundServer, rateLimit } from '@emas/hardening';
import type { RateLimit, RateLimitOptions, ServerBounds } from '@emas/hardening';
import type { EmasLogger } from '@emas/logging';
import { watchRefusedRequests } from '@emas/logging/internal';
import { loginGuard } from '@emas/login-guard';
import type { Blocks, LoginGuard, LoginGuardOptions } from '@emas/login-guard';
import type { Privacy } from '@emas/privacy';
import type { CaptchaVerdict } from '@emas/captcha';
import { requestContext } from '@emas/request-context';
import type { HandshakeHandler, HandshakeOptions, SessionRegistry } from '@emas/session';
import type { Application, Request, RequestHandler } from 'express';
import { announcements } from './announcements.ts';
import { mountParts } from './mount/mount.ts';
import { noApp } from './mount/express-stack.ts';
import { onListen } from './mount/listening.ts';
import { messageClassesOf } from './mount/message-classes.ts';
import type { SuiteOptions } from './options.ts';
import { noCaptcha } from './parts/captcha.ts';
import { openParts } from './parts/parts.ts';
import type { Parts } from './parts/parts.ts';
import { subjectOf } from './parts/subject.ts';
import { resolveSettings } from './settings/settings.ts';
import type { SubjectData } from './subject/subject-data.ts';
import { endInOrder } from './shutdown.ts';
import { onEndRequest } from './end-requests.ts';

/** The middleware that checks captchas, and whether it asks for a proof at all. */
export interface CaptchaHandler extends RequestHandler {
  /** True in development without keys: then everybody passes, and the page should say so. */
  readonly isStandIn: boolean;
  verifyRequest(req: Request): Promise<CaptchaVerdict>;
}

/** The suite of one app. */
export interface Suite {
  /**
   * Puts all parts before everything in the app, in their order, and the log of unhandled errors after it.
   * Once, before or after the routes.
   *
   * @throws EmasError `ERR_EMAS_SUITE_APP` on what is no Express app, or the second time.
   */
  mount(app: Application): void;
  readonly logger: EmasLogger;
  readonly events: EventBus;
  /** Questions about traffic; `undefined` where there are no figures. */
  readonly traffic: TrafficQueries | undefined;
  /** Networks that are kept out of the login. */
  readonly blocks: Blocks;
  /** Sessions of accounts: list them, end them; `undefined` without sessions. */
  readonly sessions: SessionRegistry | undefined;
  /**
   * For the handshake of sockets, which does not pass through Express: `io.engine.use(emas.handshake(app))` gives
   * its request the visitor's `session` and `emas`. Pages of other sites are refused with `ERR_EMAS_CROSS_SITE`.
   *
   * @throws EmasError `ERR_EMAS_SUITE_SESSION` without sessions.
   */
  handshake(app: Application, options?: Pick<HandshakeOptions, 'origins'>): HandshakeHandler;
  /**
   * What guards a route that signs in, behind what reads its body; with `req.login` in it.
   *
   * @throws EmasError `ERR_EMAS_LOGIN_GUARD_OPTIONS`.
   */
  loginGuard(options?: SuiteLoginOptions): LoginGuard;
  /** What checks a form's captcha. @throws EmasError `ERR_EMAS_SUITE_CAPTCHA` in production without keys. */
  captcha(): CaptchaHandler;
  /** Marks what comes after it as old, and knows who still calls it. @throws EmasError `ERR_EMAS_DEPRECATION_NOTICE`. */
  readonly deprecated: Deprecations;
  /** A limit that all processes share where there is a Redis. @throws EmasError `ERR_EMAS_RATE_LIMIT_OPTIONS`. */
  rateLimit(options: SuiteRateLimit): RateLimit;
  /** What is kept of visitors, and the notice that is made of it; `undefined` with `privacy: false`. */
  readonly privacy: Privacy | undefined;
  /**
   * All that is kept of an account, for its member who asks (PDPA 2010, s 30): lines, rows, keys, sessions. What
   * could not be read is an error; what cannot be looked into is named.
   *
   * @throws EmasError `ERR_EMAS_SUBJECT_MAP` with `privacy: false`; what ClickHouse, Redis or the disk fail with.
   */
  subject(account: string): Promise<SubjectData>;
  /** A server that was not started by `app.listen()`: it is bounded, and ended with the rest. */
  serve<Served extends Server>(server: Served, bounds?: ServerBounds): Served;
  /** Ends servers and parts in order, bringing away what there is. The second call waits for the first. */
  close(reason?: string): Promise<void>;
}

export type SuiteLoginOptions = Omit<
  LoginGuardOptions,
  'key' | 'file' | 'app' | 'redis' | 'prefix' | 'review' | 'events'
>;
/** A limit needs a name, since a Redis is a matter of where the app runs. */
export type SuiteRateLimit = Omit<RateLimitOptions, 'app' | 'redis' | 'prefix' | 'events'> & {
  readonly name: string;
};

/**
 * The whole suite for one app, of what the code and the environment say.
 *
 * @throws EmasError `ERR_EMAS_SUITE_OPTIONS`, which names everything that is wrong at once, or that of a
 * part which cannot be opened.
 */
export function suite(options: SuiteOptions = {}): Suite {
  const settings = resolveSettings(options, process.env);
  const parts = openParts(settings);
  parts.health.start();
  const { announce = toStandardError } = settings;
  if (announce !== false) announce(announcements(settings));
  return new MountedSuite(parts);
}

class MountedSuite implements Suite {
  readonly logger: EmasLogger;
  readonly events: EventBus;
  readonly traffic: TrafficQueries | undefined;
  readonly blocks: Blocks;
  readonly sessions: SessionRegistry | undefined;
  readonly deprecated: Deprecations;
  readonly privacy: Privacy | undefined;
  readonly #parts: Parts;
  readonly #servers = new Set<Server>();
  readonly #ignoreRequests: () => void;
  readonly #searches = new Map<string, Promise<SubjectData>>();
  #lastSearch: Promise<void> = Promise.resolve();
  #isMounted = false;
  /** Those of the app that it is mounted on. */
  #classes: ((server: Server) => void) | undefined;
  #ending: Promise<void> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { settings, figures } = parts;
    this.logger = parts.logger;
    this.events = settings.events;
    this.traffic = figures?.traffic?.queries;
    this.blocks = parts.blocks;
    this.sessions = parts.sessions?.registry;
    this.deprecated = parts.deprecated;
    this.privacy = parts.privacy;
    parts.isEnding = () => this.#ending !== undefined;
    this.#ignoreRequests = settings.shutdown.signals
      ? onEndRequest((reason) => this.close(reason))
      : () => undefined;
  }

  mount(app: Application): void {
    if (typeof app !== 'function' || typeof Reflect.get(app, 'listen') !== 'function')
      throw noApp();
    if (this.#isMounted) {
      throw new EmasError(
        'ERR_EMAS_SUITE_APP',
        'mount() was already called: a suite belongs to one app.',
      );
    }
    this.#isMounted = true;
    mountParts(app, this.#parts);
    this.#classes = messageClassesOf(app);
    for (const server of this.#servers) this.#classes(server);
    onListen(app, (server) => this.serve(server));
  }

  handshake(app: Application, options: Pick<HandshakeOptions, 'origins'> = {}): HandshakeHandler {
    const { sessions, settings } = this.#parts;
    if (sessions === undefined) {
      throw new EmasError('ERR_EMAS_SUITE_SESSION', 'handshake() was called without sessions.', {
        help: "Remove `session: false`, or use the app's own session middleware.",
      });
    }
    return sessions.handshake({
      ...options,
      app,
      requestContext: requestContext({ ...settings.requestContext, app }),
    });
  }

  loginGuard(options: SuiteLoginOptions = {}): LoginGuard {
    const { settings, redis, figures, blocks, captcha, closable, keepers } = this.#parts;
    const [key] = settings.logKey;
    const guard = loginGuard({
      ...(captcha === undefined
        ? {}
        : { captcha: async (req: Request) => (await captcha.verifyRequest(req)).ok }),
      blocks,
      ...settings.logins,
      ...options,
      ...modeOf(options, settings),
      ...(key === undefined ? {} : { key, file: join(settings.data, 'known-logins') }),
      ...(redis === undefined ? {} : { redis: redis.client, app: settings.app }),
      ...(figures === undefined ? {} : { review: figures.review }),
      events: settings.events,
    });
    closable.push(guard);
    keepers.push(guard);
    return guard;
  }

  captcha(): CaptchaHandler {
    const { captcha } = this.#parts;
    if (captcha === undefined) throw noCaptcha();
    const { check, isStandIn } = captcha;
    const handler: RequestHandler = (req, res, next) => check(req, res, next);
    const verifyRequest = (req: Request): Promise<CaptchaVerdict> => captcha.verifyRequest(req);
    return Object.assign(handler, { isStandIn, verifyRequest });
  }

  rateLimit(options: SuiteRateLimit): RateLimit {
    const { redis, settings, keepers } = this.#parts;
    const shared = redis === undefined ? {} : { redis: redis.client, app: settings.app };
    const limit = rateLimit({
      ...options,
      mode: options.mode ?? settings.rollout,
      ...shared,
      events: settings.events,
    });
    keepers.push(limit);
    return limit;
  }

  serve<Served extends Server>(server: Served, bounds: ServerBounds = {}): Served {
    this.#servers.add(server);
    // By then the app has made the parts that it mounts.
    if (server.listening) this.privacy?.announce();
    else server.once('listening', () => this.privacy?.announce());
    this.#classes?.(server);
    const { accessLog, events, rollout } = this.#parts.settings;
    // Addresses are told where the lines of requests tell them, too.
    const isShort = typeof accessLog === 'object' && accessLog.signedInOnly === true;
    watchRefusedRequests(server, events, { hasAddress: accessLog !== false && !isShort });
    // In report mode slow uploads arrive as they did before, unless the app bounds them itself.
    const isBounded = rollout === 'enforce' || Object.keys(bounds).length > 0;
    return isBounded ? boundServer(server, bounds) : server;
  }

  /** One after the other, and each account once at a time: only a person who reloads a page waits. */
  subject(account: string): Promise<SubjectData> {
    const running = this.#searches.get(account);
    if (running !== undefined) return running;
    const search = this.#lastSearch
      .then(() => subjectOf(account, this.#parts))
      .finally(() => this.#searches.delete(account));
    this.#searches.set(account, search);
    this.#lastSearch = search.then(
      () => undefined,
      () => undefined,
    );
    return search;
  }

  close(reason = 'shutdown'): Promise<void> {
    this.#ending ??= endInOrder(this.#parts, this.#servers, reason).finally(this.#ignoreRequests);
    return this.#ending;
  }
}

/** An option that is `undefined` is not given. */
function modeOf(
  { mode }: SuiteLoginOptions,
  { logins }: Parts['settings'],
): Pick<SuiteLoginOptions, 'mode'> {
  const chosen = mode ?? logins.mode;
  return chosen === undefined ? {} : { mode: chosen };
}

function toStandardError(lines: readonly string[]): void {
  if (lines.length > 0) process.stderr.write(`${lines.join('\n')}\n`);
}
