import type { LogEntry, LogReview } from '@emas/logging';
import type { ErrorRow } from '../contract.ts';
import type { Span } from '../../../frame/server/asked-period.ts';
import { KEPT_MS, fullerTrends, instantOfHour, sum, trendsOf } from './desk.ts';
import type { HourCount, Slots } from './desk.ts';

const EVENTS = ['unhandled_error', 'sys_crash'] as const;
const ROWS = 100;

interface Seen {
  readonly first: number;
  readonly last: number;
}

/** Errors by fingerprint: when they were seen at all, and how often by the hour, of all machines. */
export interface CountedErrors {
  readonly seen: ReadonlyMap<string, Seen>;
  readonly hours: readonly HourCount[];
}

export async function countedErrors(log: LogReview, span: Span): Promise<CountedErrors> {
  const now = Date.now();
  const [ever, hours] = await Promise.all([
    log.counts({ events: EVENTS, from: now - KEPT_MS, to: now + 1, by: 'reason', limit: 10_000 }),
    log.counts({ events: EVENTS, ...span, by: 'reason', then: 'hour', limit: 100_000 }),
  ]);
  return {
    seen: new Map(ever.map(({ value, first, last }) => [value, { first, last }])),
    hours: hours.map(({ value, also, count }) => ({
      name: value,
      hour: instantOfHour(also),
      count,
    })),
  };
}

interface ErrorWanted {
  readonly lines: readonly LogEntry[];
  /** `undefined` while the engine is away: then the lines are counted. */
  readonly counted: CountedErrors | undefined;
  readonly span: Span;
  readonly slots: Slots;
}

/** What failed in the span, the latest first; words and stacks are from the files of this machine. */
export function errorRows({ lines, counted, span, slots }: ErrorWanted): ErrorRow[] {
  const own = linesByFingerprint(lines);
  const ofLines = countedFromLines(lines, span);
  const trends = fullerTrends(trendsOf(counted?.hours ?? [], slots), trendsOf(ofLines, slots));
  return [...trends]
    .map(([fingerprint, trend]) => {
      const mine = own.get(fingerprint) ?? [];
      const seen = seenOf(mine, counted?.seen.get(fingerprint));
      return { fingerprint, ...detailsOf(mine), ...seen, trend };
    })
    .map(({ first, last, trend, ...row }): ErrorRow => ({
      ...row,
      count: sum(trend),
      first: new Date(first).toISOString(),
      last: new Date(last).toISOString(),
      isNew: first >= span.from,
      trend,
    }))
    .toSorted((left, right) => (left.last < right.last ? 1 : -1))
    .slice(0, ROWS);
}

/** The latest first, as they come. */
function linesByFingerprint(lines: readonly LogEntry[]): Map<string, LogEntry[]> {
  const own = new Map<string, LogEntry[]>();
  for (const line of lines) {
    const fingerprint = fingerprintOf(line);
    if (fingerprint === '') continue;
    const known = own.get(fingerprint) ?? [];
    known.push(line);
    own.set(fingerprint, known);
  }
  return own;
}

function fingerprintOf({ data }: LogEntry): string {
  const { fingerprint } = data;
  return typeof fingerprint === 'string' ? fingerprint : '';
}

function countedFromLines(lines: readonly LogEntry[], { from, to }: Span): HourCount[] {
  return lines
    .filter((line) => fingerprintOf(line) !== '' && line.time >= from && line.time < to)
    .map((line) => {
      const count = line.data['count'];
      return {
        name: fingerprintOf(line),
        hour: line.time,
        count: typeof count === 'number' ? count : 1,
      };
    });
}

function seenOf(mine: readonly LogEntry[], counted: Seen | undefined): Seen {
  const times = mine.map(({ time }) => time);
  return {
    first: Math.min(...times, counted?.first ?? Number.POSITIVE_INFINITY),
    last: Math.max(...times, counted?.last ?? 0),
  };
}

type Details = Pick<ErrorRow, 'name' | 'message' | 'request' | 'status' | 'stack'>;

function detailsOf(mine: readonly LogEntry[]): Details {
  const latest = mine.find(({ data }) => typeof data['error'] === 'object');
  const data = latest?.data ?? {};
  const error: object =
    typeof data['error'] === 'object' && data['error'] !== null ? data['error'] : {};
  const text = (from: object, key: string): string => {
    const value: unknown = Reflect.get(from, key);
    return typeof value === 'string' ? value : '';
  };
  const status: unknown = data['status'];
  return {
    name: text(error, 'name'),
    message: text(error, 'message'),
    request: `${text(data, 'method')} ${text(data, 'path')}`.trim(),
    status: typeof status === 'number' ? status : null,
    stack: text(error, 'stack'),
  };
}
