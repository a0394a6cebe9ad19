import { addDays, daysBetween, localDay, startOfDay } from '@emas/calendar';
import type { Interval, Period } from '../contract.ts';

/** The days of a report and of the period before it. */
export interface ReportDays {
  readonly from: string;
  readonly to: string;
  readonly interval: Interval;
  readonly previous: {
    readonly from: string;
    readonly to: string;
    /** Set while the period is still running: the same moment of the period before. */
    readonly until: number | undefined;
  };
}

/** The local days that a period means now. */
export function reportDays(
  period: Period,
  timeZone: string,
  now: number,
  custom?: { readonly from: string; readonly to: string },
): ReportDays {
  const today = localDay(now, timeZone);
  const { from, to } = custom ?? { from: firstDay(period, today), to: today };
  const length = daysBetween(from, to);
  const previousTo = addDays(from, -1);
  const previousFrom = addDays(previousTo, 1 - length);
  const running = from <= today && today <= to;
  const elapsed = now - startOfDay(from, timeZone);
  return {
    from,
    to,
    interval: intervalOf(period, length),
    previous: {
      from: previousFrom,
      to: previousTo,
      until: running ? startOfDay(previousFrom, timeZone) + elapsed : undefined,
    },
  };
}

function firstDay(period: Period, today: string): string {
  if (period === '7d') return addDays(today, -6);
  if (period === '30d') return addDays(today, -29);
  if (period !== '12mo') return today;
  const [year = 0, month = 1] = today.split('-').map(Number);
  return new Date(Date.UTC(year, month - 12, 1)).toISOString().slice(0, 10);
}

function intervalOf(period: Period, days: number): Interval {
  if (period === '12mo') return 'month';
  if (days <= 2) return 'hour';
  if (days <= 92) return 'day';
  return days <= 366 ? 'week' : 'month';
}
