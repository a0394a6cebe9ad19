import type { Application, ErrorRequestHandler, Request, Response } from 'express';
import finalhandler from 'finalhandler';
import type { AnsweredErrors } from './answered-errors.ts';

type Done = (error?: unknown) => void;
type Handle = (req: Request, res: Response, done?: Done) => void;

/**
 * Hands on to `handler` what no handler of the app has taken, also of those that are mounted later: it
 * stands behind them all, where Express itself ends a request. An app that is mounted in another one leaves
 * its errors to that.
 *
 * @param answered Hears of those that a handler of the app does take.
 */
export function handleLast(
  app: Application,
  handler: ErrorRequestHandler,
  answered: AnsweredErrors,
): void {
  // Express calls it for each request; it is not among its types.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const handle = (Reflect.get(app, 'handle') as Handle).bind(app);
  const last: Handle = (req, res, done) => {
    answered.listenIn(app);
    handle(req, res, done ?? ((error) => end(req, res, error)));
  };
  Reflect.set(app, 'handle', last);

  function end(req: Request, res: Response, error: unknown): void {
    const finish = finalhandler(req, res, { env: app.get('env') });
    // Nobody answered: Express's own 404.
    if (error === undefined || error === null || error === 'router') finish(undefined);
    else {
      answered.isToldElsewhere(res);
      void handler(error, req, res, (again) => finish(again));
    }
  }
}
