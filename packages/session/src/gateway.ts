import { EmasError } from '@emas/errors';
import type { Request } from 'express';
import expressSession from 'express-session';
import type { CookieOptions, Session, SessionData } from 'express-session';
import type { CookieData } from './cookie-data.ts';
import { HeldSession, cookieDiffers, dataOf, keyOf, parseMetadata } from './held-session.ts';
import type { SessionKeeper } from './keeper.ts';
import { requestSessionOf } from './request-session.ts';
import type { RequestSession } from './request-session.ts';

type Failure = (error?: unknown) => void;
/** A session as stores are given one: express-session types it as its data, and it has its request as well. */
type StoredSession = SessionData & { readonly req?: Request };

const ignore: Failure = () => undefined;

/** What a gateway makes new sessions with. */
export interface GatewayOptions {
  readonly generateId: (req: Request) => string;
  readonly cookieFor: (req: Request) => CookieOptions;
}

/**
 * The store that sessions and apps see, in front of the real one: it keeps the real one from seeing ids,
 * and from being written to when nothing changed.
 */
export class Gateway extends expressSession.Store {
  readonly #keeper: SessionKeeper;
  readonly #options: GatewayOptions;
  /** What was read from the store, until a session is made of it. */
  readonly #read = new WeakMap<object, HeldSession>();

  constructor(keeper: SessionKeeper, options: GatewayOptions) {
    super();
    this.#keeper = keeper;
    this.#options = options;
  }

  /** A new session for a request; its id is in `req.sessionID`. */
  generate(req: Request): void {
    req.sessionID = this.#options.generateId(req);
    const made: unknown = Reflect.construct(expressSession.Session, [req]);
    // What express-session's own constructor makes; only its types keep it to itself.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    req.session = made as Session & SessionData;
    const settings = requestSessionOf(req)?.settings ?? this.#options.cookieFor(req);
    const cookie: unknown = Reflect.construct(expressSession.Cookie, [settings]);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    req.session.cookie = cookie as SessionData['cookie'];
    requestSessionOf(req)?.began(changedCookie(req.session, settings));
  }

  /**
   * The session that a request holds becomes its `req.session`.
   *
   * @returns False where its data cannot be read.
   */
  inflate({ req, settings }: RequestSession, held: HeldSession): boolean {
    let data: SessionData;
    try {
      data = sessionFrom(held, settings);
    } catch {
      return false;
    }
    req.sessionID = held.id;
    super.createSession(req, data);
    return true;
  }

  override get(
    sid: string,
    callback: (error: unknown, session?: SessionData | null) => void,
  ): void {
    answer(this.#get(sid), callback);
  }

  override createSession(req: Request, data: SessionData): Session & SessionData {
    const held = this.#read.get(data);
    const session = super.createSession(req, data);
    if (held !== undefined) requestSessionOf(req)?.reloaded(held);
    return session;
  }

  override set(sid: string, session: StoredSession, callback: Failure = ignore): void {
    const request = session.req === undefined ? undefined : requestSessionOf(session.req);
    if (request?.held?.id !== sid) {
      answer(this.#setForeign(sid, session), callback);
      return;
    }
    if (request.isForNobody) {
      callback();
      return;
    }
    const { held } = request;
    noteCookie(held, changedCookie(session, request.settings), this.#keeper.clockStep(held.meta));
    const settle = request.noteAccount(session);
    const data = dataOf(session);
    request.saved = data;
    if (this.#isWritten(request, held, data)) {
      settle();
      callback();
    } else answer(this.#keeper.write(held, data, request.budget).then(settle), callback);
  }

  /** Whether the store has it all, or has got it just now. */
  #isWritten({ isEnding }: RequestSession, held: HeldSession, data: string): boolean {
    const isSame = held.version !== undefined && data === held.seen && !held.metaChanged;
    // What is being written may be what has just been taken back.
    if (isSame && !this.#keeper.isWriting(held)) return true;
    // An app that saves by itself is answered later, as every store does it.
    return isEnding && this.#keeper.writeAtOnce(held, data) !== undefined;
  }

  override touch(sid: string, session: StoredSession, callback: Failure = ignore): void {
    const request = session.req === undefined ? undefined : requestSessionOf(session.req);
    const held = request?.held;
    if (held?.id !== sid) {
      callback();
      return;
    }
    if (request !== undefined)
      noteCookie(held, changedCookie(session, request.settings), this.#keeper.clockStep(held.meta));
    if (held.metaChanged)
      answer(this.#keeper.touch(held, request?.budget), (error) => callback(error));
    else callback();
  }

  override destroy(sid: string, callback: Failure = ignore): void {
    answer(this.#keeper.end(keyOf(sid), 'logout'), (error) => callback(error));
  }

  override regenerate(req: Request, callback: Failure): void {
    this.#renew(req, callback, (request) => request.regenerate());
  }

  /** A new id for the same data; see `Session.rotate`. */
  rotate(req: Request, callback: Failure): void {
    this.#renew(req, callback, (request) => request.rotate());
  }

  /** Every session by its key: the ids themselves are known to nobody but the visitors. */
  override all(
    callback: (error: unknown, sessions?: Record<string, SessionData> | null) => void,
  ): void {
    answer(this.#all(), callback);
  }

  override length(callback: (error: unknown, length?: number) => void): void {
    answer(this.#length(), callback);
  }

  override clear(callback: Failure = ignore): void {
    answer(
      this.#keeper.store.read((store) => store.clear()),
      callback,
    );
  }

  #renew(req: Request, callback: Failure, renew: (request: RequestSession) => Promise<void>): void {
    const request = requestSessionOf(req);
    if (request === undefined) {
      const message = 'This request did not pass through session().';
      callback(new EmasError('ERR_EMAS_SESSION_MISSING', message));
    } else answer(renew(request), callback);
  }

  /** A session that no request holds: an app calls the store itself. */
  async #setForeign(sid: string, session: StoredSession): Promise<void> {
    const found = await this.#keeper.find(sid);
    const now = Date.now();
    const held =
      found.state === 'live'
        ? found.held
        : new HeldSession(sid, { ...NOBODY, created: now, seen: now });
    held.change({ ...held.meta, ...withCookie(cookieOf(session)) });
    await this.#keeper.write(held, dataOf(session));
  }

  async #get(sid: string): Promise<SessionData | null> {
    const found = await this.#keeper.find(sid);
    if (found.state !== 'live') return null;
    const session = sessionFrom(found.held);
    this.#read.set(session, found.held);
    return session;
  }

  async #length(): Promise<number> {
    const keys = await this.#keeper.store.read((store) => store.keys());
    return keys.length;
  }

  async #all(): Promise<Record<string, SessionData>> {
    const { store } = this.#keeper;
    const keys = await store.read((records) => records.keys());
    const loaded = await Promise.all(
      keys.map(async (key) => [key, await store.read((records) => records.load(key))] as const),
    );
    return Object.fromEntries(
      loaded.flatMap(([key, found]) => {
        const meta = found.state === 'live' ? parseMetadata(found.record.meta) : undefined;
        if (found.state !== 'live' || meta === undefined) return [];
        return [[key, sessionFrom(new HeldSession(key, meta, found.record))]];
      }),
    );
  }
}

/** Calls back as stores do; what a callback throws is the app's, not a rejection that nobody sees. */
function answer<Value>(
  promise: Promise<Value>,
  callback: (error?: unknown, value?: Value) => void,
): void {
  promise.then(
    (value) => process.nextTick(callback, undefined, value),
    (error: unknown) => process.nextTick(callback, error),
  );
}

const NOBODY = {
  networks: [],
  clients: [],
  country: '',
  account: '',
} as const;

const DEFAULT_COOKIE: CookieOptions = { path: '/', httpOnly: true };

/** @param settings The cookie's, where the session has none of its own. */
function sessionFrom(held: HeldSession, settings: CookieOptions = DEFAULT_COOKIE): SessionData {
  const data: object = JSON.parse(held.stored);
  // A copy of the cookie, since express-session makes its own of it.
  const cookie = held.meta.cookie ?? { originalMaxAge: null, ...settings };
  const session: unknown = { ...data, cookie: { ...cookie } };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return session as SessionData;
}

function cookieOf({ cookie }: { readonly cookie: object }): CookieData {
  const data: unknown =
    'toJSON' in cookie && typeof cookie.toJSON === 'function' ? cookie.toJSON() : cookie;
  // express-session's Cookie says by its toJSON what it keeps.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return data as CookieData;
}

/** @returns `undefined` for a cookie as the app has it set everywhere. */
function changedCookie(
  session: { readonly cookie: object },
  settings: CookieOptions,
): CookieData | undefined {
  const cookie = cookieOf(session);
  return cookieDiffers(cookie, { originalMaxAge: null, ...settings }) ? cookie : undefined;
}

/** A changed setting is written at once; the time it expires moves with the idle clock. */
function noteCookie(held: HeldSession, after: CookieData | undefined, step: number): void {
  const before = held.meta.cookie;
  if (before === undefined && after === undefined) return;
  const moved = expiryOf(after) - expiryOf(before) >= step;
  const differs = before === undefined || after === undefined || cookieDiffers(before, after);
  if (!moved && !differs) return;
  const { cookie: _, ...meta } = held.meta;
  held.change({ ...meta, ...withCookie(after) });
}

function withCookie(cookie: CookieData | undefined): { cookie?: CookieData } {
  return cookie === undefined ? {} : { cookie };
}

function expiryOf(cookie: CookieData | undefined): number {
  const expires = cookie?.expires;
  if (expires instanceof Date) return expires.getTime();
  return typeof expires === 'string' ? Date.parse(expires) : 0;
}
