import { EmasError } from '@emas/errors';
import { warnOnce } from '@emas/warnings';
import { randomIds } from '@emas/random-ids';
import { requestContext } from '@emas/request-context';
import type { Keeping } from '@emas/data-map';
import type { Request, RequestHandler } from 'express';
import expressSession from 'express-session';
import { Accounts } from './accounts.ts';
import type { SessionRegistry } from './accounts.ts';
import { BoundedStore } from './bounded-store.ts';
import { CookiePolicy } from './cookie-policy.ts';
import { CookieSigner } from './cookie-signer.ts';
import { Counts } from './counters.ts';
import type { SessionCounters } from './counters.ts';
import { frontedStore } from './fronted-store.ts';
import { Gateway } from './gateway.ts';
import { SessionKeeper } from './keeper.ts';
import { sessionPlaces } from './kept-places.ts';
import type { Lifetimes } from './metadata.ts';
import { resolveOptions } from './options.ts';
import type { ResolvedOptions, SessionOptions } from './options.ts';
import { SessionOpener } from './session-opener.ts';
import { handshakeOf } from './handshake.ts';
import type { HandshakeHandler, HandshakeOptions } from './handshake.ts';
import { hasSession, warnOfDisplaced } from './other-sessions.ts';
import type { SharedParts } from './session-request.ts';
import { startSweeping } from './sweep.ts';
import { CustomStore } from './stores/custom-store.ts';
import { memoryStore } from './stores/memory-store.ts';
import { isRecordStore } from './stores/record-store.ts';
import type { RecordStore } from './stores/record-store.ts';
import { defineRotate } from './rotate-method.ts';

/** The middleware, and what else there is to do with sessions. */
export interface SessionHandler extends RequestHandler, Keeping {
  /** The sessions of accounts: list them, end them. */
  readonly registry: SessionRegistry;
  counters(): SessionCounters;
  /**
   * A middleware for requests that do not pass through Express: `io.engine.use(sessions.handshake({ app }))`, or
   * by hand where a server gets its `upgrade`. It gives the request its `session` and `emas`; with an
   * answer, also the cookie. Nobody is asked for a proof in it. A page of another site gets
   * `ERR_EMAS_CROSS_SITE`.
   */
  handshake(options: HandshakeOptions): HandshakeHandler;
  /** Ends at once what is due, and tells what others ended, instead of with the next look. @returns How many sessions. */
  sweep(): Promise<number>;
  /** Stops looking for sessions whose time has come. The store's client is the app's to close. */
  close(): Promise<void>;
}

/** `session()` with what express-session's has on it. */
export interface SessionFactory {
  (options: SessionOptions): SessionHandler;
  readonly Store: typeof expressSession.Store;
  readonly Cookie: typeof expressSession.Cookie;
  readonly Session: typeof expressSession.Session;
  readonly MemoryStore: typeof expressSession.MemoryStore;
}

/**
 * Sessions in express-session's place: its options, its `req.session`, its stores, and what it lacks.
 *
 * @throws EmasError `ERR_EMAS_SESSION_OPTIONS` on a wrong option.
 */
export const session: SessionFactory = Object.assign(createSessionHandler, {
  Store: expressSession.Store,
  Cookie: expressSession.Cookie,
  Session: expressSession.Session,
  MemoryStore: expressSession.MemoryStore,
});

function createSessionHandler(given: SessionOptions): SessionHandler {
  defineRotate();
  const options = resolveOptions(given);
  warnOfShortSecret(options);
  const { store, local, backing } = storeOf(options);
  const counts = new Counts();
  const { events: bus } = options;
  const bounded = new BoundedStore(store, local ? undefined : options.storeTimeout, bus);
  const keeper = new SessionKeeper({ store: bounded, life: lifetimesOf(options), bus, counts });
  const accounts = new Accounts(keeper, options.accountKeys, options.sessionsPerAccount);
  const [first, ...older] = options.secrets;
  const signer = new CookieSigner(first);
  const signers = [signer, ...older.map((secret) => new CookieSigner(secret))];
  const cookies = new CookiePolicy(options, signer);
  const gateway = new Gateway(keeper, {
    generateId: options.upstream.genid ?? randomIds(ID_BYTES),
    cookieFor: (req) => cookies.settingsFor(req),
  });
  const { resave, rolling, unset } = options.upstream;
  const shared: SharedParts = {
    keeper,
    accounts,
    gateway,
    store: backing === undefined ? gateway : frontedStore(gateway, backing),
    rules: {
      resave,
      rolling,
      unsetDestroys: unset === 'destroy',
      isWritable: () => !bounded.isDown('writes'),
      sendCookie: ({ req, res, isStandIn }, { cookie }) =>
        cookies.send(req, res, req.sessionID, cookie, isStandIn),
    },
    binding: options.binding,
    accountOf: options.account,
    clearSiteData: options.clearSiteData,
    remembered: options.remember,
    forgetCookie: (req, res) => cookies.forget(req, res),
  };
  const opener = new SessionOpener({ options, cookies, signers, shared });
  const sweeping = startSweeping(keeper, options.sweepEvery);
  const emasSession = middlewareOf(opener);
  return Object.assign(emasSession, {
    keeps: sessionPlaces(options, store),
    registry: accounts,
    counters: () => counts.with(bounded.counters()),
    sweep: () => sweepAtOnce(keeper, accounts),
    handshake: (wanted: HandshakeOptions) => handshakeOf(emasSession, wanted, bus),
    async close(): Promise<void> {
      sweeping.stop();
      accounts.close();
    },
  });
}

function middlewareOf(opener: SessionOpener): RequestHandler {
  const ownContext = requestContext();
  return function emasSession(req, res, next) {
    refuseOthers(req);
    warnOfDisplaced(req.app);
    // Mounted twice, the first one counts, as with express-session.
    if (req.emas?.session !== undefined || hasSession(req)) next();
    else if (req.emas === undefined) ownContext(req, res, () => opener.open(req, res, next));
    else opener.open(req, res, next);
  };
}

function lifetimesOf({ idleTimeout, absoluteTimeout, remember }: ResolvedOptions): Lifetimes {
  return { idle: idleTimeout, absolute: absoluteTimeout, remembered: remember };
}

async function sweepAtOnce(keeper: SessionKeeper, accounts: Accounts): Promise<number> {
  const ended = await keeper.sweep();
  await accounts.lookForEnds();
  return ended;
}

/** Whom to believe about its address is said by an app, and a request of a socket has none. */
function refuseOthers(req: Partial<Pick<Request, 'app'>>): void {
  if (req.app !== undefined) return;
  throw new EmasError(
    'ERR_EMAS_SESSION_HANDSHAKE',
    'session() received a request that is not from Express, such as that of a socket.',
    {
      help: 'For sockets: io.engine.use(sessions.handshake({ app })), where sessions is the result of session().',
    },
  );
}

/** 192 bits from the CSPRNG; ASVS 5.0, 7.2.3 wants 128. */
const ID_BYTES = 24;

interface ChosenStore {
  readonly store: RecordStore;
  /** In this process: there is nothing to wait for. */
  readonly local: boolean;
  /** A store made for express-session. */
  readonly backing: expressSession.Store | undefined;
}

function storeOf({ store }: ResolvedOptions): ChosenStore {
  if (store === undefined) {
    warnOnce(
      'WARN_EMAS_SESSION_MEMORY',
      'Sessions are kept in the memory of this process: they end with it and no other process sees them. For more than one process: session({ store: redisStore({ redis: client }) }).',
    );
    return { store: memoryStore(), local: true, backing: undefined };
  }
  if (!isRecordStore(store)) return { store: new CustomStore(store), local: false, backing: store };
  return { store, local: store.local === true, backing: undefined };
}

const SHORTEST_SECRET = 32;

function warnOfShortSecret({ secrets }: ResolvedOptions): void {
  const lengths = secrets.map((secret) => lengthOf(secret));
  if (lengths.every((length) => length >= SHORTEST_SECRET)) return;
  warnOnce(
    'WARN_EMAS_SESSION_SECRET',
    `A session secret has ${Math.min(...lengths)} characters or bytes; anyone who guesses it can forge cookies. Use ${SHORTEST_SECRET} or more random ones: openssl rand -base64 32.`,
  );
}

function lengthOf(secret: unknown): number {
  if (typeof secret === 'string') return secret.length;
  if (ArrayBuffer.isView(secret)) return secret.byteLength;
  // A KeyObject.
  const known = typeof secret === 'object' && secret !== null && 'symmetricKeySize' in secret;
  return known ? Number(secret.symmetricKeySize) : Infinity;
}
