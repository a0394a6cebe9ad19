import { AsyncLocalStorage } from 'node:async_hooks';
import { EmasError } from '@emas/errors';
import type { Request } from 'express';
import type { Client } from './client.ts';

/** Whose request it is: hashes, which stand in the events of the session as well. */
interface RequestOwner {
  /** Names the session; `undefined` without one. */
  readonly handle: string | undefined;
  /** The account that is signed in; `undefined` for a guest. */
  readonly account: string | undefined;
}

/** Who is asking. Everything but `id` and `address` is worked out on first use. */
export interface RequestContext extends Express.EmasParts {
  /** Ours (128 random bits, hex), or the inbound one of a trusted proxy. */
  readonly id: string;
  /** `GET` */
  readonly method: string;
  /** The path it was sent to, as Express routes by it, without the query; '' where it has none. */
  readonly path: string;
  /** The client's address, canonical; '' where it cannot be read or the socket is gone. */
  readonly address: string;
  /** The network of `address`, `203.0.113.0/24`; '' where there is none. */
  readonly prefix: string;
  readonly client: Client;
  /** ISO 3166-1 alpha-2; '' where unknown. */
  readonly country: string;
  /** From Tor, as the proxy's country header has it (`T1`), or from one of the networks in `hosting`. */
  readonly isAnonymous: boolean;
  /** Set by `session()`, for parts that tell whose request something happened in. */
  owner?: RequestOwner | undefined;
}

declare global {
  // Express types its request for merging in this one way.
  // oxlint-disable-next-line typescript/no-namespace
  namespace Express {
    /** What the other packages of the suite add to `req.emas`, each for itself. */
    interface EmasParts {}
    interface Request {
      /** Set by `requestContext()`; see `contextOf` for code that cannot do without. */
      emas?: RequestContext;
    }
  }
}

export const asyncContext: AsyncLocalStorage<RequestContext> = new AsyncLocalStorage();

/**
 * The context of a request, for a package that needs one.
 *
 * @throws EmasError `ERR_EMAS_REQUEST_CONTEXT_MISSING` when `requestContext()` is not mounted before it.
 */
export function contextOf(req: Request): RequestContext {
  if (req.emas !== undefined) return req.emas;
  throw new EmasError(
    'ERR_EMAS_REQUEST_CONTEXT_MISSING',
    `${req.method} ${req.path} reached a part of the suite without a request context.`,
    { help: 'Mount it first: app.use(requestContext()).' },
  );
}

/** Does something as a part of a request, also where its own async context was lost on the way. */
export function inContext<Result>(context: RequestContext, action: () => Result): Result {
  return asyncContext.run(context, action);
}

/** The context of the request that is being served; `undefined` outside of one. */
export function currentContext(): RequestContext | undefined {
  return asyncContext.getStore();
}

/** The id of the request that is being served, for log lines; `undefined` outside of one. */
export function currentRequestId(): string | undefined {
  return asyncContext.getStore()?.id;
}
