import { InvalidArgumentError } from 'commander';

const UNIT_MS: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** How a time is written, for the help. */
export const TIME_FORMS = '2026-11-01 (UTC), 2026-11-01T08:00Z, or an age: 30m, 12h, 7d, 2w';

/** A day, a time or an age, as milliseconds since 1970. */
export function readTime(text: string): number {
  const length = lengthOf(text, 4);
  if (length !== undefined) return Date.now() - length;
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new InvalidArgumentError(
    'Expected a day (2026-11-01), a time (2026-11-01T08:00Z) or an age (30m, 12h, 7d, 2w).',
  );
}

/** `10m`, `2h`, `7d`, `2w`, as milliseconds. */
export function readDuration(text: string): number {
  const length = lengthOf(text, 5);
  if (length !== undefined) return length;
  throw new InvalidArgumentError('Expected a duration: 10m, 2h, 7d or 2w.');
}

function lengthOf(text: string, digits: number): number | undefined {
  const [, count, unit = ''] = new RegExp(`^(\\d{1,${digits}})([mhdw])$`).exec(text) ?? [];
  const length = UNIT_MS[unit];
  return count === undefined || length === undefined ? undefined : Number(count) * length;
}
