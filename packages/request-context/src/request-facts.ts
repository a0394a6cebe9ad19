import type { Request } from 'express';
import { addressOf } from './client-address.ts';
import { requestPath } from './request-path.ts';

/** What an event says of a request that was refused since it came from elsewhere. */
export interface RequestFacts {
  readonly origin: string | undefined;
  readonly method: string;
  readonly path: string;
  readonly source_ip: string;
}

export function requestFacts(req: Request): RequestFacts {
  const { method } = req;
  return { origin: req.get('Origin'), method, path: requestPath(req), source_ip: addressOf(req) };
}
