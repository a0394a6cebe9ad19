import { functionOption, parseOptions, partOption } from '@emas/options';
import { events } from '@emas/events';
import type { EventBus } from '@emas/events';
import { tellCrossSite } from '@emas/events/internal';
import { isFromOwnPage } from '@emas/page';
import { requestFacts } from '@emas/request-context/internal';
import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import { sendProblem } from './problem.ts';

/** Options of {@link crossSiteCheck}. */
export interface CrossSiteOptions {
  /** Origins besides the site's own whose pages may send. @default none */
  readonly origins?: readonly string[];
  /** Requests that the check is not for: programs with a key of their own, say. @default none */
  readonly except?: (req: Request) => boolean;
  /** The app's own answer, 403 set already. */
  readonly refuse?: RequestHandler;
  /** @default the bus of this process */
  readonly events?: EventBus;
}

const ORIGIN_WANTED = 'expected origins such as https://app.example';

const schema = z.strictObject({
  origins: z
    .array(
      z
        .string({ error: ORIGIN_WANTED })
        .refine((text) => URL.canParse(text) && new URL(text).origin === text, ORIGIN_WANTED),
    )
    .default([]),
  except: functionOption<(req: Request) => boolean>().default(() => () => false),
  refuse: functionOption<RequestHandler>().optional(),
  events: partOption<EventBus>('emit', 'an event bus').default(events),
});

const ALLOWED =
  'A page of another site sent it, or a program with cookies. crossSiteCheck({ origins }) allows sites, crossSiteCheck({ except }) allows requests.';
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Lets other sites' pages send nothing that changes something: browsers say by `Sec-Fetch-Site` where a
 * request comes from, older ones by `Origin` (OWASP Cross-Site Request Forgery Prevention). The app carries
 * no token. What says neither comes from no browser that has cookies of ours to misuse, and passes only
 * where it carries none.
 *
 * @throws EmasError `ERR_EMAS_CROSS_SITE_OPTIONS`.
 */
export function crossSiteCheck(given: CrossSiteOptions = {}): RequestHandler {
  const options = parseOptions('crossSiteCheck', 'ERR_EMAS_CROSS_SITE_OPTIONS', schema, given);
  const { except, refuse, events: bus } = options;
  const allowed = new Set(options.origins);
  return function emasCrossSite(req, res, next) {
    if (SAFE.has(req.method) || isFromOwnPage(req, allowed) || except(req)) {
      next();
      return undefined;
    }
    tellCrossSite(bus, requestFacts(req));
    if (refuse === undefined) return sendProblem(req, res, 403, 'ERR_EMAS_CROSS_SITE', ALLOWED);
    res.status(403);
    return refuse(req, res, next);
  };
}
