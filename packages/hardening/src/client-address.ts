import { canonicalAddress } from '@emas/addresses';
import type { RequestContext } from '@emas/request-context';
import type { Request } from 'express';

/** The client's address as `requestContext()` has it; where it is not mounted, as Express does. */
export function clientAddress(req: Request): string {
  const context: RequestContext | undefined = req.emas;
  return context?.address ?? canonicalAddress(req.ip);
}
