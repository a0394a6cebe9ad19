import { createHash } from 'node:crypto';
import { NetworkTable, addressPrefix } from '@emas/addresses';
import type { Keeping } from '@emas/data-map';
import type { BoundedCallCounters } from '@emas/redis';
import { contextOf } from '@emas/request-context';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { rateLimit as expressRateLimit } from 'express-rate-limit';
import { sendProblem } from '../problem.ts';
import { limitPlaces } from './kept-places.ts';
import { resolveRateLimit } from './options.ts';
import type { RateLimitOptions, ResolvedRateLimit } from './options.ts';
import { WindowStore } from './window-store.ts';

/** What a limit did since the start. */
export interface RateLimitCounters {
  /** Requests that were answered with 429. */
  readonly refused: number;
  /** Requests that were let through uncounted, since their address could not be read; a warning says why. */
  readonly unaddressed: number;
  /** How the calls of Redis went; all zero without one. */
  readonly redis: BoundedCallCounters;
}

export interface RateLimit extends RequestHandler, Keeping {
  counters(): RateLimitCounters;
}

/**
 * Limits how often a client may ask: express-rate-limit with windows that slide, costs, counters that
 * processes share through Redis, and half the limit in each process while Redis is away. What is too much is
 * answered with 429, `Retry-After` and `RateLimit` headers (draft 8); a fault of the store never is. A request
 * that no `requestContext()` has looked at goes to the error handler with
 * `ERR_EMAS_REQUEST_CONTEXT_MISSING`.
 *
 * @throws EmasError `ERR_EMAS_RATE_LIMIT_OPTIONS`.
 */
export function rateLimit(given: RateLimitOptions): RateLimit {
  const options = resolveRateLimit(given);
  const { limit, window, algorithm, name, redis, keys: prefix, events: bus, now } = options;
  const store = new WindowStore({
    allowance: { limit, window, algorithm },
    redis,
    prefix,
    bus,
    now,
  });
  const allowedNetworks = new NetworkTable(options.allow.map((one) => [one, one]));
  const keyOf = keyFinder(options);
  const keys = new WeakMap<Request, string>();
  let refused = 0;
  let unaddressed = 0;
  const handler = expressRateLimit({
    limit,
    windowMs: window,
    identifier: name,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    store,
    // What is wrong with our options is said by ourselves, and addresses come from the request context.
    validate: false,
    skip: (req) =>
      options.allow.length > 0 && allowedNetworks.find(contextOf(req).address).length > 0,
    keyGenerator: (req) => keys.get(req) ?? '',
    handler(req, res, next) {
      refused += 1;
      const { address, path } = contextOf(req);
      bus.emit('excess_rate_limit_exceeded', {
        limit: name,
        network: addressPrefix(address, options.network),
        path: path.slice(0, 200),
        source_network: address,
      });
      if (options.refuse === undefined) {
        const allowed = `The limit "${name}" allows ${limit} in ${window} ms.`;
        sendProblem(res, 429, 'ERR_EMAS_RATE_LIMIT', allowed);
      } else {
        res.status(429);
        void options.refuse(req, res, next);
      }
    },
  });
  function emasRateLimit(req: Request, res: Response, next: NextFunction): void {
    const key = keyOf(req);
    if (key === '') {
      unaddressed += 1;
      next();
      return;
    }
    keys.set(req, key);
    void store.atCost(costOf(req, options), () => handler(req, res, next));
  }
  return Object.assign(emasRateLimit, {
    keeps: limitPlaces(options),
    counters: () => ({ refused, unaddressed, redis: store.counters() }),
  });
}

function keyFinder({ by, network }: ResolvedRateLimit): (req: Request) => string {
  return (req) => {
    const named = by === 'prefix' ? undefined : by(req);
    if (named !== undefined && named !== '') return `by:${digestOf(named)}`;
    return addressPrefix(contextOf(req).address, network);
  };
}

/** Whole, since what is cut may be alike in two; and no account or key of an API goes to Redis. */
function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 32);
}

function costOf(req: Request, { cost, limit }: ResolvedRateLimit): number {
  const taken = typeof cost === 'number' ? cost : cost(req);
  return Number.isInteger(taken) && taken > 0 ? Math.min(taken, limit) : 1;
}
