import { EmasError } from '@emas/errors';
import { appName } from '@emas/options';
import { z } from 'zod';
import { isLocalDay, isTimeZone } from '@emas/calendar';

/** What figures can be broken down by. */
export const DIMENSIONS = [
  'page',
  'entry_page',
  'exit_page',
  'source',
  'channel',
  'referrer',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'device',
  'browser',
  'os',
  'country',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Exit pages cannot be filtered by: where a visit ends is not known while it lasts. */
export type FilterDimension = Exclude<Dimension, 'exit_page'>;

export interface Filter {
  readonly dimension: FilterDimension;
  /** As stored; '' is a value too: a direct visit, an unknown country. */
  readonly value: string;
}

/** What is asked: of which app, when, and of whom. */
export interface TrafficQuestion {
  readonly app: string;
  /** First local day, `2026-11-01`. */
  readonly from: string;
  /** Last local day, included. */
  readonly to: string;
  /** IANA time zone of the days. */
  readonly timeZone: string;
  /** All must hold; several of one dimension are alternatives. */
  readonly filters?: readonly Filter[];
  /** Milliseconds since 1970: what came later does not count. For a period that is still running. */
  readonly until?: number | undefined;
}

const day = z.string().refine(isLocalDay, 'wants a day such as 2026-11-23');
const schema = z
  .strictObject({
    app: appName,
    from: day,
    to: day,
    timeZone: z.string().refine(isTimeZone, 'wants an IANA time zone'),
    filters: z
      .array(
        z.strictObject({
          dimension: z.enum(DIMENSIONS).exclude(['exit_page']),
          value: z.string().max(500, 'wants at most 500 characters'),
        }),
      )
      .max(20, 'wants at most 20 filters')
      .default([]),
    until: z.number().optional(),
  })
  .refine((question) => question.from <= question.to, {
    path: ['to'],
    message: 'wants a day that is not before "from"',
  })
  .refine((question) => Date.parse(question.to) - Date.parse(question.from) < 3660 * 86_400_000, {
    path: ['to'],
    message: 'wants at most ten years',
  });

export interface CheckedQuestion {
  readonly app: string;
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  readonly filters: readonly Filter[];
  readonly until?: number | undefined;
}

/** @throws EmasError `ERR_EMAS_TRAFFIC_QUESTION`. */
export function checkQuestion(question: TrafficQuestion): CheckedQuestion {
  const result = schema.safeParse(question);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `"${path.join('.')}" ${message}`);
  throw new EmasError('ERR_EMAS_TRAFFIC_QUESTION', `The question is wrong: ${faults.join('; ')}.`);
}
