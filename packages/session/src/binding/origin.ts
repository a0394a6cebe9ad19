import { contextOf } from '@emas/request-context';
import type { Request } from 'express';
import type { Origin } from './decision.ts';

/** Where a request comes from. */
export function originOf(req: Request): Origin {
  const { address, prefix, client, country, isAnonymous } = contextOf(req);
  return { address, prefix, client: `${client.browser}/${client.os}`, country, isAnonymous };
}
