import type { EventBus } from '@emas/events';
import { requestFacts } from '@emas/request-context/internal';
import type { Request } from 'express';
import type { Role } from './access.ts';

const LONGEST = 200;

/** Tells that somebody asked for what is another role's (ASVS 5.0, 16.3.2). */
export function tellRefused(bus: EventBus, req: Request, role: Role): void {
  const { path, source_ip } = requestFacts(req);
  bus.emit('authz_fail', {
    resource: path.slice(0, LONGEST),
    role,
    account: req.emas?.owner?.account,
    network: req.emas?.prefix ?? '',
    source_network: source_ip,
  });
}
