import { addDays, localTime, startOfDay } from './local-time.ts';
import type { CheckedQuestion, Interval } from './question.ts';

const QUARTER_MS = 900_000;

/** The starts of every interval of a question, those without traffic included. */
export function seriesStarts(question: CheckedQuestion, interval: Interval): string[] {
  const { from, to, timeZone } = question;
  if (interval === 'hour' || interval === 'quarter_hour') {
    const starts = new Set<string>();
    const end = startOfDay(addDays(to, 1), timeZone);
    for (let instant = startOfDay(from, timeZone); instant < end; instant += QUARTER_MS) {
      const time = localTime(instant, timeZone);
      starts.add(interval === 'hour' ? `${time.slice(0, 13)}:00` : time);
    }
    return [...starts];
  }
  const starts = new Set<string>();
  for (let day = from; day <= to; day = addDays(day, 1)) starts.add(intervalStart(day, interval));
  return [...starts];
}

function intervalStart(day: string, interval: 'day' | 'week' | 'month'): string {
  if (interval === 'day') return day;
  if (interval === 'month') return `${day.slice(0, 8)}01`;
  // ISO 8601: a week begins on Monday.
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
}
