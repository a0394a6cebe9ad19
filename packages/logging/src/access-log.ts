import { EventEmitter } from 'node:events';
import { errorCode } from '@emas/errors';
import { functionOption, parseOptions, partOption } from '@emas/options';
import { events } from '@emas/events';
import type { EventBus } from '@emas/events';
import {
  addressOf,
  clientName,
  endpointOf,
  metAt,
  requestPath,
} from '@emas/request-context/internal';
import type { MetAt } from '@emas/request-context/internal';
import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { watchRefusedRequests } from './refused-requests.ts';
import { propertyOf } from './thrown.ts';

/** Options of `accessLog()`. */
export interface AccessLogOptions {
  /** Requests that leave no line, such as those for assets. @default none */
  readonly skip?: (req: Request, res: Response) => boolean;
  /**
   * Only requests of those who are signed in, in short: route, status, session and account, and neither
   * address nor path. So it can be said what somebody did after an attack, and nothing of anybody else.
   * @default false
   */
  readonly signedInOnly?: boolean;
  /** @default the bus of this process */
  readonly events?: EventBus;
}

const schema = z.strictObject({
  skip: functionOption<NonNullable<AccessLogOptions['skip']>>(
    'a function of request and response',
  ).optional(),
  signedInOnly: z.boolean({ error: 'expected true or false' }).default(false),
  events: partOption<EventBus>('emit', 'an event bus').default(events),
});

/**
 * A line for each answered request, in the category `access`: the path without its query, status,
 * milliseconds, bytes, address. Its files are kept for 14 days unless the route says otherwise.
 *
 * @throws EmasError `ERR_EMAS_ACCESS_LOG_OPTIONS` on a wrong option.
 */
export function accessLog(given: AccessLogOptions = {}): RequestHandler {
  const {
    skip,
    signedInOnly,
    events: bus,
  } = parseOptions('accessLog', 'ERR_EMAS_ACCESS_LOG_OPTIONS', schema, given);
  let watched: unknown;
  return function emasAccessLog(req, res, next) {
    const server = propertyOf(req.socket, 'server');
    if (server !== watched && server instanceof EventEmitter) {
      watchRefusedRequests(server, bus, { hasAddress: !signedInOnly });
      watched = server;
    }
    const tell = signedInOnly ? tellerOfSignedIn(bus, req, res) : tellerOfRequest(bus, req, res);
    // It comes once: to have the listener taken away again would cost a second one.
    res.on('close', () => {
      if (skip?.(req, res) !== true) tell();
    });
    next();
  };
}

function tellerOfRequest(bus: EventBus, req: Request, res: Response): () => void {
  const started = performance.now();
  return () => tellRequest(bus, { req, res, started });
}

function tellerOfSignedIn(bus: EventBus, req: Request, res: Response): () => void {
  const met = metAt(req);
  return () => tellSignedIn(bus, { req, res, met });
}

interface Answered {
  readonly req: Request;
  readonly res: Response;
}

function tellRequest(
  bus: EventBus,
  { req, res, started }: Answered & { readonly started: number },
): void {
  const length = Number(res.getHeader('content-length'));
  const owner = req.emas?.owner;
  bus.emit('http_request', {
    method: req.method,
    path: requestPath(req),
    ...outcomeOf(req, res),
    duration: Math.round((performance.now() - started) * 10) / 10,
    bytes: Number.isFinite(length) ? length : undefined,
    source_ip: addressOf(req),
    client: req.emas === undefined ? undefined : clientName(req.emas.client),
    session: owner?.handle,
    account: owner?.account,
  });
}

function tellSignedIn(bus: EventBus, { req, res, met }: Answered & { readonly met: MetAt }): void {
  const { account, handle: session } = req.emas?.owner ?? {};
  if (account === undefined) return;
  bus.emit('signed_in_request', {
    endpoint: endpointOf(req, met),
    status: outcomeOf(req, res).status,
    session,
    account,
  });
}

/**
 * The status that was sent. Where an answer was broken off it says by whom, as nginx does: 499 where the client
 * left, 444 where the server closed the connection without one.
 */
function outcomeOf(
  req: Request,
  res: Response,
): { readonly status: number; readonly aborted?: 'server' } {
  if (res.writableFinished) return { status: res.statusCode };
  if (isLeftByClient(req)) return { status: CLIENT_LEFT };
  return { status: res.headersSent ? res.statusCode : CLOSED_WITHOUT_ANSWER, aborted: 'server' };
}

/** It ended its side, or the system says that it is gone. */
function isLeftByClient({ socket, httpVersionMajor }: Request): boolean {
  // What closes a stream of a connection that goes on is not seen here.
  if (httpVersionMajor > 1) return true;
  return socket.readableEnded || GONE.has(errorCode(socket.errored));
}

const CLIENT_LEFT = 499;
const CLOSED_WITHOUT_ANSWER = 444;
const GONE: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT']);
