import { DIMENSIONS } from '@emas/analytics';
import type { TrafficQueries, TrafficQuestion } from '@emas/analytics';
import type { Request } from 'express';
import { readAsked } from '../../../frame/server/asked-period.ts';
import type { Asked } from '../../../frame/server/asked-period.ts';

/** Whose traffic is asked for, and who answers. */
export interface TrafficSite {
  readonly queries: TrafficQueries;
  readonly app: string;
  /** Where the address names none. */
  readonly timeZone: string;
}

/** What the address of a traffic report asks. */
export interface ReportQuestion {
  readonly asked: Asked<string>;
  readonly now: TrafficQuestion;
  readonly before: TrafficQuestion;
}

/** Where a visit ends is only known afterwards: views cannot be filtered by it. */
export const FILTERABLE = DIMENSIONS.filter((dimension) => dimension !== 'exit_page');

/** @throws EmasError `ERR_EMAS_DASHBOARD_QUERY`. */
export function readReportQuestion(req: Request, desk: TrafficSite): ReportQuestion {
  const asked = readAsked(req, desk.timeZone, FILTERABLE);
  const { timeZone, filters, days } = asked;
  const base = { app: desk.app, timeZone, filters };
  return {
    asked,
    now: { ...base, from: days.from, to: days.to },
    before: {
      ...base,
      from: days.previous.from,
      to: days.previous.to,
      until: days.previous.until,
    },
  };
}
