import type { Request, RequestHandler, Response } from 'express';
import { contextOf } from '@emas/request-context';
import { excludedPaths } from './excluded-paths.ts';
import type { ResolvedOptions } from './options.ts';
import { pagePath } from './record/page-path.ts';
import { reasonToLeaveOut } from './record/page-view.ts';
import type { Recorder } from './record/recorder.ts';
import { campaignOf, plainHost, referrerHost } from './record/traffic-source.ts';

/** Counts what went wrong on the way to a count, so that nothing is silent. */
export interface MiddlewareCounters {
  /** Referrers that are not URLs; the view counts as one without. */
  invalidReferrers: number;
  /** Faults of ours; the response was sent all the same. */
  faults: number;
  /** The last of them. */
  lastFault: unknown;
}

/** Looks at each request when its response ends; never delays it, never throws into it. */
export function pageViewMiddleware(
  recorder: Recorder,
  options: ResolvedOptions,
  counters: MiddlewareCounters,
): RequestHandler {
  const isExcluded = excludedPaths(options.exclude);
  const ownHosts = new Set(options.hosts.map(plainHost));

  return function emasAnalytics(req, res, next) {
    const context = contextOf(req);
    const { path } = context;
    // It comes once: to have the listener taken away again would cost a second one.
    res.on('finish', () => {
      try {
        look(req, res);
      } catch (error) {
        counters.faults += 1;
        counters.lastFault = error;
      }
    });
    next();

    function look(request: Request, response: Response): void {
      const time = Date.now();
      const reason = isExcluded(path)
        ? 'excluded'
        : reasonToLeaveOut(exchangeOf(request, response, path));
      if (reason !== undefined) return recorder.leaveOut(reason, time);
      if (options.allows?.(request) === false) return recorder.leaveOut('opted_out', time);
      const route: unknown = request.route;
      recorder.record({
        app: options.app,
        time,
        address: context.address,
        client: context.client,
        country: context.country,
        page: pagePath(path, request.baseUrl, templateOf(route)),
        source: sourceOf(request),
      });
    }

    function sourceOf(request: Request): Parameters<Recorder['record']>[0]['source'] {
      const referrer = referrerHost(request.get('referer'), ownHosts);
      if (!referrer.valid) counters.invalidReferrers += 1;
      const own = referrer.host === plainHost(request.hostname);
      return { referrer: own ? '' : referrer.host, ...campaignOf(request.originalUrl) };
    }
  };
}

function exchangeOf(
  req: Request,
  res: Response,
  path: string,
): Parameters<typeof reasonToLeaveOut>[0] {
  const type = res.getHeader('content-type');
  return {
    method: req.method,
    path,
    status: res.statusCode,
    contentType: typeof type === 'string' ? type : '',
    destination: req.get('sec-fetch-dest'),
    purpose: req.get('sec-purpose') ?? req.get('purpose') ?? req.get('x-moz'),
  };
}

/** Express types a route's path as a string; it may be a list or an expression. */
function templateOf(route: unknown): unknown {
  return typeof route === 'object' && route !== null && 'path' in route ? route.path : undefined;
}
