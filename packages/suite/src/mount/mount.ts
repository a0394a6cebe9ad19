import { consent } from '@emas/consent';
import { dashboard } from '@emas/dashboards';
import { hardening } from '@emas/hardening';
import { accessLog, errorHandler } from '@emas/logging';
import { tellError } from '@emas/logging/internal';
import { requestContext } from '@emas/request-context';
import { installedCountries, isPathBelow } from '@emas/request-context/internal';
import type { Attribution } from '@emas/request-context/internal';
import { join } from 'node:path';
import type { Application, Request, RequestHandler } from 'express';
import type { Parts } from '../parts/parts.ts';
import type { Settings } from '../settings/settings.ts';
import { pipelineRows } from '../parts/pipelines.ts';
import { AnsweredErrors } from './answered-errors.ts';
import { healthHandler } from './health.ts';
import { mountFirst } from './express-stack.ts';
import { inOrder } from './in-order.ts';
import { handleLast } from './last-handler.ts';

/**
 * The order in which requests meet the parts: a sign of life, who is asking, headers and bounds, the
 * captcha's script, the session, what the visitor allows, counting, the line in the log, the dashboards, and
 * then the app. Errors that nobody handles come last.
 */
export function mountParts(app: Application, parts: Parts): void {
  const { settings } = parts;
  if (settings.trustProxy !== undefined) app.set('trust proxy', settings.trustProxy);
  // What hardening would take away from each response again.
  if (settings.hardening !== false) app.disable('x-powered-by');
  mountFirst(app, () => {
    if (settings.health !== false) app.use(settings.health, healthHandler(parts));
    app.use(inOrder(forEveryPath(app, parts)));
    useDashboards(app, parts);
  });
  const { events, isProduction } = settings;
  const answered = new AnsweredErrors((error, req, status) => {
    tellError(events, error, req, status);
  });
  handleLast(app, errorHandler({ events, details: !isProduction }), answered);
}

function forEveryPath(app: Application, parts: Parts): readonly RequestHandler[] {
  const { settings, captcha, figures, keepers } = parts;
  const context = requestContext({ ...settings.requestContext, app });
  keepers.push(context);
  const handlers = [
    context,
    hardeningOf(parts),
    captcha?.widget,
    sessionsOf(parts),
    consentOf(parts),
    figures?.traffic,
    accessLogOf(parts),
  ];
  return handlers.filter((handler) => handler !== undefined);
}

function hardeningOf({ settings }: Parts): RequestHandler | undefined {
  const { hardening: options, events } = settings;
  return options === false ? undefined : hardening({ ...options, events });
}

/** A file of a page comes with the same cookie as the page, and needs nothing that the store knows. */
function sessionsOf({ sessions, settings }: Parts): RequestHandler | undefined {
  const { sessionless } = settings;
  if (sessions === undefined || sessionless.length === 0) return sessions;
  return function emasSessions(req, res, next) {
    const { path } = req;
    if (sessionless.some((folder) => isPathBelow(path, folder))) next();
    else sessions(req, res, next);
  };
}

function consentOf({ settings, keepers }: Parts): RequestHandler | undefined {
  const { consent: options, events, data } = settings;
  if (options === undefined) return undefined;
  const [key = ''] = settings.logKey;
  const policyFile = join(data, 'consent-policy.json');
  const handler = consent({ ...options, key, events, policyFile });
  keepers.push(handler);
  return handler;
}

function accessLogOf({ settings }: Parts): RequestHandler | undefined {
  const { accessLog: wanted, events } = settings;
  if (wanted === false) return undefined;
  return accessLog(wanted === true ? { events } : { ...wanted, events });
}

function useDashboards(
  app: Application,
  { settings, figures, blocks, health, deprecated }: Parts,
): void {
  if (settings.dashboards === false || figures === undefined) return;
  const { path, authorize = onlyThisMachine, ...rest } = settings.dashboards;
  const given = Object.entries(rest).filter(([, value]) => value !== undefined);
  const { traffic, review, receipts, log } = figures;
  app.use(
    path,
    dashboard({
      ...Object.fromEntries(given),
      ...(traffic === undefined ? {} : { traffic: traffic.queries }),
      attribution: attributionOf(settings.requestContext),
      ...(settings.consent === undefined ? {} : { consent: receipts }),
      security: { review, log, blocks },
      developers: {
        log,
        version: settings.version,
        pipelines: async () => pipelineRows(await health.look()),
        refresh: atMostEvery(LEDGER_MS, () => deprecated.flush()),
      },
      app: settings.app,
      timeZone: settings.timeZone,
      events: settings.events,
      authorize,
    }),
  );
}

/** Of the country database that was found, where the app named none. */
function attributionOf({ country }: Settings['requestContext']): Attribution | undefined {
  return country?.database === undefined ? installedCountries()?.attribution : undefined;
}

/**
 * In development alone: somebody at the machine itself, and not behind a proxy on it. By name as well: a page
 * from elsewhere may have its own name lead here (DNS rebinding), and is this machine to the browser then.
 */
function onlyThisMachine(req: Request): 'admin' | false {
  const isForwarded = 'x-forwarded-for' in req.headers || 'forwarded' in req.headers;
  const from = req.socket.remoteAddress ?? '';
  const isByName = LOCAL_HOST.test(req.headers.host ?? '');
  return !isForwarded && isByName && LOOPBACK.test(from) ? 'admin' : false;
}

const LOCAL_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;
const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;

/** Each telling is a line in the log for every client: an open page that refreshes itself must not fill it. */
const LEDGER_MS = 60_000;

function atMostEvery(pause: number, action: () => void): () => void {
  let last = -Infinity;
  return () => {
    const now = performance.now();
    if (now - last < pause) return;
    last = now;
    action();
  };
}
