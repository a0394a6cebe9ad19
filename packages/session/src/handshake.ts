import { ServerResponse } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { EmasError } from '@emas/errors';
import type { EventBus } from '@emas/events';
import { tellCrossSite } from '@emas/events/internal';
import { isFromOtherSite } from '@emas/page';
import { requestContext } from '@emas/request-context';
import { requestFacts } from '@emas/request-context/internal';
import type { Application, NextFunction, Request, RequestHandler, Response } from 'express';

/** Options of `handshake()`. */
export interface HandshakeOptions {
  /** The app whose pages the sockets belong to: its `trust proxy` says who asks. */
  readonly app: Application;
  /** As the app has it, where it has one with options of its own. @default requestContext({ app }) */
  readonly requestContext?: RequestHandler;
  /** Origins besides the site's own whose pages may open sockets with the visitor's session. @default none */
  readonly origins?: readonly string[];
}

/** A middleware for requests that do not pass through Express: `(request, response or {}, next)`. */
export type HandshakeHandler = (
  req: IncomingMessage,
  res: object,
  next: (error?: unknown) => void,
) => void;

const handshakes = new WeakSet<object>();

/** Nobody can be asked for anything in one: there is no page. */
export function isHandshake(req: IncomingMessage): boolean {
  return handshakes.has(req);
}

/** Gives a request the properties of Express's, as Express itself does it, and has it pass through `session`. */
export function handshakeOf(
  session: RequestHandler,
  { app, requestContext: context = requestContext({ app }), origins = [] }: HandshakeOptions,
  bus: EventBus,
): HandshakeHandler {
  const allowed = new Set(origins);
  return function emasHandshake(given, answer, next) {
    handshakes.add(given);
    const req = dressedRequest(given, app);
    // Of a socket that is open there is no answer: what is put on this one is never sent.
    const own = answer instanceof ServerResponse ? answer : new ServerResponse(given);
    const res = dressedResponse(own, app);
    req.res = res;
    res.req = req;
    let isHandedOn = false;
    const goOn: NextFunction = (error?: unknown) => {
      isHandedOn = true;
      next(error);
    };
    // Where a server tells of an upgrade, what is thrown ends the process.
    const caught = (action: () => unknown): void => {
      try {
        action();
      } catch (error) {
        // What the server itself throws from there on is not for it to be told.
        if (isHandedOn) throw error;
        goOn(error);
      }
    };
    caught(() =>
      context(req, res, (error?: unknown) => {
        if (error !== undefined) goOn(error);
        else if (isForeign(req, allowed)) goOn(refused(req, bus));
        else caught(() => session(req, res, goOn));
      }),
    );
  };
}

/** Browsers let any site open a socket here, and send along what cookies they would send with a request. */
function isForeign(req: Request, allowed: ReadonlySet<string>): boolean {
  return isFromOtherSite(req) && !allowed.has(req.get('Origin') ?? '');
}

function refused(req: Request, bus: EventBus): EmasError {
  tellCrossSite(bus, requestFacts(req));
  return new EmasError('ERR_EMAS_CROSS_SITE', 'A page of another site opened a socket.', {
    help: 'If the site is yours: handshake({ app, origins: ["https://other.example"] }).',
    status: 403,
  });
}

function dressedRequest(given: IncomingMessage, app: Application): Request {
  dress(given, app, 'request');
  // It has what the prototype has.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return given as Request;
}

function dressedResponse(given: ServerResponse, app: Application): Response {
  dress(given, app, 'response');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return given as Response;
}

function dress(given: object, app: Application, as: 'request' | 'response'): void {
  const prototype: unknown = Reflect.get(app, as);
  if (typeof prototype !== 'object' || prototype === null) return;
  if (!Object.prototype.isPrototypeOf.call(prototype, given))
    Object.setPrototypeOf(given, prototype);
}
