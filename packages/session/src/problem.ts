import { EmasError } from '@emas/errors';
import type { EmasErrorOptions } from '@emas/errors';
import type { Response } from 'express';

/** Seconds after which it is worth another try. */
const RETRY_AFTER = 5;

/** Answers that sessions are not to be had at the moment (RFC 9457). */
export function sendUnavailable(res: Response): void {
  res.setHeader('Retry-After', RETRY_AFTER);
  sendProblem(res, 503, 'ERR_EMAS_SESSION_UNAVAILABLE', 'Sessions are not available');
}

/** What whoever needed the store is told: the same answer, by way of Express' error handler. */
export function storeUnavailable(cause?: unknown): EmasError {
  return unavailable('The session store does not do its work.', {
    cause,
    help: 'See the event store_failed; req.emas.session.status tells before anything is tried.',
  });
}

/** A request that has no session was asked for what needs one. */
export function withoutSession(): EmasError {
  return unavailable('This request has no session.', {
    help: 'The store does not answer, or the session was ended: see req.emas.session.status.',
  });
}

function unavailable(message: string, options: EmasErrorOptions): EmasError {
  const answer = { status: 503, retryAfter: RETRY_AFTER };
  return new EmasError('ERR_EMAS_SESSION_UNAVAILABLE', message, { ...options, ...answer });
}

/** All that a request may wait for the store is spent. */
export function outOfTime(): EmasError {
  return storeUnavailable(
    new EmasError(
      'ERR_EMAS_REDIS_TIMEOUT',
      'The request has waited for the session store for long enough.',
    ),
  );
}

/** Answers that the visitor has to prove who they are first (RFC 9457). */
export function sendChallenge(res: Response): void {
  sendProblem(res, 403, 'ERR_EMAS_SESSION_CHALLENGE', 'The session has to be confirmed');
}

/** The same for a socket, which has no answer that could say so. */
export function notConfirmed(): EmasError {
  return new EmasError('ERR_EMAS_SESSION_CHALLENGE', 'The session has to be confirmed.', {
    help: 'Have the visitor sign in on a page; a socket can ask nobody.',
    status: 403,
  });
}

function sendProblem(res: Response, status: number, code: string, title: string): void {
  res.status(status).type('application/problem+json');
  res.send(JSON.stringify({ type: 'about:blank', title, status, code }));
}
