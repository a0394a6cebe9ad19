import { randomBytes } from 'node:crypto';
import { memoryStore, session } from '@emas/session';
import type { RecordStore } from '@emas/session';
import express from 'express';
import type { Express } from 'express';
import { createPortal, sessionlessParts } from '../src/portal.ts';
import { signedInAccount } from '../src/sign-in.ts';

export const MEMBER = { username: 'demo', password: 'selamat-datang' };
export const MARKETING = { username: 'marketing', password: 'angka-sahaja' };

/** The portal without the counting, and with `/who`, which says who is signed in. */
export function portalApp(
  store: RecordStore = memoryStore(),
  secret: string | Buffer = randomBytes(32),
): Express {
  const app = express();
  // The proxy that speaks HTTPS to visitors.
  app.set('trust proxy', 1);
  app.use(sessionlessParts());
  app.use(session({ secret, store, app: 'portal', saveUninitialized: false }));
  app.get('/who', (req, res) => {
    res.json({ role: signedInAccount(req)?.role ?? null });
  });
  app.use(createPortal({ dashboardPath: '/traffic' }));
  return app;
}
