import type { Response } from 'express';

const TITLES = {
  400: 'The request cannot be understood',
  403: 'The request comes from another site',
  413: 'The request is too long',
  414: 'The address is too long',
  415: 'Reports are not sent like this',
  429: 'Too many requests',
} as const;

/**
 * Answers in the form of RFC 9457.
 *
 * @param detail Names the option that decides, for the developer: in production it is left away.
 */
export function sendProblem(
  res: Response,
  status: keyof typeof TITLES,
  code: string,
  detail?: string,
): void {
  const problem = { type: 'about:blank', title: TITLES[status], status, code };
  const isForDeveloper = detail !== undefined && res.app.get('env') !== 'production';
  res.status(status).type('application/problem+json');
  res.send(JSON.stringify(isForDeveloper ? { ...problem, detail } : problem));
}
