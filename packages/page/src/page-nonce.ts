import type { Response } from 'express';

/** The nonce of a response, as `hardening()` or the app left it in `res.locals.nonce`; none without either. */
export function pageNonce({ locals }: Response): string | undefined {
  const nonce: unknown = locals['nonce'];
  return typeof nonce === 'string' ? nonce : undefined;
}
