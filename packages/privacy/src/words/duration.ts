type Unit = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The largest comes first; a year is 365 days and, in the mean of seven, a quarter of a day more. */
const UNITS: readonly (readonly [Unit, number, least: number])[] = [
  ['year', 365.25 * DAY, 1],
  ['year', 365 * DAY, 1],
  ['month', 31 * DAY, 2],
  ['day', DAY, 2],
  ['hour', HOUR, 2],
  ['minute', MINUTE, 2],
  ['second', SECOND, 0],
];

/** Writes milliseconds in the largest unit of which they are a whole number, or nearly. */
export function durationOf(
  names: Readonly<Record<Unit, readonly [one: string, more: string]>>,
): (ms: number) => string {
  return (ms) => {
    const fitting = UNITS.find(([, length, least]) => {
      const count = ms / length;
      return count >= least && Math.abs(count - Math.round(count)) < 0.001;
    });
    const [unit, length] = fitting ?? ['second', SECOND];
    const count = Math.max(1, Math.round(ms / length));
    return `${count} ${names[unit][count === 1 ? 0 : 1]}`;
  };
}
