/** A page behind nothing, behind helmet and express-rate-limit as their READMEs say, behind ours. */
import { randomBytes } from 'node:crypto';
import express from 'express';
import { rateLimit as expressRateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import { crossSiteCheck, hardening, rateLimit } from '../../../packages/hardening/dist/index.js';
import { requestContext } from '../../../packages/request-context/dist/index.js';
import { listen } from './page.js';

const { kind } = JSON.parse(process.argv[2]);
const MANY = 1_000_000_000;
const app = express();

if (kind === 'byHandWithContext') app.use(requestContext({ app }));
if (kind === 'byHand' || kind === 'byHandWithContext') {
  app.use((_req, res, next) => {
    res.locals.nonce = randomBytes(16).toString('base64');
    next();
  });
  app.use(
    helmet({
      contentSecurityPolicy: {
        directives: {
          scriptSrc: [(_req, res) => `'nonce-${res.locals.nonce}'`, "'strict-dynamic'"],
          styleSrc: ["'self'", (_req, res) => `'nonce-${res.locals.nonce}'`],
        },
      },
    }),
  );
  app.use(
    expressRateLimit({
      windowMs: 60_000,
      limit: MANY,
      standardHeaders: 'draft-8',
      legacyHeaders: false,
    }),
  );
}
if (kind === 'ours') {
  app.use(requestContext({ app }), hardening(), crossSiteCheck(), rateLimit({ limit: MANY }));
}
listen(app);
