import type { EventBus } from '@emas/events';
import type { Request } from 'express';
import type { SecuritySource } from '../options.ts';
import { readAsked } from '../../../frame/server/asked-period.ts';
import type { Asked } from '../../../frame/server/asked-period.ts';
import type { SecurityDimension } from '../contract.ts';

/** What the security page's questions go to. */
export interface SecurityDesk extends SecuritySource {
  readonly app: string;
  /** Where the address names none. */
  readonly timeZone: string;
  /** Who acts, as the team knows them. */
  readonly actor: (req: Request) => string;
  /** Is told who read lines of the log. */
  readonly events: EventBus;
}

export const SECURITY_DIMENSIONS: readonly SecurityDimension[] = [
  'reason',
  'account',
  'prefix',
  'country',
  'client',
];

/** What the address of a security report asks; of one dimension the last filter holds. */
export interface SecurityQuestion {
  readonly asked: Asked<SecurityDimension>;
  readonly where: Readonly<Partial<Record<SecurityDimension, string>>>;
}

/** @throws EmasError `ERR_EMAS_DASHBOARD_QUERY`. */
export function readSecurityQuestion(req: Request, { timeZone }: SecurityDesk): SecurityQuestion {
  const asked = readAsked(req, timeZone, SECURITY_DIMENSIONS);
  const where: Partial<Record<SecurityDimension, string>> = {};
  for (const { dimension, value } of asked.filters) where[dimension] = value;
  return { asked, where };
}

/** ISO 8601, UTC. */
export function isoTime(time: number): string {
  return new Date(time).toISOString();
}
