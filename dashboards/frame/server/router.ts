import { tellCrossSite } from '@emas/events/internal';
import { isFromOtherSite, isFromOwnPage, isPageLanguage, preferredPageLanguage } from '@emas/page';
import { requestFacts } from '@emas/request-context/internal';
import express from 'express';
import type {
  ErrorRequestHandler,
  NextFunction,
  Request,
  RequestHandler,
  Response,
  Router,
} from 'express';
import { accessOf } from './access.ts';
import { assetHandler, readAssets } from './assets.ts';
import { tellRefused } from './audit.ts';
import type { FrameSettings } from './options.ts';
import type { ApiRoute, TitledPage, OpenPage } from './page.ts';
import { NOT_DONE, sendFailure, sendProblem } from './problem.ts';
import type { Fault } from './problem.ts';
import { sendPage } from './send-page.ts';
import type { ShownPage } from './send-page.ts';

/** What the router knows of a page. */
export type ServedPage = Omit<TitledPage<never>, 'open'> & OpenPage;

/**
 * Serves pages, their files and what they ask.
 *
 * @param webDir The folder of the built pages.
 * @throws EmasError `ERR_EMAS_DASHBOARD_ASSETS` when the pages were not built.
 */
export function pageRouter(
  pages: readonly ServedPage[],
  settings: FrameSettings,
  webDir: string,
): Router {
  const assets = readAssets(webDir);
  const shown = pages.map((page) => ({ ...page, assets: assets(page.name) }));
  const router = express.Router();
  router.use('/assets', onlyReads(new Set()), assetHandler(webDir));
  router.use(noStore);
  for (const page of pages) {
    for (const route of page.routes) mountApi(router, route, page, settings);
  }
  const show = (wanted: readonly ShownPage[]): RequestHandler =>
    pageHandler(wanted, shown, settings);
  router.get('/', show(shown));
  for (const page of shown) router.get(`/${page.name}`, show([page]));
  const routes = pages.flatMap((page) => page.routes);
  const actions = routes.filter(({ method }) => method === 'post').map(({ path }) => path);
  router.use(onlyReads(new Set(actions)), (req, res) => sendProblem(req, res, NOT_FOUND));
  return router;
}

const LONGEST_BODY = '16kb';
const NOT_FOUND: Fault = {
  status: 404,
  code: 'ERR_EMAS_DASHBOARD_NOT_FOUND',
  title: 'Not found',
};
const FORBIDDEN: Fault = {
  status: 403,
  code: 'ERR_EMAS_DASHBOARD_FORBIDDEN',
  title: 'Not for this account',
};
const CROSS_SITE: Fault = {
  status: 403,
  code: 'ERR_EMAS_DASHBOARD_CROSS_SITE',
  title: 'This comes from another site',
};

/** Who may not is told so before anything is read of what was sent. */
function mountApi(
  router: Router,
  route: ApiRoute,
  page: ServedPage,
  settings: FrameSettings,
): void {
  const mayAsk = onlyFor(page, settings);
  const handle: RequestHandler = (req, res) => answer(req, res, route, page);
  if (route.method === 'get') {
    router.get(
      route.path,
      mayAsk,
      onlyFrom((req) => !isFromOtherSite(req), settings),
      handle,
    );
    return;
  }
  const read = express.json({ limit: LONGEST_BODY });
  const fromOwnPage = onlyFrom((req) => isFromOwnPage(req), settings);
  router.post(route.path, mayAsk, fromOwnPage, read, unreadable, handle);
}

function onlyFor({ role }: ServedPage, { authorize, events }: FrameSettings): RequestHandler {
  return async function emasDashboardAccess(req, res, next) {
    try {
      if ((await accessOf(req, authorize)).has(role)) {
        next();
        return;
      }
      tellRefused(events, req, role);
      sendProblem(req, res, FORBIDDEN);
    } catch (error) {
      next(error);
    }
  };
}

/** Shows the first of the pages that the reader may open. */
function pageHandler(
  wanted: readonly ShownPage[],
  pages: readonly ShownPage[],
  settings: FrameSettings,
): RequestHandler {
  return async function emasDashboardPage(req, res, next) {
    try {
      const access = await accessOf(req, settings.authorize);
      const open = pages.filter(({ role }) => access.has(role));
      const page = wanted.find((one) => open.includes(one));
      if (page !== undefined) sendPage(req, res, { page, pages: open, settings });
      else if (open.length === 0 && settings.signInUrl !== undefined) {
        const asked = req.query['lang'];
        const language = isPageLanguage(asked) ? asked : preferredPageLanguage(req);
        res.redirect(303, settings.signInUrl.replaceAll(':lang', language));
      } else {
        const [asked] = wanted;
        if (asked !== undefined) tellRefused(settings.events, req, asked.role);
        sendProblem(req, res, FORBIDDEN, open);
      }
    } catch (error) {
      next(error);
    }
  };
}

/** Questions cost something, and actions do something: another site's page has no part in either. */
function onlyFrom(
  isOwn: (req: Request) => boolean,
  { events }: Pick<FrameSettings, 'events'>,
): RequestHandler {
  return function emasDashboardOrigin(req, res, next) {
    if (isOwn(req)) {
      next();
      return;
    }
    tellCrossSite(events, requestFacts(req));
    sendProblem(req, res, CROSS_SITE);
  };
}

const unreadable: ErrorRequestHandler = (_error, req, res, _next) =>
  sendProblem(req, res, { ...NOT_DONE, detail: 'Expected a body in JSON.' });

/** @param actions Paths where something is done; it came here by another method than theirs. */
function onlyReads(actions: ReadonlySet<string>): RequestHandler {
  return function emasDashboardMethod(req, res, next) {
    const isAction = actions.has(req.path);
    if (!isAction && (req.method === 'GET' || req.method === 'HEAD')) {
      next();
      return;
    }
    res.setHeader('Allow', isAction ? 'POST' : 'GET, HEAD');
    const title = isAction ? 'Only POST is allowed here' : 'Only GET is allowed here';
    sendProblem(req, res, { status: 405, code: 'ERR_EMAS_DASHBOARD_METHOD', title });
  };
}

function noStore(_req: Request, res: Response, next: NextFunction): void {
  res.setHeader('Cache-Control', 'no-store');
  res.setHeader('X-Content-Type-Options', 'nosniff');
  next();
}

async function answer(
  req: Request,
  res: Response,
  route: ApiRoute,
  { faults }: ServedPage,
): Promise<void> {
  try {
    res.json(await route.answer(req));
  } catch (error) {
    sendFailure(req, res, error, faults);
  }
}
