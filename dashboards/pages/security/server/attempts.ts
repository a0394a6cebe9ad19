import { ATTEMPT_OUTCOMES } from '@emas/login-guard';
import type { EventName } from '@emas/events';
import type { EventCountQuery, EventCountRow, LogReview } from '@emas/logging';

/** Events that tell of an attempt to sign in. */
export const ATTEMPTS: readonly EventName[] = Object.keys(ATTEMPT_OUTCOMES).filter(
  (name): name is EventName => Object.hasOwn(ATTEMPT_OUTCOMES, name),
);

/** Attempts that failed or were refused. */
export function failures(
  log: LogReview,
  { where, ...query }: Omit<EventCountQuery, 'events'>,
): Promise<readonly EventCountRow[]> {
  return log.counts({ ...query, events: ATTEMPTS, where: { ...where, outcome: 'failure' } });
}
