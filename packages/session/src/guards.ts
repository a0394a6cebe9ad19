import { EmasError } from '@emas/errors';
import type { Request, RequestHandler } from 'express';
import { isHandshake } from './handshake.ts';
import { sendUnavailable, storeUnavailable } from './problem.ts';
import { sessionRequestOf } from './session-request.ts';
import type { SessionRequest } from './session-request.ts';

/**
 * For routes that need a session: a 503 while the store does not answer (`ERR_EMAS_SESSION_UNAVAILABLE`).
 * Where no `session()` has looked at the request, it goes to the error handler with
 * `ERR_EMAS_SESSION_MISSING`.
 */
export function requireSession(): RequestHandler {
  return function emasRequireSession(req, res, next) {
    if (sessionRequestOrThrow(req).status !== 'unavailable') next();
    else if (isHandshake(req)) next(storeUnavailable());
    else sendUnavailable(req, res);
  };
}

/**
 * For sensitive routes: the session has to come from a network that it began in or that its visitor
 * proved. Otherwise `binding.challenge` takes over; without one, a 403 (`ERR_EMAS_SESSION_CHALLENGE`).
 * Where no `session()` has looked at the request, it goes to the error handler with
 * `ERR_EMAS_SESSION_MISSING`.
 */
export function requireConfirmed(): RequestHandler {
  return function emasRequireConfirmed(req, _res, next) {
    const request = sessionRequestOrThrow(req);
    if (request.confirmed) next();
    else request.challenge(next);
  };
}

function sessionRequestOrThrow(req: Request): SessionRequest {
  const request = sessionRequestOf(req);
  if (request !== undefined) return request;
  throw new EmasError(
    'ERR_EMAS_SESSION_MISSING',
    `${req.method} ${req.baseUrl}${req.path} is guarded, but session() did not run for this request.`,
    {
      help: 'Mount session() before the guard, with a cookie.path that covers the route, and no other session middleware before it.',
    },
  );
}
