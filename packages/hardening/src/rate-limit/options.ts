import { functionOption, parseOptions, partOption, reportMode, wholeNumber } from '@emas/options';
import { events } from '@emas/events';
import type { EventBus } from '@emas/events';
import { EmasError } from '@emas/errors';
import { OWNER_WANTED, hasOwner, keySpace, redisShape } from '@emas/redis';
import type { RedisClient } from '@emas/redis';
import { networkList } from '@emas/request-context/internal';
import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import type { Algorithm } from './window.ts';

/** Options of {@link rateLimit}. */
export interface RateLimitOptions {
  /** Requests, or their costs together, within a window; a function says it for each request, by plan or role. */
  readonly limit: number | ((req: Request) => number);
  /** Milliseconds. @default 60000 */
  readonly window?: number;
  /**
   * A fixed window begins anew at each full multiple of its length, so that twice the limit may come round a
   * boundary; a sliding one does not let that through.
   * @default 'sliding'
   */
  readonly algorithm?: Algorithm;
  /**
   * Names the limit in headers, keys and events. Needed with `redis`: there, limits of one name share what they
   * count, and must allow the same. In memory each counts for itself.
   * @default 'default'
   */
  readonly name?: string;
  /**
   * What is counted by: the network of the client, or the result of a function, such as an account or an API key.
   * Where that says nothing, it is the network.
   * @default 'prefix'
   */
  readonly by?: 'prefix' | ((req: Request) => string | undefined);
  /** Leading bits of an address that count as one. @default { ipv4: 32, ipv6: 56 } */
  readonly network?: { readonly ipv4?: number; readonly ipv6?: number };
  /** What a request takes of the limit; a function's answer counts as the limit at most. @default 1 */
  readonly cost?: number | ((req: Request) => number);
  /** Networks and addresses that are never limited. @default none */
  readonly allow?: readonly string[];
  /** Requests that are not limited: where it answers `true`. @default none */
  readonly skip?: (req: Request) => boolean;
  /**
   * Which requests count: all, or only those that fail (a status from 400) or succeed. Each takes of the limit as
   * it comes; once it is answered, one that does not count gives back what it took.
   * @default 'all'
   */
  readonly count?: Counted;
  /** `'report'` refuses nothing, and tells what it would have refused: event `would_block`. @default 'enforce' */
  readonly mode?: 'enforce' | 'report';
  /** A client of node-redis or ioredis, connected or not yet. @default the memory of this process */
  readonly redis?: RedisClient;
  /** Name of the app, which its keys in Redis carry: needed with `redis`. */
  readonly app?: string;
  /** What all keys in Redis begin with, before the name of the app. @default 'emas:' */
  readonly prefix?: string;
  /** The app's own answer; status 429 and headers are set. */
  readonly refuse?: RequestHandler;
  /** @default the bus of this process */
  readonly events?: EventBus;
  /** The clock, for tests. @default Redis' own where there is one, since those of machines differ */
  readonly now?: () => number;
}

/** Which requests a limit counts. */
export type Counted = 'all' | 'failures' | 'successes';

/** The options with their defaults filled in. */
export interface ResolvedRateLimit {
  readonly limit: number | ((req: Request) => number);
  readonly window: number;
  readonly algorithm: Algorithm;
  readonly name: string;
  readonly by: 'prefix' | ((req: Request) => string | undefined);
  readonly network: { readonly ipv4: number; readonly ipv6: number };
  readonly cost: number | ((req: Request) => number);
  readonly allow: readonly string[];
  readonly skip?: ((req: Request) => boolean) | undefined;
  readonly count: Counted;
  readonly mode: 'enforce' | 'report';
  readonly redis?: RedisClient | undefined;
  /** What its keys in Redis begin with. */
  readonly keys: string;
  readonly refuse?: RequestHandler | undefined;
  readonly events: EventBus;
  readonly now?: (() => number) | undefined;
}

const bits = (most: number, standard: number): z.ZodDefault<z.ZodInt> =>
  wholeNumber('bits', 8, most, standard);

export const LIMIT_WANTED = 'expected a number of requests, 1 or more';
const COST_WANTED = 'expected a whole number, or a function of the request';

const schema = z
  .strictObject({
    limit: z.union([z.int().min(1, LIMIT_WANTED), functionOption<(req: Request) => number>()], {
      error: `${LIMIT_WANTED}, or a function of the request`,
    }),
    window: wholeNumber('milliseconds', 100, 2_592_000_000, 60_000),
    algorithm: z
      .enum(['fixed', 'sliding'], { error: "expected 'fixed' or 'sliding'" })
      .default('sliding'),
    name: z
      .string({ error: 'expected a name' })
      .regex(/^[\w.-]{1,60}$/, 'expected letters, digits and . - _, at most 60')
      .optional(),
    by: z
      .union([z.literal('prefix'), functionOption<(req: Request) => string | undefined>()], {
        error: "expected 'prefix' or a function of the request",
      })
      .default('prefix'),
    network: z.strictObject({ ipv4: bits(32, 32), ipv6: bits(128, 56) }).prefault({}),
    cost: z
      .union([z.int().min(1), functionOption<(req: Request) => number>()], { error: COST_WANTED })
      .default(1),
    allow: networkList.default([]),
    skip: functionOption<(req: Request) => boolean>().optional(),
    count: z
      .enum(['all', 'failures', 'successes'], {
        error: "expected 'all', 'failures' or 'successes'",
      })
      .default('all'),
    mode: reportMode(),
    ...redisShape,
    refuse: functionOption<RequestHandler>().optional(),
    events: partOption<EventBus>('emit', 'an event bus').default(events),
    now: functionOption<() => number>().optional(),
  })
  .refine(hasOwner, OWNER_WANTED)
  .refine(({ redis, name }) => redis === undefined || name !== undefined, {
    error: 'expected a name, which tells limits in Redis apart',
    path: ['name'],
  })
  .refine(
    ({ cost, limit }) => typeof cost !== 'number' || typeof limit !== 'number' || cost <= limit,
    {
      error: 'expected at most the limit: else nothing is ever let through',
      path: ['cost'],
    },
  );

/** @throws EmasError `ERR_EMAS_RATE_LIMIT_OPTIONS`. */
export function resolveRateLimit(given: RateLimitOptions): ResolvedRateLimit {
  const parsed = parseOptions('rateLimit', 'ERR_EMAS_RATE_LIMIT_OPTIONS', schema, given);
  const { name = 'default', app = '', prefix, ...rest } = parsed;
  const { redis, limit, window, algorithm } = rest;
  const owned = `${keySpace({ prefix, app, part: 'limit' })}${name}:`;
  if (redis !== undefined) mustAgree(redis, owned, { limit, window, algorithm });
  return { ...rest, name, keys: `${owned}${algorithm}-${window}:` };
}

/** What limits in each Redis allow, by their keys. */
const ALLOWED = new WeakMap<RedisClient, Map<string, GivenAllowance>>();

type GivenAllowance = Pick<ResolvedRateLimit, 'limit' | 'window' | 'algorithm'>;

/** @throws EmasError where a limit of the same name allows something else. */
function mustAgree(redis: RedisClient, keys: string, allowance: GivenAllowance): void {
  const known = ALLOWED.get(redis) ?? new Map<string, GivenAllowance>();
  ALLOWED.set(redis, known);
  const { limit, window, algorithm } = allowance;
  const other = known.get(keys);
  known.set(keys, other ?? allowance);
  if (other === undefined) return;
  if (other.limit === limit && other.window === window && other.algorithm === algorithm) return;
  throw new EmasError(
    'ERR_EMAS_RATE_LIMIT_OPTIONS',
    'rateLimit: option "name" is already used by a limit with other settings; give each limit its own name.',
  );
}
