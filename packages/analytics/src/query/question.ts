import { EmasError } from '@emas/errors';
import { z } from 'zod';
import { isLocalDay } from '@emas/calendar';
import { areCrossed, DIMENSIONS } from '../dimensions.ts';
import type { Dimension } from '../dimensions.ts';

export interface Filter {
  readonly dimension: Dimension;
  /** As stored; '' is a value too: a direct visit, an unknown country. */
  readonly value: string;
}

/** What is asked: of which of the site's days, and of whom. */
export interface TrafficQuestion {
  /** First of the site's days, `2026-11-01`. */
  readonly from: string;
  /** Last of them, included. */
  readonly to: string;
  /**
   * Of one dimension; several values are alternatives. Of two dimensions where the app keeps their
   * combination with what is asked for (`combine`).
   */
  readonly filters?: readonly Filter[];
  /** Local hour, 1 to 24: of the last day, only what was before it. For a period that still runs. */
  readonly untilHour?: number | undefined;
}

const day = z.string().refine(isLocalDay, 'expected a day such as 2026-11-23');
const schema = z
  .strictObject({
    from: day,
    to: day,
    filters: z
      .array(
        z.strictObject({
          dimension: z.enum(DIMENSIONS),
          value: z.string().max(500, 'expected at most 500 characters'),
        }),
      )
      .max(20, 'expected at most 20 filters')
      .default([]),
    untilHour: z.int().min(1, 'expected an hour from 1 to 24').max(24).optional(),
  })
  .refine((question) => question.from <= question.to, {
    path: ['to'],
    message: 'expected a day that is not before "from"',
  })
  .refine((question) => Date.parse(question.to) - Date.parse(question.from) < 3660 * 86_400_000, {
    path: ['to'],
    message: 'expected at most ten years',
  });

export interface CheckedQuestion extends TrafficQuestion {
  readonly filters: readonly Filter[];
}

/** @throws EmasError `ERR_EMAS_TRAFFIC_QUESTION`. */
export function checkQuestion(question: TrafficQuestion): CheckedQuestion {
  const result = schema.safeParse(question);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `"${path.join('.')}": ${message}`);
  throw new EmasError('ERR_EMAS_TRAFFIC_QUESTION', `The question is wrong: ${faults.join('; ')}.`);
}

/** The dimensions of some filters, each once. */
export function filteredBy(filters: readonly Filter[]): Dimension[] {
  return DIMENSIONS.filter((name) => filters.some(({ dimension }) => dimension === name));
}

/**
 * Whether figures of these dimensions together are kept: alone, in pairs that belong together, and in
 * combinations of three that the app names.
 */
export function areKept(
  names: readonly string[],
  combine: readonly (readonly string[])[] = [],
): boolean {
  const [one = '', other = '', third, ...more] = new Set(names);
  if (more.length > 0) return false;
  if (other === '') return true;
  if (third === undefined) return areCrossed(one, other);
  return combine.some((kept) => [one, other, third].every((name) => kept.includes(name)));
}
