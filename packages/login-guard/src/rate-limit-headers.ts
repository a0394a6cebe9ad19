import type { Response } from 'express';
import { failuresOf } from './throttle/level.ts';
import type { Ticket } from './throttle/throttle.ts';
import { quotaOf } from './throttle/urgency.ts';

/**
 * `RateLimit-Policy` and `RateLimit` of draft-ietf-httpapi-ratelimit-headers-08, for the rule that is
 * nearest to refusing: how many failures before it makes anybody wait, how many of them are left, and
 * after how many seconds the count is back at nothing, or the wait over.
 */
export function setRateLimitHeaders(res: Response, { decision, keys }: Ticket): void {
  const index = keys.findIndex(({ rule: { name } }) => name === decision.rule);
  const rule = keys[index]?.rule;
  if (rule === undefined) return;
  const quota = quotaOf(rule);
  if (!Number.isFinite(quota)) return;
  const failures = decision.failures[index] ?? 0;
  const seconds = (milliseconds: number): number => Math.ceil(milliseconds / 1000);
  const reset = decision.wait > 0 ? decision.wait : failuresOf(failures) * rule.forget;
  res.setHeader('RateLimit-Policy', `"${rule.name}";q=${quota};w=${seconds(quota * rule.forget)}`);
  res.setHeader(
    'RateLimit',
    `"${rule.name}";r=${Math.max(0, quota - failures)};t=${seconds(reset)}`,
  );
}
