import { InvalidArgumentError } from 'commander';

const UNIT_MS: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** A day, a time or an age, as milliseconds since 1970. */
export function readTime(text: string): number {
  const [, count, unit = ''] = /^(\d{1,4})([mhdw])$/.exec(text) ?? [];
  const length = UNIT_MS[unit];
  if (count !== undefined && length !== undefined) return Date.now() - Number(count) * length;
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new InvalidArgumentError(
    'A day (2026-11-01), a time (2026-11-01T08:00Z) or an age (30m, 12h, 7d, 2w), please.',
  );
}
