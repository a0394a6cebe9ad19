import type { Response } from 'express';

const TITLES = {
  400: 'The request cannot be understood',
  403: 'The request comes from another site',
  413: 'The request is too long',
  414: 'The address is too long',
  415: 'Reports are not sent like this',
} as const;

/** Answers in the form of RFC 9457. */
export function sendProblem(res: Response, status: keyof typeof TITLES, code: string): void {
  res.status(status).type('application/problem+json');
  res.send(JSON.stringify({ type: 'about:blank', title: TITLES[status], status, code }));
}
