import { EmasError } from '@emas/errors';
import type { EmasErrorOptions } from '@emas/errors';
import { sendRefusal } from '@emas/page';
import type { Request, Response } from 'express';
import { challengePage, unavailablePage } from './refusal-words.ts';

/** Seconds after which it is worth another try. */
const RETRY_AFTER = 5;

/** Answers that there are no sessions at the moment. */
export function sendUnavailable(req: Request, res: Response): void {
  res.setHeader('Retry-After', RETRY_AFTER);
  const code = 'ERR_EMAS_SESSION_UNAVAILABLE';
  const problem = { title: 'Sessions are not available', status: 503, code };
  sendRefusal(req, res, { problem, page: unavailablePage });
}

/** The answer for code that needed the store: the same answer, by way of Express' error handler. */
export function storeUnavailable(cause?: unknown): EmasError {
  return unavailable('The session store does not work.', {
    cause,
    help: 'See the event store_failed. Check req.emas.session.status before you use the session.',
  });
}

/** A request that has no session was asked for what needs one. */
export function withoutSession(): EmasError {
  return unavailable('This request has no session.', {
    help: 'The store does not answer, or the session has ended: see req.emas.session.status.',
  });
}

function unavailable(message: string, options: EmasErrorOptions): EmasError {
  const answer = { status: 503, retryAfter: RETRY_AFTER };
  return new EmasError('ERR_EMAS_SESSION_UNAVAILABLE', message, { ...options, ...answer });
}

/** All that a request may wait for the store is spent. */
export function outOfTime(): EmasError {
  return storeUnavailable(
    new EmasError('ERR_EMAS_REDIS_TIMEOUT', 'The request waited too long for the session store.'),
  );
}

/** Answers that the visitor has to prove who they are first. */
export function sendChallenge(req: Request, res: Response): void {
  const code = 'ERR_EMAS_SESSION_CHALLENGE';
  const problem = { title: 'The session must be confirmed', status: 403, code };
  sendRefusal(req, res, { problem, page: challengePage });
}

/** The same for a socket, which has no answer that could say so. */
export function notConfirmed(): EmasError {
  return new EmasError('ERR_EMAS_SESSION_CHALLENGE', 'The session must be confirmed.', {
    help: 'Ask the visitor to sign in on a page; a socket cannot ask.',
    status: 403,
  });
}
