import type { NextFunction, RequestHandler } from 'express';

/**
 * One handler that is all of them, one after the other. Each layer of a router costs as much as some of our
 * parts, and these are asked for every path: the router is asked once.
 */
export function inOrder(handlers: readonly RequestHandler[]): RequestHandler {
  return function emasSuite(req, res, leave) {
    let at = 0;
    const next: NextFunction = (error?: unknown) => {
      if (error !== undefined && error !== null) {
        leave(error);
        return;
      }
      const handler = handlers[at];
      at += 1;
      if (handler === undefined) leave();
      else pass(handler);
    };
    const pass = (handler: RequestHandler): void => {
      try {
        const pending: unknown = handler(req, res, next);
        if (pending instanceof Promise) pending.catch(leave);
      } catch (thrown) {
        leave(thrown);
      }
    };
    next();
  };
}
