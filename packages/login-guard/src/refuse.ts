import { sendRefusal } from '@emas/page';
import type { Request, Response } from 'express';
import { refusalPage } from './refusal-page.ts';
import type { RefuseHandler, Refusal } from './refusal.ts';

const TITLES = {
  delay: 'Too many attempts to sign in',
  lock: 'Too many attempts to sign in',
  captcha: 'A captcha must be completed first',
  block: 'Signing in is not possible from here',
  name: 'The request does not say who signs in',
} as const;

const CODES = {
  delay: 'ERR_EMAS_LOGIN_THROTTLED',
  lock: 'ERR_EMAS_LOGIN_THROTTLED',
  captcha: 'ERR_EMAS_LOGIN_CAPTCHA',
  block: 'ERR_EMAS_LOGIN_BLOCKED',
  name: 'ERR_EMAS_LOGIN_NAME',
} as const;

const STATUSES = { delay: 429, lock: 429, captcha: 403, block: 403, name: 400 } as const;

/**
 * Answers 429 with `Retry-After` (RFC 6585 §4) to those who have to wait, 400 to a request that names nobody,
 * 403 to the others. It is the same whether there is such an account or not.
 */
export function refuse(
  req: Request,
  res: Response,
  refusal: Refusal,
  own: RefuseHandler | undefined,
): unknown {
  const { reason, wait } = refusal;
  const status = STATUSES[reason];
  const seconds = Math.ceil(wait / 1000);
  res.status(status).setHeader('Cache-Control', 'no-store');
  if (status === 429) res.setHeader('Retry-After', seconds);
  if (own !== undefined) return own(req, res, refusal);
  const more = status === 429 ? { retryAfter: seconds } : {};
  return sendRefusal(req, res, {
    problem: { title: TITLES[reason], status, code: CODES[reason], ...more },
    page: (language) => refusalPage(refusal, language),
  });
}
