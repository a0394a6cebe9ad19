import { DIMENSIONS, isLocalDay } from '@emas/analytics';
import type { Filter, TrafficQuestion } from '@emas/analytics';
import { EmasError } from '@emas/errors';
import type { Request } from 'express';
import { z } from 'zod';
import type { ResolvedOptions } from './options.ts';
import { reportDays } from './report-range.ts';
import type { ReportDays } from './report-range.ts';
import type { Period } from './traffic-report.ts';

/** What the address of a report asks. */
export interface ReportQuestion {
  readonly period: Period;
  readonly days: ReportDays;
  readonly now: TrafficQuestion;
  readonly before: TrafficQuestion;
}

const day = z.string().refine(isLocalDay, 'wants a day such as 2026-11-23');
const filterable = DIMENSIONS.filter((dimension) => dimension !== 'exit_page');
const filter = z.string().transform((text, context): Filter => {
  const dimension = filterable.find((name) => text.startsWith(`${name}:`));
  if (dimension !== undefined) return { dimension, value: text.slice(dimension.length + 1) };
  context.addIssue(`wants DIMENSION:VALUE with one of ${filterable.join(', ')}`);
  return z.NEVER;
});
const listed = z.union([z.string(), z.array(z.string())]).transform((one) => [one].flat());

const schema = z
  .object({
    period: z.enum(['today', '7d', '30d', '12mo', 'custom']).default('7d'),
    tz: z.string().max(100).optional(),
    from: day.optional(),
    to: day.optional(),
    filter: listed.pipe(z.array(filter).max(20)).default([]),
  })
  .refine(
    (asked) => asked.period !== 'custom' || (asked.from !== undefined && asked.to !== undefined),
    {
      path: ['from'],
      message: 'wants "from" and "to" with a period of one\'s own',
    },
  );

/** @throws EmasError `ERR_EMAS_DASHBOARD_QUERY`. */
export function readReportQuestion(req: Request, options: ResolvedOptions): ReportQuestion {
  const result = schema.safeParse(req.query);
  if (!result.success) throw queryFault(result.error);
  const {
    period,
    tz: timeZone = options.queries.timeZone,
    from,
    to,
    filter: filters,
  } = result.data;
  const custom =
    period === 'custom' && from !== undefined && to !== undefined ? { from, to } : undefined;
  const base = { site: options.site, timeZone, filters };
  const days = daysOf(period, timeZone, custom);
  return {
    period,
    days,
    now: { ...base, from: days.from, to: days.to },
    before: {
      ...base,
      from: days.previous.from,
      to: days.previous.to,
      until: days.previous.until,
    },
  };
}

/** @throws EmasError `ERR_EMAS_DASHBOARD_QUERY`. */
export function queryFault(error: z.ZodError): EmasError {
  const faults = error.issues.map(({ path, message }) => `"${path.join('.')}" ${message}`);
  return new EmasError('ERR_EMAS_DASHBOARD_QUERY', `${faults.join('; ')}.`);
}

function daysOf(
  period: Period,
  timeZone: string,
  custom: { readonly from: string; readonly to: string } | undefined,
): ReportDays {
  try {
    return reportDays(period, timeZone, Date.now(), custom);
  } catch (cause) {
    throw new EmasError('ERR_EMAS_DASHBOARD_QUERY', '"tz" wants an IANA time zone.', { cause });
  }
}
