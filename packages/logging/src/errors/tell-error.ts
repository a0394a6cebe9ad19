import type { EventBus } from '@emas/events';
import { addressOf, clientName, requestPath } from '@emas/request-context/internal';
import type { Request } from 'express';
import { fingerprintOf } from './fingerprint.ts';

/** Says which error a request failed by, and with what status it was answered. */
export function tellError(events: EventBus, error: unknown, req: Request, status: number): void {
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
