import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isFromOwnPage } from '@emas/request-context';
import express from 'express';
import type {
  ErrorRequestHandler,
  NextFunction,
  Request,
  RequestHandler,
  Response,
  Router,
} from 'express';
import { accessOf } from './frame/server/access.ts';
import { resolveOptions } from './options.ts';
import type { DashboardOptions, ResolvedOptions } from './options.ts';
import { sendPage } from './frame/server/send-page.ts';
import { sendFailure, sendProblem } from './frame/server/problem.ts';
import { apiRoutes, pagesOf } from './routes.ts';
import type { ApiRoute } from './routes.ts';
import { readAssets } from './frame/server/shell.ts';
import type { ShellAssets } from './frame/server/shell.ts';
import type { PageName } from './pages/traffic/contract.ts';

const WEB = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './dist/web/' : './web/', import.meta.url),
);

/**
 * The pages for marketing, security and developers, to be mounted wherever the app wants them. Which of
 * them there are follows from what it is given; who sees which, from the roles that `authorize` answers.
 *
 * @throws EmasError `ERR_EMAS_DASHBOARD_OPTIONS`: without `authorize` it is not mounted at all;
 * `ERR_EMAS_DASHBOARD_ASSETS` when the pages were not built.
 */
export function dashboard(given: DashboardOptions): Router {
  const options = resolveOptions(given);
  const assets = readAssets(WEB);
  const router = express.Router();
  const pages = pagesOf(options);

  router.use('/assets', onlyReads, express.static(join(WEB, 'assets'), STATIC));
  router.use(noStore);
  for (const route of apiRoutes(options)) mountApi(router, route, options);
  const show = (wanted: readonly PageName[]): RequestHandler =>
    pageHandler(wanted, { pages, options, assets });
  router.get('/', show(pages));
  for (const page of pages) router.get(`/${page}`, show([page]));
  router.use(onlyReads, (_req, res) =>
    sendProblem(res, 404, 'ERR_EMAS_DASHBOARD_NOT_FOUND', 'Not found'),
  );
  return router;
}

/** Hashed names: a file never changes under its name. */
const STATIC = { immutable: true, maxAge: '1y', index: false, redirect: false } as const;
const LONGEST_BODY = '16kb';

/** Who may not is told so before anything is read of what was sent. */
function mountApi(router: Router, route: ApiRoute, options: ResolvedOptions): void {
  const { method, path, page } = route;
  const handle: RequestHandler = (req, res) => answer(req, res, route);
  if (method === 'get') {
    router.get(path, onlyFor(page, options), handle);
    return;
  }
  const read = express.json({ limit: LONGEST_BODY });
  router.post(path, onlyFor(page, options), ownPagesOnly, read, unreadable, handle);
}

function onlyFor(page: PageName, { authorize }: ResolvedOptions): RequestHandler {
  return async function emasDashboardAccess(req, res, next) {
    try {
      if ((await accessOf(req, authorize)).mayOpen(page)) next();
      else refuse(res);
    } catch (error) {
      next(error);
    }
  };
}

/** Shows the first of the pages that the reader may open. */
function pageHandler(
  wanted: readonly PageName[],
  parts: {
    readonly pages: readonly PageName[];
    readonly options: ResolvedOptions;
    readonly assets: ShellAssets;
  },
): RequestHandler {
  const { pages, options, assets } = parts;
  return async function emasDashboardPage(req, res, next) {
    try {
      const access = await accessOf(req, options.authorize);
      const open = pages.filter((page) => access.mayOpen(page));
      const page = wanted.find((one) => open.includes(one));
      if (page !== undefined) sendPage(req, res, { page, pages: open, options, assets });
      else if (open.length === 0 && options.signInUrl !== undefined) {
        res.redirect(303, options.signInUrl);
      } else refuse(res);
    } catch (error) {
      next(error);
    }
  };
}

function refuse(res: Response): void {
  sendProblem(res, 403, 'ERR_EMAS_DASHBOARD_FORBIDDEN', 'Not for this account');
}

function ownPagesOnly(req: Request, res: Response, next: NextFunction): void {
  if (isFromOwnPage(req)) next();
  else sendProblem(res, 403, 'ERR_EMAS_DASHBOARD_CROSS_SITE', 'This comes from another site');
}

const unreadable: ErrorRequestHandler = (_error, _req, res, _next) =>
  sendProblem(res, 400, 'ERR_EMAS_DASHBOARD_ACTION', 'Not done', 'The body wants to be JSON.');

function onlyReads(req: Request, res: Response, next: NextFunction): void {
  if (req.method === 'GET' || req.method === 'HEAD') return next();
  res.setHeader('Allow', 'GET, HEAD');
  sendProblem(res, 405, 'ERR_EMAS_DASHBOARD_METHOD', 'Only reading is possible here');
}

function noStore(_req: Request, res: Response, next: NextFunction): void {
  res.setHeader('Cache-Control', 'no-store');
  res.setHeader('X-Content-Type-Options', 'nosniff');
  next();
}

async function answer(req: Request, res: Response, route: ApiRoute): Promise<void> {
  try {
    res.json(await route.answer(req));
  } catch (error) {
    sendFailure(res, error);
  }
}
