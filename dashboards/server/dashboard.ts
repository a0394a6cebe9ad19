import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import express from 'express';
import type { NextFunction, Request, Response, Router } from 'express';
import { breakdown } from './handlers/breakdown.ts';
import { page } from './handlers/page.ts';
import { realtime } from './handlers/realtime.ts';
import { traffic } from './handlers/traffic.ts';
import { resolveOptions } from './options.ts';
import type { DashboardOptions, ResolvedOptions } from './options.ts';
import { sendFailure, sendProblem } from './problem.ts';
import { readAssets } from './shell.ts';

type ApiHandler = (req: Request, options: ResolvedOptions) => Promise<object>;

/** What the page asks; a test goes through this list. */
export const API_ROUTES: Readonly<Record<string, ApiHandler>> = {
  '/api/traffic': traffic,
  '/api/realtime': realtime,
  '/api/breakdown': breakdown,
};

const WEB = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../dist/web/' : '../web/', import.meta.url),
);

/**
 * The traffic page and its figures, to be mounted wherever the app wants it.
 *
 * @throws EmasError `ERR_EMAS_DASHBOARD_OPTIONS`: without `authorize` it is not mounted at all;
 * `ERR_EMAS_DASHBOARD_ASSETS` when the page was not built.
 */
export function dashboard(given: DashboardOptions): Router {
  const options = resolveOptions(given);
  const assets = readAssets(WEB);
  const router = express.Router();

  router.use('/assets', onlyReads, express.static(join(WEB, 'assets'), STATIC));
  router.use(onlyReads, noStore, (req, res, next) => authorized(req, res, next, options));
  for (const [path, handler] of Object.entries(API_ROUTES)) {
    router.get(path, (req, res) => answer(req, res, options, handler));
  }
  router.get('/', (req, res) => page(req, res, options, assets));
  router.use('/api', (_req, res) =>
    sendProblem(res, 404, 'ERR_EMAS_DASHBOARD_NOT_FOUND', 'Not found'),
  );
  return router;
}

/** Hashed names: a file never changes under its name. */
const STATIC = { immutable: true, maxAge: '1y', index: false, redirect: false } as const;

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

async function authorized(
  req: Request,
  res: Response,
  next: NextFunction,
  options: ResolvedOptions,
): Promise<void> {
  let may = false;
  try {
    const answered: unknown = await options.authorize(req);
    may = answered === true;
  } catch (error) {
    next(error);
    return;
  }
  if (may) {
    next();
    return;
  }
  const isPage = req.path === '/' || req.path === '';
  if (isPage && options.signInUrl !== undefined) {
    res.redirect(303, options.signInUrl);
    return;
  }
  sendProblem(res, 403, 'ERR_EMAS_DASHBOARD_FORBIDDEN', 'Not for this account');
}

async function answer(
  req: Request,
  res: Response,
  options: ResolvedOptions,
  handler: ApiHandler,
): Promise<void> {
  try {
    res.json(await handler(req, options));
  } catch (error) {
    sendFailure(res, error);
  }
}
