import { functionOption, parseOptions, partOption, wholeNumber } from '@emas/options';
import { events } from '@emas/events';
import type { EventBus } from '@emas/events';
import type { Request } from 'express';
import { z } from 'zod';

/** Who calls, where the app knows better than the user agent. */
export interface NamedClient {
  readonly kind: 'key' | 'account';
  /** An API key or an account: only a keyed hash of it is kept. */
  readonly value: string;
}

/** Options of `deprecations()`. */
export interface DeprecationsOptions {
  /** Tells who calls. @default the program by its user agent, `curl 8` */
  readonly client?: (req: Request) => NamedClient | undefined;
  /**
   * Hashes what `client` tells, 32 characters or bytes or more.
   * @default a random one, so that a client is another one after each start
   */
  readonly key?: string | Uint8Array;
  /** Version of the app, written in each line. @default '' */
  readonly version?: string;
  /** Whether calls after the sunset are answered, or refused with 410. @default 'warn' */
  readonly afterSunset?: 'warn' | 'gone';
  /** Most combinations of endpoint and client that are counted separately; further calls count as `(other)`. @default 10000 */
  readonly maxClients?: number;
  /** Milliseconds between two counts in the log. @default 3600000 */
  readonly countEvery?: number;
  /** @default the bus of this process */
  readonly events?: EventBus;
  /** The clock, for tests: milliseconds since 1970. @default Date.now */
  readonly now?: () => number;
}

/** The options with their defaults filled in. */
export interface ResolvedOptions {
  readonly client?: ((req: Request) => NamedClient | undefined) | undefined;
  readonly key?: string | Uint8Array | undefined;
  readonly version: string;
  readonly afterSunset: 'warn' | 'gone';
  readonly maxClients: number;
  readonly countEvery: number;
  readonly events: EventBus;
  readonly now: () => number;
}

const SHORTEST_KEY = 32;
const KEY_WANTED = `expected a secret of ${SHORTEST_KEY} characters or bytes or more`;

const schema = z.strictObject({
  client: functionOption<NonNullable<DeprecationsOptions['client']>>(
    'a function of the request',
  ).optional(),
  key: z
    .custom<string | Uint8Array>(
      (value) =>
        (typeof value === 'string' || value instanceof Uint8Array) && value.length >= SHORTEST_KEY,
      { error: KEY_WANTED },
    )
    .optional(),
  version: z.string({ error: "expected the app's version" }).max(100).default(''),
  afterSunset: z.enum(['warn', 'gone'], { error: "expected 'warn' or 'gone'" }).default('warn'),
  maxClients: wholeNumber('rows', 1, 1_000_000, 10_000),
  countEvery: wholeNumber('milliseconds', 100, 86_400_000, 3_600_000),
  events: partOption<EventBus>('emit', 'an event bus').default(events),
  now: functionOption<() => number>().default(() => Date.now),
});

/** @throws EmasError `ERR_EMAS_DEPRECATIONS_OPTIONS`. */
export function resolveOptions(given: DeprecationsOptions): ResolvedOptions {
  return parseOptions('deprecations', 'ERR_EMAS_DEPRECATIONS_OPTIONS', schema, given);
}
