import { createHash } from 'node:crypto';
import { NetworkTable, addressPrefix } from '@emas/addresses';
import type { Keeping } from '@emas/data-map';
import { EmasError } from '@emas/errors';
import { tellWouldBlock } from '@emas/events/internal';
import type { BoundedCallCounters } from '@emas/redis';
import { contextOf } from '@emas/request-context';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { sendProblem } from '../problem.ts';
import { limitPlaces } from './kept-places.ts';
import { LIMIT_WANTED, resolveRateLimit } from './options.ts';
import type { Counted, RateLimitOptions, ResolvedRateLimit } from './options.ts';
import { tellStanding } from './standing-headers.ts';
import { WindowStore } from './window-store.ts';
import type { Taken } from './window-store.ts';

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
 * Limits how often a client may ask, by windows that slide, costs, counters that processes share through Redis, and
 * half the limit in each process while Redis is away. What is too much is answered with 429, `Retry-After` and
 * `RateLimit` headers (draft-ietf-httpapi-ratelimit-headers-08); a fault of the store never is. A request that no
 * `requestContext()` has looked at goes to the error handler with `ERR_EMAS_REQUEST_CONTEXT_MISSING`.
 *
 * @throws EmasError `ERR_EMAS_RATE_LIMIT_OPTIONS`.
 */
export function rateLimit(given: RateLimitOptions): RateLimit {
  const options = resolveRateLimit(given);
  const { window, algorithm, name, redis, keys: prefix, events: bus, now, count, mode } = options;
  const store = new WindowStore({ allowance: { window, algorithm }, redis, prefix, bus, now });
  const isSkipped = skipper(options);
  const keyOf = keyFinder(options);
  const counts = { refused: 0, unaddressed: 0 };
  const refuse = excessHandler(options, () => (counts.refused += 1));
  const decide = (taken: Taken, req: Request, res: Response, next: NextFunction): void => {
    if (count !== 'all') {
      res.once('close', () => {
        if (isUncounted(res, count)) void store.giveBack(taken);
      });
    }
    const standing = store.standing(taken);
    // Programs slow down by the headers, though nothing is refused in report mode.
    if (mode !== 'report') tellStanding(res, { name, window, limit: taken.limit }, standing);
    if (standing.isAllowed) next();
    else refuse(taken.limit, req, res, next);
  };
  function emasRateLimit(req: Request, res: Response, next: NextFunction): void {
    const key = isSkipped(req) ? undefined : keyOf(req);
    if (key === '') counts.unaddressed += 1;
    if (key === undefined || key === '') {
      next();
      return;
    }
    const limit = limitOf(req, options);
    const taken = store.take({ key, limit, cost: costOf(req, options.cost, limit) });
    if (taken instanceof Promise) whenTaken(taken, (late) => decide(late, req, res, next), next);
    else decide(taken, req, res, next);
  }
  return Object.assign(emasRateLimit, {
    keeps: limitPlaces(options),
    counters: () => ({ ...counts, redis: store.counters() }),
  });
}

/** What throws behind a promise would be nobody's fault: it is one of the request. */
function whenTaken(
  taken: Promise<Taken>,
  decide: (taken: Taken) => void,
  fail: NextFunction,
): void {
  const attempt = (late: Taken): void => {
    try {
      decide(late);
    } catch (error) {
      fail(error);
    }
  };
  void taken.then((late) => process.nextTick(attempt, late));
}

/**
 * Whether a request gives back what it took. One whose client went away before the answer counts: what it asked for
 * may have been done, and going away must not be a way round the limit.
 */
function isUncounted({ writableFinished, statusCode }: Response, count: Counted): boolean {
  if (!writableFinished) return false;
  return statusCode < 400 ? count === 'failures' : count === 'successes';
}

/** What answers a request that is too many. @param refused Is told of each that gets a 429. */
function excessHandler(
  options: ResolvedRateLimit,
  refused: () => void,
): (limit: number, req: Request, res: Response, next: NextFunction) => void {
  const { name, window, network, events: bus, mode, refuse } = options;
  return function emasExcess(limit, req, res, next) {
    const { address, path } = contextOf(req);
    if (mode === 'report') {
      const setting = `rateLimit.${name}.limit`;
      const allows = `${limit} in ${window} ms`;
      tellWouldBlock(bus, { setting, allows, path, source_network: address });
      next();
      return;
    }
    refused();
    bus.emit('excess_rate_limit_exceeded', {
      limit: name,
      network: addressPrefix(address, network),
      path: path.slice(0, LONGEST_PATH),
      source_network: address,
    });
    if (refuse === undefined) {
      const detail = `The limit "${name}" allows ${limit} in ${window} ms.`;
      sendProblem(req, res, 429, 'ERR_EMAS_RATE_LIMIT', detail);
    } else {
      res.status(429);
      void refuse(req, res, next);
    }
  };
}

const LONGEST_PATH = 200;

function skipper({ skip, allow }: ResolvedRateLimit): (req: Request) => boolean {
  if (skip === undefined && allow.length === 0) return () => false;
  const networks = new NetworkTable(allow.map((one) => [one, one]));
  return (req) => {
    if (allow.length > 0 && networks.find(contextOf(req).address).length > 0) return true;
    if (skip === undefined) return false;
    const answer: unknown = skip(req);
    if (typeof answer === 'boolean') return answer;
    // A promise would count as yes: the limit would be off, and nobody would know.
    throw wrongAnswer('skip', 'expected true or false', answer);
  };
}

function limitOf(req: Request, { limit }: ResolvedRateLimit): number {
  if (typeof limit === 'number') return limit;
  const answer: unknown = limit(req);
  if (typeof answer === 'number' && Number.isSafeInteger(answer) && answer >= 1) return answer;
  throw wrongAnswer('limit', LIMIT_WANTED, answer);
}

function wrongAnswer(option: string, wanted: string, answer: unknown): EmasError {
  const received = answer instanceof Promise ? 'a promise' : String(answer);
  return new EmasError(
    'ERR_EMAS_RATE_LIMIT_ANSWER',
    `rateLimit: the function "${option}" returned a wrong value: ${wanted}, received ${received}.`,
    { help: 'It is called for each request, and must return at once.' },
  );
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

function costOf(req: Request, cost: ResolvedRateLimit['cost'], limit: number): number {
  const taken = typeof cost === 'number' ? cost : cost(req);
  return Number.isInteger(taken) && taken > 0 ? Math.min(taken, limit) : 1;
}
