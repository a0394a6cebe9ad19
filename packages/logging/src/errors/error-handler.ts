import { functionOption, parseOptions, partOption } from '@emas/options';
import { events } from '@emas/events';
import type { EventBus } from '@emas/events';
import type { ErrorRequestHandler, NextFunction, Request, Response } from 'express';
import { sendRefusal } from '@emas/page';
import { z } from 'zod';
import { errorPage } from './error-page.ts';
import { headersOf, problemOf } from './problem.ts';
import { tellError } from './tell-error.ts';
import type { Problem } from './problem.ts';

/** Options of `errorHandler()`. */
export interface ErrorHandlerOptions {
  /**
   * Whether the answer tells the error's message and stack.
   * @default false where NODE_ENV is 'production', true elsewhere
   */
  readonly details?: boolean;
  /** The app's own page, for a browser; JSON stays ours. */
  readonly render?: (req: Request, res: Response, problem: Problem) => void;
  /** @default the bus of this process */
  readonly events?: EventBus;
}

const schema = z.strictObject({
  details: z.boolean({ error: 'expected true or false' }).optional(),
  render: functionOption<NonNullable<ErrorHandlerOptions['render']>>(
    'a function of request, response and problem',
  ).optional(),
  events: partOption<EventBus>('emit', 'an event bus').default(events),
});

/**
 * The last middleware: an error that nobody handled becomes an event with a fingerprint, and an
 * answer with the request's id that tells the visitor nothing of the app's insides (ASVS 5.0 16.5.1).
 *
 * What the client did wrong, a status of 4xx on the error, is answered and not logged as an error.
 *
 * @throws EmasError `ERR_EMAS_ERROR_HANDLER_OPTIONS` on a wrong option.
 */
export function errorHandler(given: ErrorHandlerOptions = {}): ErrorRequestHandler {
  const options = parseOptions('errorHandler', 'ERR_EMAS_ERROR_HANDLER_OPTIONS', schema, given);
  const { render, events: bus } = options;
  const details = options.details ?? process.env['NODE_ENV'] !== 'production';

  return function emasErrorHandler(error: unknown, req, res, next: NextFunction) {
    const problem = problemOf(error, req, details);
    if (problem.status >= 500) tellError(bus, error, req, problem.status);
    if (res.headersSent) {
      // Too late for an answer: Express cuts the connection, so that half a page is not taken for one.
      next(error);
      return;
    }
    // What the route promised about its answer does not hold for this one.
    for (const name of OF_ANOTHER_ANSWER) res.removeHeader(name);
    res.status(problem.status).set(headersOf(error));
    sendRefusal(req, res, {
      problem: { ...problem },
      page: (language) => errorPage(problem, language),
      render: render === undefined ? undefined : () => render(req, res, problem),
    });
  };
}

const OF_ANOTHER_ANSWER = [
  'Content-Type',
  'Content-Length',
  'Content-Encoding',
  'ETag',
  'Last-Modified',
];
