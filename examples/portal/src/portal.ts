import { deprecated as ofThisProcess } from '@emas/deprecation';
import type { Deprecations } from '@emas/deprecation';
import { crossSiteCheck, rateLimit } from '@emas/hardening';
import { errorHandler } from '@emas/logging';
import type { RefuseHandler } from '@emas/login-guard';
import express from 'express';
import type { ErrorRequestHandler, Request, RequestHandler, Response, Router } from 'express';
import { answerWith, send, visitOf } from './answer.ts';
import { fault } from './api/fault.ts';
import { apiNotFound } from './api/not-found.ts';
import { assetUrl, serveAssets } from './assets.ts';
import { BoundedMap } from './bounded-map.ts';
import { portalConsent } from './consent/portal-consent.ts';
import type { PortalConsentOptions } from './consent/portal-consent.ts';
import { LANGUAGES, preferredLanguage } from './language.ts';
import { rememberedLanguage } from './remembered-language.ts';
import { failed } from './pages/failed.ts';
import { loginRefused, loginWithCaptcha } from './pages/login-refused.ts';
import { notFound } from './pages/not-found.ts';
import { refused } from './pages/refused.ts';
import { API, PAGES } from './routes.ts';
import type { PortalState } from './visit.ts';

export interface PortalOptions {
  /** Where the traffic dashboard is mounted: the marketing account is shown the way there. */
  readonly dashboardPath: string;
  /** Makes what stands before the sign-in, given how the portal refuses. @default nobody does */
  readonly loginGuard?: (refuse: RefuseHandler) => RequestHandler;
  /** Whether the captcha asks for no proof, which its page then says. @default false */
  readonly captchaIsStandIn?: boolean;
  /** How consent is proved. @default receipts without a kept key */
  readonly consent?: PortalConsentOptions;
}

export interface SessionlessOptions {
  /** Whether `GET /api/fault` fails, to see what becomes of an error. @default false */
  readonly faultRoute?: boolean;
  /** Marks old endpoints. @default in the ledger of this process */
  readonly deprecated?: Deprecations['deprecated'];
}

const LONGEST_BODY = '16kb';
const MOST_RECORDS = 1000;
const API_CALLS_A_MINUTE = 120;

/**
 * What nobody signs in for: the files of the pages, and what programs ask. Mounted before the sessions,
 * these ask no store and keep nobody signed in.
 */
export function sessionlessParts({
  faultRoute = false,
  deprecated = ofThisProcess,
}: SessionlessOptions = {}): Router {
  const router = express.Router({ caseSensitive: true });
  router.use('/assets', serveAssets());
  if (faultRoute) router.get('/api/fault', fault);
  router.use('/api', rateLimit({ name: 'api', limit: API_CALLS_A_MINUTE }), apiRouter(deprecated));
  return router;
}

/**
 * The pages of the member portal. It answers every path, with a 404 page at the end, so it is mounted at the root
 * and last.
 */
export function createPortal(options: PortalOptions): Router {
  const state: PortalState = {
    dashboardPath: options.dashboardPath,
    captchaIsStandIn: options.captchaIsStandIn ?? false,
    stylesheet: assetUrl('portal.css'),
    icon: assetUrl('favicon.svg'),
    claims: new BoundedMap(MOST_RECORDS),
    letters: new BoundedMap(MOST_RECORDS),
    messages: new BoundedMap(MOST_RECORDS),
  };
  const router = express.Router({ caseSensitive: true });
  router.use(portalConsent(state, options.consent ?? {}));
  router.get('/', toPreferredLanguage);
  const pages = pagesRouter(state, options.loginGuard?.(refusedLogin(state)));
  for (const language of LANGUAGES) router.use(`/${language}`, pages);
  router.use(answerWith(state, notFound));
  router.use(failedRequest(state));
  return router;
}

function toPreferredLanguage(req: Request, res: Response): void {
  res.vary('Accept-Language, Cookie');
  const language = rememberedLanguage(req) ?? preferredLanguage(req);
  res.set('Cache-Control', 'private, no-cache').redirect(302, `/${language}`);
}

function apiRouter(deprecated: Deprecations['deprecated']): Router {
  const router = express.Router({ caseSensitive: true });
  for (const { path, notice, handler } of API) {
    router.get(path, ...(notice === undefined ? [] : [deprecated(notice)]), handler);
  }
  router.use(apiNotFound);
  return router;
}

function pagesRouter(state: PortalState, loginGuard?: RequestHandler): Router {
  const router = express.Router({ caseSensitive: true });
  const read = express.urlencoded({ extended: false, limit: LONGEST_BODY });
  const ownPages = ownPagesOnly(state);
  for (const { method, path, handler, guarded } of PAGES) {
    const guards: RequestHandler[] = method === 'post' ? [ownPages, read] : [];
    if (guarded === true && loginGuard !== undefined) guards.push(loginGuard);
    router[method](path, ...guards, answerWith(state, handler));
  }
  return router;
}

/** Stands before the body is read: what is refused anyway costs nothing. */
function ownPagesOnly(state: PortalState): RequestHandler {
  return crossSiteCheck({
    refuse(req, res) {
      const visit = visitOf(state, req, res);
      send(visit, refused(visit));
    },
  });
}

function refusedLogin(state: PortalState): RefuseHandler {
  return (req, res, refusal) => {
    const visit = visitOf(state, req, res);
    send(
      visit,
      refusal.reason === 'captcha' ? loginWithCaptcha(visit) : loginRefused(visit, refusal),
    );
  };
}

/** What failed goes to the log; the visitor gets a page in the portal's own looks. */
function failedRequest(state: PortalState): ErrorRequestHandler {
  return errorHandler({
    render(req, res, problem) {
      const visit = visitOf(state, req, res);
      send(visit, failed(visit, problem));
    },
  });
}
