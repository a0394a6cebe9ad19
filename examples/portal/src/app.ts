import { readFileSync } from 'node:fs';
import { suite } from '@emas/suite';
import type { Suite, SuiteOptions } from '@emas/suite';
import express from 'express';
import type { Application } from 'express';
import { portalConsent } from './consent/portal-consent.ts';
import { CONTROLLER } from './privacy/controller.ts';
import { portalApi, portalPages } from './portal.ts';
import { LONGEST_FORM } from './receipts/receive-receipts.ts';
import { signedInAccount } from './sign-in.ts';
import { portalState } from './visit.ts';
import type { PortalState } from './visit.ts';

/** The portal, ready to listen, and the suite that it stands on. */
export interface PortalApp {
  readonly app: Application;
  readonly emas: Suite;
}

export const DASHBOARD_PATH = '/emas/dashboard';
const OWN_VERSION = ownVersion();

/** Puts the portal together: the suite, what programs ask, the pages. */
export function createApp(options: SuiteOptions = {}, faultRoute = false): PortalApp {
  const state = portalState(`${DASHBOARD_PATH}/`);
  const emas = portalSuite(state, options);
  const app = express();
  emas.mount(app);
  app.use('/api', portalApi(emas, faultRoute));
  app.use(portalPages(emas, state));
  return { app, emas };
}

/** The portal\'s settings for the suite; its operator sets the rest, by `options` or by `EMAS_*`. */
export function portalSuite(state: PortalState, options: SuiteOptions = {}): Suite {
  const emas = suite({
    app: 'portal',
    version: OWN_VERSION,
    timeZone: 'Asia/Kuala_Lumpur',
    // A proxy on this machine is believed, nobody else is.
    trustProxy: 'loopback',
    // Who only reads gets no cookie.
    session: { saveUninitialized: false },
    sessionless: ['/assets', '/api'],
    consent: portalConsent(state),
    analytics: { exclude: ['/api/*'] },
    // A claim may bring receipts; no other form is as long.
    hardening: {
      maxBodyBytes: { '/en/claims/new': LONGEST_FORM, '/ms/claims/new': LONGEST_FORM },
    },
    captcha: { widget: { support: 'support@portal.example' } },
    dashboards: {
      path: DASHBOARD_PATH,
      authorize(req) {
        const account = signedInAccount(req);
        return account !== undefined && account.role !== 'member' && account.role;
      },
      actor: (req) => signedInAccount(req)?.username ?? 'nobody',
      signInUrl: '/:lang/login',
      signOutUrl: '/:lang/logout',
    },
    privacy: CONTROLLER,
    ...options,
  });
  state.emas = emas;
  return emas;
}

function ownVersion(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  );
  const isManifest = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return isManifest ? String(manifest.version) : 'unknown';
}
