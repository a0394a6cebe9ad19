import type { Server } from 'node:http';
import { parseOptions, wholeNumber } from '@emas/options';
import { z } from 'zod';

/** Options of {@link boundServer}; times are milliseconds. */
export interface ServerBounds {
  /** For all headers of a request: a slow sender holds a connection no longer. @default 10000 */
  readonly headersTimeout?: number;
  /** For a whole request with its body. @default 60000 */
  readonly requestTimeout?: number;
  /**
   * For the next request on a connection. It is to be longer than a proxy in front keeps connections, which
   * would otherwise send a request into one that is just being closed.
   * @default 65000
   */
  readonly keepAliveTimeout?: number;
  /** @default 100 */
  readonly maxHeadersCount?: number;
  /** Requests after which a connection is closed, so that load spreads anew. @default 10000 */
  readonly maxRequestsPerSocket?: number;
}

const schema = z.strictObject({
  headersTimeout: wholeNumber('milliseconds', 1000, 600_000, 10_000),
  requestTimeout: wholeNumber('milliseconds', 1000, 3_600_000, 60_000),
  keepAliveTimeout: wholeNumber('milliseconds', 0, 3_600_000, 65_000),
  maxHeadersCount: wholeNumber('headers', 10, 2000, 100),
  maxRequestsPerSocket: wholeNumber('requests', 1, 1_000_000, 10_000),
});

/**
 * Sets what Node leaves open or long, and so holds out against senders that never finish (Slowloris): Node
 * waits a minute for headers and five for a request.
 *
 * @returns The same server.
 * @throws EmasError `ERR_EMAS_SERVER_BOUNDS_OPTIONS`.
 */
export function boundServer<Bounded extends Server>(
  server: Bounded,
  given: ServerBounds = {},
): Bounded {
  const bounds = parseOptions('boundServer', 'ERR_EMAS_SERVER_BOUNDS_OPTIONS', schema, given);
  // Node looks for those whose time is over every so often, half a minute by default.
  return Object.assign(server, bounds, { connectionsCheckingInterval: 1000 });
}
