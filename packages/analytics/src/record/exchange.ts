import type { Request, Response } from 'express';
import type { Exchange } from './page-view.ts';

/** Where clients say that they only look ahead; the second is Turbo's. */
const PURPOSES = ['sec-purpose', 'x-sec-purpose', 'purpose', 'x-purpose', 'x-moz'];

/** What a live request and its response, which has ended, say about a page view. */
export function exchangeOf(
  req: Request,
  res: Response,
  path: string,
  countsFetched: boolean,
): Exchange {
  const header = (name: string): string => {
    const value = req.headers[name];
    return typeof value === 'string' ? value : '';
  };
  return {
    method: req.method,
    path,
    status: res.statusCode,
    contentType: textOf(res.getHeader('content-type')),
    disposition: textOf(res.getHeader('content-disposition')),
    aborted: !res.writableFinished,
    destination: req.get('sec-fetch-dest'),
    mode: req.get('sec-fetch-mode'),
    purpose: PURPOSES.map(header).join(' '),
    fetch: { header, accepts: (type) => accepts(header('accept'), type) },
    countsFetched,
  };
}

function accepts(accept: string, type: string): boolean {
  return accept.split(',').some((part) => part.split(';', 1)[0]?.trim().toLowerCase() === type);
}

function textOf(header: ReturnType<Response['getHeader']>): string {
  return typeof header === 'string' ? header : '';
}
