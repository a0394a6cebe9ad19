import { functionOption, parseOptions, partOption } from '@emas/options';
import { events } from '@emas/events';
import type { EventBus } from '@emas/events';
import { addressOf, clientName, requestPath } from '@emas/request-context/internal';
import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';

/** Options of `accessLog()`. */
export interface AccessLogOptions {
  /** Requests that leave no line, such as those for assets. @default none */
  readonly skip?: (req: Request, res: Response) => boolean;
  /** @default the bus of this process */
  readonly events?: EventBus;
}

const schema = z.strictObject({
  skip: functionOption<NonNullable<AccessLogOptions['skip']>>(
    'a function of request and response',
  ).optional(),
  events: partOption<EventBus>('emit', 'an event bus').default(events),
});

/**
 * A line for each answered request, in the category `access`: the path without its query, status,
 * milliseconds, bytes, address. Its files are kept for 14 days unless the route says otherwise.
 *
 * @throws EmasError `ERR_EMAS_ACCESS_LOG_OPTIONS` on a wrong option.
 */
export function accessLog(given: AccessLogOptions = {}): RequestHandler {
  const { skip, events: bus } = parseOptions(
    'accessLog',
    'ERR_EMAS_ACCESS_LOG_OPTIONS',
    schema,
    given,
  );
  return function emasAccessLog(req, res, next) {
    const started = performance.now();
    // It comes once: to have the listener taken away again would cost a second one.
    res.on('close', () => {
      if (skip?.(req, res) === true) return;
      const length = Number(res.getHeader('content-length'));
      bus.emit('http_request', {
        method: req.method,
        path: requestPath(req),
        // 499 as nginx has it: the client left before there was an answer.
        status: res.writableFinished ? res.statusCode : 499,
        duration: Math.round((performance.now() - started) * 10) / 10,
        bytes: Number.isFinite(length) ? length : undefined,
        source_ip: addressOf(req),
        client: req.emas === undefined ? undefined : clientName(req.emas.client),
      });
    });
    next();
  };
}
