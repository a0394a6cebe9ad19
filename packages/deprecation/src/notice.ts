import { EmasError } from '@emas/errors';
import { parseOptions } from '@emas/options';
import { z } from 'zod';

/** A time at which something holds, on one day or every week. */
export type Brownout =
  | {
      /** Times with their offset from UTC, or dates. */
      readonly from: string | Date;
      readonly to: string | Date;
      /** 410 says that it is gone, 503 that it comes back, with `Retry-After`. @default 410 */
      readonly status?: 410 | 503;
    }
  | {
      readonly every: 'day' | 'week';
      /** Of a week. */
      readonly on?: Weekday;
      /** On the clock of `timeZone`, `10:00`. */
      readonly at: string;
      readonly minutes: number;
      /** @default 'UTC' */
      readonly timeZone?: string;
      /** Days from which and until which it is held, `2026-12-01`. @default since the start, to the sunset */
      readonly from?: string | Date;
      readonly until?: string | Date;
      readonly status?: 410 | 503;
    };

export type Weekday =
  'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';

/** What clients of an endpoint are told. */
export interface DeprecationNotice {
  /** Since when nobody should begin to use it, or from when on: `2026-01-31`, or a time with its offset. */
  readonly since: string | Date;
  /** When it stops to work, not before `since`. @default not decided */
  readonly sunset?: string | Date;
  /** Where the same is to be had: a path or a URL. */
  readonly successor?: string;
  /** A page that says what to do. */
  readonly docs?: string;
  /** A page about the sunset, where it is another one. */
  readonly policy?: string;
  /** Short times in which it is refused, so that callers who have not read the headers notice in time. */
  readonly brownouts?: readonly Brownout[];
  /** What becomes of calls after the sunset. @default the ledger's `afterSunset` */
  readonly afterSunset?: 'warn' | 'gone';
  /** Names the endpoint in the ledger. @default its method and its route, `GET /api/v1/clinics/:id` */
  readonly endpoint?: string;
}

/** A notice whose dates are times, milliseconds since 1970. */
export interface ParsedNotice {
  readonly since: number;
  readonly sunset: number | undefined;
  readonly successor: string | undefined;
  readonly docs: string | undefined;
  readonly policy: string | undefined;
  readonly afterSunset: 'warn' | 'gone' | undefined;
  readonly endpoint: string | undefined;
}

const DAY = /^\d{4}-\d\d-\d\d$/;
/** `endpoint` is a name in log lines, where a long one helps nobody. */
const LONGEST_NAME = 200;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/;

/** Names only, where the value is read further down: a misspelt one would say nothing, unnoticed. */
const noticeSchema = z.strictObject({
  since: z.unknown().optional(),
  sunset: z.unknown().optional(),
  successor: z.unknown().optional(),
  docs: z.unknown().optional(),
  policy: z.unknown().optional(),
  brownouts: z.array(z.unknown(), { error: 'expected an array' }).optional(),
  afterSunset: z.enum(['warn', 'gone'], { error: "expected 'warn' or 'gone'" }).optional(),
  endpoint: z
    .string({ error: 'expected a name such as GET /api/v1/clinics' })
    .min(1, 'expected a name such as GET /api/v1/clinics')
    .optional(),
});
const shared = {
  status: z.unknown().optional(),
  from: z.unknown().optional(),
};
const onceSchema = z.strictObject({ ...shared, to: z.unknown().optional() });
const recurringSchema = z.strictObject({
  ...shared,
  every: z.unknown().optional(),
  on: z.unknown().optional(),
  at: z.unknown().optional(),
  minutes: z.unknown().optional(),
  timeZone: z.unknown().optional(),
  until: z.unknown().optional(),
});

/** @throws EmasError `ERR_EMAS_DEPRECATION_NOTICE`. */
export function parseNotice(notice: DeprecationNotice): ParsedNotice {
  if (typeof notice !== 'object' || notice === null) {
    throw noticeError('there is no notice', "Write deprecated({ since: '2026-01-31' }).");
  }
  checkNames(notice);
  const since = parseTime('since', notice.since);
  const sunset = notice.sunset === undefined ? undefined : parseTime('sunset', notice.sunset);
  // RFC 9745 §4: the sunset is never before the deprecation.
  if (sunset !== undefined && sunset < since) {
    throw noticeError('"sunset" is before "since"', 'Set a sunset that is after "since".');
  }
  return {
    since,
    sunset,
    successor: parseLink('successor', notice.successor),
    docs: parseLink('docs', notice.docs),
    policy: parseLink('policy', notice.policy),
    afterSunset: notice.afterSunset,
    endpoint: notice.endpoint?.slice(0, LONGEST_NAME),
  };
}

function checkNames(notice: DeprecationNotice): void {
  parseOptions('deprecated', 'ERR_EMAS_DEPRECATION_NOTICE', noticeSchema, notice);
  for (const [index, brownout] of (notice.brownouts ?? []).entries()) {
    const isRecurring = typeof brownout === 'object' && brownout !== null && 'every' in brownout;
    const schema = isRecurring ? recurringSchema : onceSchema;
    const where = `deprecated: brownouts.${index}`;
    parseOptions(where, 'ERR_EMAS_DEPRECATION_NOTICE', schema, brownout ?? null);
  }
}

/** @throws EmasError `ERR_EMAS_DEPRECATION_NOTICE`. */
export function parseTime(name: string, value: unknown): number {
  if (typeof value === 'string' && (DAY.test(value) || TIME.test(value))) {
    const time = Date.parse(value);
    if (!Number.isNaN(time) && isRealDay(value.slice(0, 10))) return time;
  }
  const date = value instanceof Date ? value.getTime() : Number.NaN;
  if (!Number.isNaN(date)) return date;
  throw noticeError(
    `"${name}" is not a date`,
    'Write a day (2026-01-31), a time with its offset (2026-01-31T08:00+08:00), or give a Date.',
  );
}

/** `2026-02-30` is the second of March to Date.parse. */
function isRealDay(day: string): boolean {
  const time = Date.parse(day);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

/** @returns The link as it may stand in a header. @throws EmasError `ERR_EMAS_DEPRECATION_NOTICE`. */
function parseLink(name: string, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const isLink =
    typeof value === 'string' && /^[\u0021-\u007e]+$/.test(value) && !/[<>"\\]/.test(value);
  if (isLink && URL.canParse(value, 'https://host.invalid')) return value;
  throw noticeError(
    `"${name}" is not a link`,
    'Write a path (/api/v2/clinics) or a URL, with spaces and other characters percent-encoded.',
  );
}

export function noticeError(message: string, help: string): EmasError {
  return new EmasError('ERR_EMAS_DEPRECATION_NOTICE', `deprecated: ${message}.`, { help });
}
