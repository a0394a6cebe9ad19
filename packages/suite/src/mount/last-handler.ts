import type { Application, ErrorRequestHandler, Request, Response } from 'express';
import finalhandler from 'finalhandler';

type Done = (error?: unknown) => void;
type Handle = (req: Request, res: Response, done?: Done) => void;

/**
 * Hands on to `handler` what no handler of the app has taken, also of those that are mounted later: it
 * stands behind them all, where Express itself ends a request. An app that is mounted in another one leaves
 * its errors to that.
 */
export function handleLast(app: Application, handler: ErrorRequestHandler): void {
  // Express calls it for each request; it is not among its types.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const handle = (Reflect.get(app, 'handle') as Handle).bind(app);
  const last: Handle = (req, res, done) => {
    handle(req, res, done ?? ((error) => end(req, res, error)));
  };
  Reflect.set(app, 'handle', last);

  function end(req: Request, res: Response, error: unknown): void {
    const finish = finalhandler(req, res, { env: app.get('env') });
    // Nobody answered: Express's own 404.
    if (error === undefined || error === null || error === 'router') finish(undefined);
    else void handler(error, req, res, (again) => finish(again));
  }
}
