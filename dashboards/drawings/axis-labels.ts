import type { Interval } from '../frame/contract.ts';
import { formatLocal, formatTime } from '../frame/web/dates.ts';
import type { FigureKind } from './change.ts';

/** Steps that read well: quarters and halves of a day, weeks, seasons. */
const STEPS: Readonly<Record<Interval, readonly number[]>> = {
  hour: [1, 2, 3, 4, 6, 12, 24, 48, 72, 168],
  day: [1, 2, 3, 7, 14, 28, 56, 91],
  week: [1, 2, 4, 8, 13, 26, 52],
  month: [1, 2, 3, 6, 12, 24, 36],
};

/** Which points get a label on the time axis, so that no more than `most` do. */
export function tickIndexes(count: number, interval: Interval, most: number): number[] {
  const room = Math.max(1, most);
  const step =
    STEPS[interval].find((one) => Math.ceil(count / one) <= room) ?? Math.ceil(count / room);
  return Array.from({ length: Math.ceil(count / step) }, (_, index) => index * step);
}

/** The label of one point; the day is named where it changes, not at every hour. */
export function tickLabel(
  starts: readonly string[],
  index: number,
  interval: Interval,
  locale: string,
): string {
  const start = starts[index];
  if (start === undefined) return '';
  switch (interval) {
    case 'hour':
      return start.endsWith('T00:00') && spansDays(starts)
        ? formatLocal(start, locale, { day: 'numeric', month: 'short' })
        : formatTime(start, locale);
    case 'day':
      return formatLocal(start, locale, dayLabel(starts.length));
    case 'week':
      return formatLocal(start, locale, { day: 'numeric', month: 'short' });
    default:
      return formatLocal(start, locale, monthLabel(start, index));
  }
}

/** Distances between the lines of the value axis: whole visitors, round seconds, tidy percents. */
const VALUE_STEPS: Readonly<Record<FigureKind, readonly number[]>> = {
  count: Array.from({ length: 10 }, (_, power) => [1, 2, 5].map((one) => one * 10 ** power)).flat(),
  ratio: [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100],
  share: [0.01, 0.02, 0.05, 0.1, 0.2, 0.25],
  duration: [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400],
};

export function valueSteps(kind: FigureKind): number[] {
  return [...VALUE_STEPS[kind]];
}

function spansDays(starts: readonly string[]): boolean {
  return starts[0]?.slice(0, 10) !== starts.at(-1)?.slice(0, 10);
}

function dayLabel(count: number): Intl.DateTimeFormatOptions {
  return count <= 8 ? { weekday: 'short', day: 'numeric' } : { day: 'numeric', month: 'short' };
}

function monthLabel(start: string, index: number): Intl.DateTimeFormatOptions {
  const namesYear = index === 0 || start.slice(5, 7) === '01';
  return namesYear ? { month: 'short', year: 'numeric' } : { month: 'short' };
}
