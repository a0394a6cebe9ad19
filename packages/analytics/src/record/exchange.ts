import type { IncomingHttpHeaders } from 'node:http';
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
  const { headers } = req;
  const header = (name: string): string => textOf(headers[name]);
  return {
    method: req.method,
    path,
    status: res.statusCode,
    contentType: textOf(res.getHeader('content-type')),
    disposition: textOf(res.getHeader('content-disposition')),
    aborted: !res.writableFinished,
    destination: single(headers['sec-fetch-dest']),
    mode: single(headers['sec-fetch-mode']),
    purpose: purposeOf(headers),
    fetch: { header, accepts: (type) => accepts(header('accept'), type) },
    countsFetched,
  };
}

function purposeOf(headers: IncomingHttpHeaders): string {
  let purpose = '';
  for (const name of PURPOSES) {
    const value = headers[name];
    if (typeof value === 'string') purpose += ` ${value}`;
  }
  return purpose;
}

function single(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function accepts(accept: string, type: string): boolean {
  return accept.split(',').some((part) => part.split(';', 1)[0]?.trim().toLowerCase() === type);
}

function textOf(header: number | string | string[] | undefined): string {
  return typeof header === 'string' ? header : '';
}
