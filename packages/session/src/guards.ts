import type { RequestHandler } from 'express';
import { sendUnavailable } from './problem.ts';
import { sessionRequestOf } from './session-request.ts';

/** For routes that need a session: a 503 while the store does not answer (`ERR_EMAS_SESSION_UNAVAILABLE`). */
export function requireSession(): RequestHandler {
  return function emasRequireSession(req, res, next) {
    if (sessionRequestOf(req)?.status === 'unavailable') sendUnavailable(res);
    else next();
  };
}

/**
 * For sensitive routes: the session has to come from a network that it began in or that its visitor
 * proved. Otherwise `binding.challenge` takes over; without one, a 403 (`ERR_EMAS_SESSION_CHALLENGE`).
 */
export function requireConfirmed(): RequestHandler {
  return function emasRequireConfirmed(req, _res, next) {
    const request = sessionRequestOf(req);
    if (request === undefined || request.confirmed) next();
    else request.challenge(next);
  };
}
