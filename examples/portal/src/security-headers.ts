import { randomBytes } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import helmet from 'helmet';

/** A fresh nonce for each request, and helmet with a policy that lets nothing in but our own style. */
export function securityHeaders(): RequestHandler[] {
  const nonceOf = (_req: unknown, res: unknown): string =>
    // helmet types its responses for any framework; here they are Express's.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    `'nonce-${String((res as Response).locals['nonce'])}'`;
  return [
    (_req, res, next) => {
      res.locals['nonce'] = randomBytes(16).toString('base64');
      next();
    },
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          styleSrc: ["'self'", nonceOf],
          imgSrc: ["'self'"],
          formAction: ["'self'"],
          baseUri: ["'none'"],
          frameAncestors: ["'none'"],
        },
      },
    }),
  ];
}
