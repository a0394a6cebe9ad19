import type { Response } from 'express';
import type { Session, SessionData } from 'express-session';
import onHeaders from 'on-headers';
import { isBackground } from './background.ts';
import { dataOf } from './held-session.ts';
import type { RequestSession } from './request-session.ts';

/*
 * When the cookie is sent and the session written: express-session 1.19, step by step, so that an app
 * cannot tell the two apart. It is done anew because there each request reads its cookie and compares
 * its session by hashes of JSON three times; here it is one comparison of text.
 */

/** What decides about cookie and session. */
export interface CommitRules {
  readonly resave: boolean;
  readonly rolling: boolean;
  readonly unsetDestroys: boolean;
  /** False while the store takes no writes: a cookie would name a session that nobody finds. */
  readonly isWritable: () => boolean;
  /** Puts the session's cookie on the response. */
  readonly sendCookie: (request: RequestSession, session: OwnSession) => void;
}

type ResponseMethod = (...given: unknown[]) => unknown;
type OwnSession = Session & Partial<SessionData>;
type CurrentSession = OwnSession | null | undefined;

/** Watches over one response from the moment its session is there. */
export class Commit {
  readonly #request: RequestSession;
  readonly #rules: CommitRules;
  /** The id that the session had when it was opened, and its data. */
  readonly #originalId: string;
  readonly #original: string;
  readonly #keepUnasked: boolean;
  #touched = false;
  #failed = false;

  /** @param keepUnasked Whether a new session that nothing was put into is kept. */
  constructor(request: RequestSession, rules: CommitRules, keepUnasked: boolean) {
    this.#request = request;
    this.#rules = rules;
    this.#keepUnasked = keepUnasked;
    this.#originalId = request.req.sessionID;
    const { held } = request;
    this.#original = held === undefined ? '{}' : held.seen;
    if (!rules.resave && request.cookieId === request.req.sessionID) {
      request.saved = this.#original;
    }
    onHeaders(request.res, () => this.#beforeHeaders());
    this.#holdEnd(request.res);
  }

  get #session(): CurrentSession {
    return this.#request.req.session;
  }

  #beforeHeaders(): void {
    const session = this.#session;
    if (session === undefined || session === null || this.#failed) return;
    if (!this.#sendsCookie(session)) return;
    this.#touch(session);
    try {
      this.#rules.sendCookie(this.#request, session);
    } catch (error) {
      this.#request.fail(error);
    }
  }

  #sendsCookie(session: OwnSession): boolean {
    const { req, cookieId, isForNobody } = this.#request;
    const { rolling } = this.#rules;
    if (typeof req.sessionID !== 'string' || isForNobody) return false;
    if (cookieId !== req.sessionID) {
      if (!this.#rules.isWritable()) return false;
      return this.#keepUnasked || this.#isModified(session);
    }
    const { expires } = session.cookie;
    if (isBackground(req)) return false;
    return rolling || (expires !== undefined && expires !== null && this.#isModified(session));
  }

  /** The last byte of the answer waits until the session is written: the next request will find it. */
  #holdEnd(res: Response): void {
    const end = methodOf(res, 'end');
    const write = methodOf(res, 'write');
    let ended = false;
    const sessionEnd = (...given: unknown[]): Response => {
      if (ended) return res;
      const { chunk, encoding, callback } = endArguments(given);
      if (!isChunk(chunk)) {
        // Not for the session to judge: what is below says what is wrong with it.
        end(chunk, encoding);
        return res;
      }
      ended = true;
      // As Node.js has it; what other middlewares put in the place of `end` takes no callbacks.
      if (callback !== undefined) res.once('finish', callback);
      let rest: readonly unknown[] = [];
      let atOnce: boolean | undefined;
      try {
        this.#write(() => {
          if (atOnce === undefined) atOnce = true;
          else this.#endWith(end, rest);
        });
      } catch (error) {
        // Data that is not JSON: the app's error page may still answer, without the session.
        this.#failed = true;
        Reflect.set(res, 'end', end);
        throw error;
      }
      if (atOnce === true) end(chunk, encoding);
      else {
        atOnce = false;
        rest = sendAllButLast(res, write, chunk, encoding);
      }
      return res;
    };
    Reflect.set(res, 'end', sessionEnd);
  }

  /** Called by the store, where an error of another middleware's would end the process. */
  #endWith(end: ResponseMethod, rest: readonly unknown[]): void {
    try {
      end(...rest);
    } catch (error) {
      this.#request.fail(error);
    }
  }

  #write(done: () => void): void {
    const { req } = this.#request;
    const store = req.sessionStore;
    const session = this.#session;
    const finish = (error?: unknown): void => {
      // The answer is on its way: an error now could only cut it off.
      if (error !== undefined && error !== null) this.#request.lost(error);
      done();
    };
    if (session === undefined || session === null) {
      const destroyed = this.#rules.unsetDestroys && Boolean(req.sessionID);
      if (destroyed) store.destroy(req.sessionID, finish);
      else done();
      return;
    }
    this.#touch(session);
    if (typeof req.sessionID !== 'string' || this.#request.isForNobody) done();
    else if (this.#isToBeSaved(session)) {
      this.#request.isEnding = true;
      try {
        session.save(finish);
      } finally {
        this.#request.isEnding = false;
      }
    } else if (this.#request.cookieId === req.sessionID)
      store.touch?.(req.sessionID, session, finish);
    else done();
  }

  #isToBeSaved(session: OwnSession): boolean {
    const { req, cookieId, saved } = this.#request;
    const unsaved = saved === undefined && cookieId !== req.sessionID;
    if (!this.#keepUnasked && unsaved) return this.#isModified(session);
    return this.#originalId !== session.id || saved !== dataOf(session);
  }

  #isModified(session: Session): boolean {
    return this.#originalId !== session.id || this.#original !== dataOf(session);
  }

  #touch(session: Session): void {
    if (this.#touched || isBackground(this.#request.req)) return;
    session.touch();
    this.#touched = true;
  }
}

/** As it is now, no matter who set it: it is called with the response again. */
function methodOf(res: Response, name: 'end' | 'write'): ResponseMethod {
  const method: unknown = Reflect.get(res, name);
  if (typeof method !== 'function') return () => undefined;
  return (...given) => Reflect.apply(method, res, given);
}

type Chunk = string | Uint8Array | null | undefined;

interface EndArguments {
  readonly chunk: unknown;
  readonly encoding: unknown;
  readonly callback: (() => void) | undefined;
}

/** `end(callback)`, `end(chunk, callback)`, `end(chunk, encoding, callback)`. */
function endArguments(given: readonly unknown[]): EndArguments {
  const callback = given.find((one) => typeof one === 'function');
  const [chunk, encoding] = given.filter((one) => typeof one !== 'function');
  return { chunk, encoding, callback: callback === undefined ? undefined : () => callback() };
}

function isChunk(value: unknown): value is Chunk {
  return (
    value === undefined ||
    value === null ||
    typeof value === 'string' ||
    value instanceof Uint8Array
  );
}

/** Length of a body that waits whole for its session to be written. */
const ONE_PIECE = 65_536;

/** @returns What is held back until the session is written, as `end()` takes it. */
function sendAllButLast(
  res: Response,
  write: ResponseMethod,
  chunk: Chunk,
  encoding: unknown,
): readonly unknown[] {
  if (!res.headersSent) res.writeHead(res.statusCode);
  if (chunk === undefined || chunk === null || chunk.length === 0) return [];
  // The last byte tells the client that the answer is whole, where its length was announced.
  if (!(Number(res.getHeader('Content-Length')) > 0)) {
    write(chunk, encoding);
    return [];
  }
  // A page goes out in one piece with its headers: two writes cost more than the store's answer takes.
  if (chunk.length <= ONE_PIECE) return [chunk, encoding];
  const bytes = typeof chunk === 'string' ? Buffer.from(chunk, encodingOf(encoding)) : chunk;
  write(bytes.subarray(0, -1));
  return [bytes.subarray(-1)];
}

function encodingOf(given: unknown): BufferEncoding {
  return typeof given === 'string' && Buffer.isEncoding(given) ? given : 'utf8';
}
