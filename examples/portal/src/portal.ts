import { crossSiteCheck, errorHandler } from '@emas/suite';
import type { RefuseHandler, Suite } from '@emas/suite';
import express from 'express';
import type { ErrorRequestHandler, Request, RequestHandler, Response, Router } from 'express';
import { answerWith, send, visitOf } from './answer.ts';
import { fault } from './api/fault.ts';
import { apiNotFound } from './api/not-found.ts';
import { serveAssets } from './assets.ts';
import { LANGUAGES, preferredLanguage } from './language.ts';
import { rememberedLanguage } from './remembered-language.ts';
import { failed } from './pages/failed.ts';
import { loginRefused, loginUnnamed, loginWithCaptcha } from './pages/login-refused.ts';
import { notFound } from './pages/not-found.ts';
import { refused } from './pages/refused.ts';
import { isMultipart, receiveReceipts } from './receipts/receive-receipts.ts';
import { API, PAGES } from './routes.ts';
import type { PortalState } from './visit.ts';

const LONGEST_BODY = '16kb';
const API_CALLS_A_MINUTE = 120;
/** Each looks through all that is kept. */
const OWN_DATA_A_MINUTE = 10;
/** Each may take some megabytes of memory. */
const UPLOADS_A_MINUTE = 10;

/**
 * What programs ask, the old endpoint among it.
 *
 * @param faultRoute Whether `GET fault` fails, to see what becomes of an error.
 */
export function portalApi(emas: Suite, faultRoute: boolean): Router {
  const router = express.Router({ caseSensitive: true });
  if (faultRoute) router.get('/fault', fault);
  router.use(emas.rateLimit({ name: 'api', limit: API_CALLS_A_MINUTE }));
  for (const { path, notice, handler } of API) {
    router.get(path, ...(notice === undefined ? [] : [emas.deprecated(notice)]), handler);
  }
  router.use(apiNotFound);
  return router;
}

/**
 * The pages of the member portal. It answers every path, with a 404 page at the end, so it is mounted at the root
 * and last.
 */
export function portalPages(emas: Suite, state: PortalState): Router {
  const router = express.Router({ caseSensitive: true });
  router.use('/assets', serveAssets());
  router.get('/', toPreferredLanguage);
  const pages = pagesRouter(emas, state, emas.loginGuard({ refuse: refusedLogin(state) }));
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

function pagesRouter(emas: Suite, state: PortalState, loginGuard: RequestHandler): Router {
  const router = express.Router({ caseSensitive: true });
  const read = express.urlencoded({ extended: false, limit: LONGEST_BODY });
  const ownPages = ownPagesOnly(state);
  const searches = emas.rateLimit({ name: 'own-data', limit: OWN_DATA_A_MINUTE });
  const uploads = emas.rateLimit({ name: 'uploads', limit: UPLOADS_A_MINUTE });
  const ofFiles: RequestHandler[] = [
    (req, res, next) => (isMultipart(req) ? uploads(req, res, next) : next()),
    receiveReceipts(),
  ];
  for (const { method, path, handler, guarded, takesFiles } of PAGES) {
    const guards: RequestHandler[] = method === 'post' ? [ownPages, read] : [];
    if (takesFiles === true) guards.push(...ofFiles);
    if (guarded === true) guards.push(loginGuard);
    if (path.startsWith('/account/data')) guards.push(searches);
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
    if (refusal.reason === 'captcha') send(visit, loginWithCaptcha(visit));
    else if (refusal.reason === 'name') send(visit, loginUnnamed(visit));
    else send(visit, loginRefused(visit, refusal));
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
