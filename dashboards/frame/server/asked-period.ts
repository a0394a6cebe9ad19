import { addDays, isLocalDay, startOfDay } from '@emas/calendar';
import { EmasError } from '@emas/errors';
import type { Request } from 'express';
import { z } from 'zod';
import { reportDays } from './report-range.ts';
import type { ReportDays } from './report-range.ts';
import type { Period, ReportRange } from '../contract.ts';

/** What every report's address says: when, and of what. */
export interface Asked<Dimension extends string> {
  readonly period: Period;
  readonly timeZone: string;
  readonly days: ReportDays;
  readonly filters: readonly { readonly dimension: Dimension; readonly value: string }[];
}

/** Periods that have names; a period of one's own is `custom`, with its first and last day. */
export const PERIODS = ['today', '7d', '30d', '12mo'] as const satisfies readonly Period[];

const day = z.string().refine(isLocalDay, 'expected a day such as 2026-11-23');
const listed = z.union([z.string(), z.array(z.string())]).transform((one) => [one].flat());
const LONGEST_VALUE = 2000;
const MOST_FILTERS = 20;

/**
 * Reads `period`, `tz`, `from`, `to` and `filter=DIMENSION:VALUE` of an address.
 *
 * @param timeZone The app's own, where the address names none.
 * @param zones Whether the address may name another.
 * @throws EmasError `ERR_EMAS_DASHBOARD_QUERY`.
 */
export function readAsked<Dimension extends string>(
  req: Pick<Request, 'query'>,
  timeZone: string,
  dimensions: readonly Dimension[],
  zones: 'any' | 'site' = 'any',
): Asked<Dimension> {
  const { period, tz, from, to, filter } = checked(schemaOf(dimensions), req.query);
  const zone = zones === 'site' ? timeZone : (tz ?? timeZone);
  const custom =
    period === 'custom' && from !== undefined && to !== undefined ? { from, to } : undefined;
  return { period, timeZone: zone, days: daysOf(period, zone, custom), filters: filter };
}

/** @throws EmasError `ERR_EMAS_DASHBOARD_QUERY`, which names what is wrong with which parameter. */
export function checked<Schema extends z.ZodType>(
  schema: Schema,
  query: unknown,
): z.output<Schema> {
  const result = schema.safeParse(query);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `"${path.join('.')}": ${message}`);
  throw new EmasError('ERR_EMAS_DASHBOARD_QUERY', `${faults.join('; ')}.`);
}

/** Milliseconds since 1970, from inclusive, to exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The instants that a report is about, and those of the period before it. */
export function instantsOf({ days, timeZone }: Pick<Asked<string>, 'days' | 'timeZone'>): {
  readonly now: Span;
  readonly before: Span;
} {
  const from = startOfDay(days.from, timeZone);
  const { previous } = days;
  return {
    now: { from, to: startOfDay(addDays(days.to, 1), timeZone) },
    before: { from: startOfDay(previous.from, timeZone), to: previous.until ?? from },
  };
}

export function rangeOf({ period, days, timeZone }: Asked<string>): ReportRange {
  const { from, to, interval } = days;
  return { period, from, to, timeZone, interval };
}

// Returned as it is inferred: what it gives depends on the dimensions.
// oxlint-disable-next-line typescript/explicit-function-return-type
function schemaOf<Dimension extends string>(dimensions: readonly Dimension[]) {
  const filter = z
    .string()
    .max(LONGEST_VALUE)
    .transform((text, context): { dimension: Dimension; value: string } => {
      const dimension = dimensions.find((name) => text.startsWith(`${name}:`));
      if (dimension !== undefined) return { dimension, value: text.slice(dimension.length + 1) };
      context.addIssue(`expected DIMENSION:VALUE with one of ${dimensions.join(', ')}`);
      return z.NEVER;
    });
  return z
    .object({
      period: z.enum([...PERIODS, 'custom']).default('7d'),
      tz: z.string().max(100).optional(),
      from: day.optional(),
      to: day.optional(),
      filter: listed.pipe(z.array(filter).max(MOST_FILTERS)).default([]),
    })
    .refine(
      (asked) => asked.period !== 'custom' || (asked.from !== undefined && asked.to !== undefined),
      { path: ['from'], message: 'expected "from" and "to" with a custom period' },
    );
}

function daysOf(
  period: Period,
  timeZone: string,
  custom: { readonly from: string; readonly to: string } | undefined,
): ReportDays {
  try {
    return reportDays(period, timeZone, Date.now(), custom);
  } catch (cause) {
    throw new EmasError('ERR_EMAS_DASHBOARD_QUERY', '"tz": expected an IANA time zone.', { cause });
  }
}
