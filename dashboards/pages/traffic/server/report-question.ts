import { localTime } from '@emas/calendar';
import { DIMENSIONS } from '@emas/analytics';
import type { TrafficQueries, TrafficQuestion } from '@emas/analytics';
import type { Request } from 'express';
import { readAsked } from '../../../frame/server/asked-period.ts';
import type { Asked } from '../../../frame/server/asked-period.ts';

/** Whose traffic is asked for, and who answers. */
export interface TrafficSite {
  readonly queries: TrafficQueries;
  readonly app: string;
}

/** What the address of a traffic report asks. */
export interface ReportQuestion {
  readonly asked: Asked<string>;
  readonly now: TrafficQuestion;
  readonly before: TrafficQuestion;
}

/**
 * Days are always the site's, not those of the address: a day of another time zone would tell an hour apart from
 * the rest.
 *
 * @throws EmasError `ERR_EMAS_DASHBOARD_QUERY`.
 */
export function readReportQuestion(
  req: Pick<Request, 'query'>,
  { queries }: Pick<TrafficSite, 'queries'>,
): ReportQuestion {
  const asked = readAsked(req, queries.timeZone, DIMENSIONS, 'site');
  const { filters, days } = asked;
  const { from, to, until } = days.previous;
  const untilHour = until === undefined ? undefined : nearestHour(until, queries.timeZone);
  return {
    asked,
    now: { filters, from: days.from, to: days.to },
    before: { filters, from, to, untilHour },
  };
}

/** Of a day's hours, 1 to 24. */
function nearestHour(instant: number, timeZone: string): number {
  const time = localTime(instant, timeZone);
  return Math.max(1, Math.round(Number(time.slice(11, 13)) + Number(time.slice(14)) / 60));
}
