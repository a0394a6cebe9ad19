import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import type { Suite, SuiteOptions } from '@emas/suite';
import express from 'express';
import type { Express } from 'express';
import { portalSuite } from '../src/app.ts';
import { portalApi, portalPages } from '../src/portal.ts';
import { signedInAccount } from '../src/sign-in.ts';
import { portalState } from '../src/visit.ts';

export const MEMBER = { username: 'demo', password: 'selamat-datang' };
export const MARKETING = { username: 'marketing', password: 'angka-sahaja' };

const running: { readonly emas: Suite; readonly data: string }[] = [];

afterAll(async () => {
  for (const { emas, data } of running.splice(0)) {
    await emas.close();
    rmSync(data, { recursive: true, force: true });
  }
});

/** The portal without figures, and with `/who`, which says who is signed in. */
export function portalApp(
  options: SuiteOptions = {},
  before?: (app: Express, emas: Suite) => void,
): Express {
  const state = portalState('/traffic');
  const data = mkdtempSync(join(tmpdir(), 'portal-app-'));
  const emas = portalSuite(state, {
    data,
    clickhouse: false,
    announce: false,
    shutdown: { signals: false },
    log: { console: false },
    lockFile: false,
    // The proxy that speaks HTTPS to visitors.
    trustProxy: 1,
    ...options,
  });
  running.push({ emas, data });
  const app = express();
  emas.mount(app);
  before?.(app, emas);
  app.get('/who', (req, res) => {
    res.json({ role: signedInAccount(req)?.role ?? null });
  });
  app.use('/api', portalApi(emas, false));
  app.use(portalPages(emas, state));
  return app;
}
