import type { EventName } from '@emas/events';
import type { LogReview } from '@emas/logging';
import type { EventFigure, FailureTableRow, SecurityReport } from '../contract.ts';
import type { Span } from '../../../frame/server/asked-period.ts';
import { isoTime } from './desk.ts';

/** What is counted beside attempts to sign in, by the part of the page that shows it. */
const EVENTS = {
  sessions: [
    'session_challenged',
    'session_confirmed',
    'session_address_changed',
    'session_use_after_expire',
    'session_expired',
    'session_write_lost',
    'store_failed',
  ],
  captcha: ['captcha_failed', 'captcha_unavailable'],
  limits: ['excess_rate_limit_exceeded', 'cross_site_refused'],
  reports: ['csp_violation', 'browser_report'],
} as const satisfies Readonly<Record<string, readonly EventName[]>>;

const ROWS = 50;

export async function otherFigures(log: LogReview, span: Span): Promise<SecurityReport['figures']> {
  const [sessions, captcha, limits, reports] = await Promise.all([
    figuresOf(log, span, EVENTS.sessions),
    figuresOf(log, span, EVENTS.captcha),
    figuresOf(log, span, EVENTS.limits),
    figuresOf(log, span, EVENTS.reports),
  ]);
  return { sessions, captcha, limits, reports };
}

async function figuresOf(
  log: LogReview,
  span: Span,
  events: readonly EventName[],
): Promise<EventFigure[]> {
  const rows = await log.counts({ ...span, events, by: 'event', then: 'reason', limit: ROWS });
  return rows.map(({ value, also, count, last }) => ({
    event: value,
    reason: also,
    count,
    last: isoTime(last),
  }));
}

/** Accounts that succeeded after failures from the same network, the latest first. */
export async function successesAfterFailures(
  log: LogReview,
  span: Span,
  account: string | undefined,
): Promise<FailureTableRow[]> {
  const rows = await log.counts({
    ...span,
    events: ['authn_login_successafterfail'],
    by: 'account',
    then: 'prefix',
    ...(account === undefined ? {} : { where: { account } }),
  });
  const byAccount = new Map<
    string,
    { count: number; prefixes: number; first: number; last: number }
  >();
  for (const { value, count, first, last } of rows) {
    const known = byAccount.get(value) ?? { count: 0, prefixes: 0, first, last };
    byAccount.set(value, {
      count: known.count + count,
      prefixes: known.prefixes + 1,
      first: Math.min(known.first, first),
      last: Math.max(known.last, last),
    });
  }
  return [...byAccount]
    .toSorted(([, left], [, right]) => right.last - left.last)
    .slice(0, ROWS)
    .map(([value, { count, prefixes, first, last }]) => ({
      value,
      failures: count,
      accounts: 1,
      prefixes,
      first: isoTime(first),
      last: isoTime(last),
    }));
}
