import { addDays } from './days.ts';
import { localTime, startOfDay } from './local-time.ts';

const QUARTER_MS = 900_000;

/** What a series of figures is cut into. */
export type Interval = 'hour' | 'day' | 'week' | 'month';

/** Local days of a zone, both included. */
interface LocalDays {
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
}

/** The starts of every interval of some days, those without traffic included. */
export function seriesStarts({ from, to, timeZone }: LocalDays, interval: Interval): string[] {
  if (interval === 'hour') {
    const starts = new Set<string>();
    const end = startOfDay(addDays(to, 1), timeZone);
    for (let instant = startOfDay(from, timeZone); instant < end; instant += QUARTER_MS) {
      starts.add(intervalStartOf(instant, interval, timeZone));
    }
    return [...starts];
  }
  const starts = new Set<string>();
  for (let day = from; day <= to; day = addDays(day, 1)) starts.add(intervalStart(day, interval));
  return [...starts];
}

/** The start of the interval that an instant lies in, as `seriesStarts()` has it. */
export function intervalStartOf(instant: number, interval: Interval, timeZone: string): string {
  const time = localTime(instant, timeZone);
  if (interval === 'hour') return `${time.slice(0, 13)}:00`;
  return intervalStart(time.slice(0, 10), interval);
}

function intervalStart(day: string, interval: 'day' | 'week' | 'month'): string {
  if (interval === 'day') return day;
  if (interval === 'month') return `${day.slice(0, 8)}01`;
  // ISO 8601: a week begins on Monday.
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
}

/** The start of the quarter of an hour that an instant lies in, milliseconds since 1970. */
export function quarterHourOf(instant: number): number {
  return instant - (instant % QUARTER_MS);
}
