import type { EventBus } from '@emas/events';
import { tellCrossSite } from '@emas/events/internal';
import { addressOf, requestPath } from '@emas/request-context/internal';
import type { Request } from 'express';
import type { Role } from './access.ts';

const LONGEST = 200;

/** Tells that somebody asked for what is another role's (ASVS 5.0, 16.3.2). */
export function tellRefused(bus: EventBus, req: Request, role: Role): void {
  bus.emit('authz_fail', {
    resource: requestPath(req).slice(0, LONGEST),
    role,
    account: req.emas?.owner?.account,
    network: req.emas?.prefix ?? '',
    source_ip: addressOf(req),
  });
}

/** Tells that another site's page asked for something here. */
export function tellOtherSite(bus: EventBus, req: Request): void {
  const request = { origin: req.get('Origin'), method: req.method, path: requestPath(req) };
  tellCrossSite(bus, { ...request, source_ip: addressOf(req) });
}
