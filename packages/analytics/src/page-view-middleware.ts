import type { Request, RequestHandler, Response } from 'express';
import { contextOf } from '@emas/request-context';
import { excludedPaths } from './excluded-paths.ts';
import type { TrafficSource } from './hit.ts';
import type { ResolvedOptions } from './options.ts';
import { exchangeOf } from './record/exchange.ts';
import { livePage } from './record/live-page.ts';
import { reasonToLeaveOut } from './record/page-view.ts';
import type { Recorder } from './record/recorder.ts';
import { campaignOf, plainHost, referrerHost } from './record/traffic-source.ts';
import { isReferrerSpam } from './source/referrer-spam.ts';

/** Counts what went wrong on the way to a count, so that nothing is silent. */
export interface MiddlewareCounters {
  /** Referrers that are not URLs; the view counts as one without. */
  invalidReferrers: number;
  /** Faults of ours, and of the option `page`; the response was sent all the same. */
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
    // It comes once, after the end of the response or without one.
    res.on('close', () => {
      try {
        look(req, res);
      } catch (error) {
        noteFault(error);
      }
    });
    next();

    function look(request: Request, response: Response): void {
      const time = Date.now();
      const reason = isExcluded(path)
        ? 'excluded'
        : reasonToLeaveOut(exchangeOf(request, response, path, options.fetched));
      if (reason !== undefined) return recorder.leaveOut(reason, time);
      if (options.allows?.(request) === false) return recorder.leaveOut('opted_out', time);
      const source = sourceOf(request);
      if (isReferrerSpam(source.referrer)) return recorder.leaveOut('spam', time);
      recorder.record({
        app: options.app,
        time,
        address: context.address,
        client: context.client,
        country: context.country,
        page: livePage(request, response, path, options.page, noteFault),
        source,
      });
    }
  };

  function sourceOf(request: Request): TrafficSource {
    const { host, valid } = referrerHost(request.get('referer'), ownHosts);
    if (!valid) counters.invalidReferrers += 1;
    const isOwn = host !== '' && host === plainHost(request.hostname);
    return { referrer: isOwn ? '' : host, ...campaignOf(request.originalUrl) };
  }

  function noteFault(error: unknown): void {
    counters.faults += 1;
    counters.lastFault = error;
  }
}
