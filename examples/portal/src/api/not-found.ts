import type { Request, Response } from 'express';

/** RFC 9457: programs get a problem document, not a page. */
export function apiNotFound(_req: Request, res: Response): void {
  res
    .status(404)
    .type('application/problem+json')
    .send(JSON.stringify({ type: 'about:blank', title: 'Not Found', status: 404 }));
}
