import type { EventBus } from '@emas/events';
import { addressOf, clientName, requestPath } from '@emas/request-context/internal';
import type { Request } from 'express';
import { fingerprintOf } from './fingerprint.ts';

/** The errors of a request that were told: an app may have our handler of its own, and the suite listens behind it. */
const told = new WeakMap<Request, Set<unknown>>();

/** Says which error a request failed by, and with what status it was answered; each error of a request once. */
export function tellError(events: EventBus, error: unknown, req: Request, status: number): void {
  const before = told.get(req) ?? new Set();
  if (before.has(error)) return;
  told.set(req, before.add(error));
  events.emit('unhandled_error', {
    fingerprint: fingerprintOf(error),
    error,
    method: req.method,
    path: requestPath(req),
    status,
    source_ip: addressOf(req),
    client: req.emas === undefined ? undefined : clientName(req.emas.client),
  });
}
