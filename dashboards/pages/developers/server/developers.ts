import { intervalStartOf, seriesStarts } from '@emas/calendar';
import { isBlocking } from '@emas/hardening/internal';
import { warnOnce } from '@emas/warnings';
import type { FoundLines, LogEntry, LogQuery } from '@emas/logging';
import type { Request } from 'express';
import { instantsOf, rangeOf, readAsked } from '../../../frame/server/asked-period.ts';
import type { Asked } from '../../../frame/server/asked-period.ts';
import type { DeveloperReport } from '../contract.ts';
import { blockedRows } from './blocked.ts';
import { countedCalls, deprecatedRows } from './deprecated.ts';
import type { DeveloperDesk, Slots } from './desk.ts';
import { countedErrors, errorRows } from './errors.ts';
import { updateRows } from './updates.ts';

const PATIENCE_MS = 3000;
const MOST_LINES = { deprecated: 50_000, error: 5000, update: 500, blocked: 20_000 } as const;

/**
 * `GET api/developers`: what is old and still called, what fails, what changed, and what carries all that
 * away. While ClickHouse is away it is what the files of this machine say, since that is when people look.
 */
export async function developers(req: Request, desk: DeveloperDesk): Promise<DeveloperReport> {
  const asked = readAsked(req, desk.timeZone, []);
  const { now: span } = instantsOf(asked);
  const slots = slotsOf(asked);
  desk.refresh?.();
  const [deprecated, errors, updates, blocked, calls, failures, pipelines] = await Promise.all([
    found(desk, { category: 'deprecated' }, MOST_LINES.deprecated),
    found(desk, { category: 'error' }, MOST_LINES.error),
    found(desk, { category: 'update', since: span.from, until: span.to }, MOST_LINES.update),
    found(
      desk,
      { category: 'client', since: span.from, until: span.to },
      MOST_LINES.blocked,
      ({ event }) => isBlocking(event),
    ),
    ifThere(countedCalls(desk.log, span)),
    ifThere(countedErrors(desk.log, span)),
    desk.pipelines?.() ?? [],
  ]);
  const { app, version = '', quietDays } = desk;
  const isAway = calls === undefined || failures === undefined;
  return {
    app,
    version,
    node: process.version,
    range: rangeOf(asked),
    slots: slots.starts,
    deprecated: deprecatedRows({ lines: deprecated.lines, counted: calls, slots, quietDays }),
    errors: errorRows({ lines: errors.lines, counted: failures, span, slots }),
    updates: updateRows(updates.lines),
    blocked: blockedRows(blocked.lines),
    pipelines,
    complete:
      desk.log.hasFiles &&
      !isAway &&
      [deprecated, errors, updates, blocked].every(({ complete }) => complete),
    generatedAt: new Date().toISOString(),
  };
}

const NOTHING: FoundLines = { lines: [], matched: 0, complete: true };

async function found(
  { log }: DeveloperDesk,
  query: LogQuery,
  limit: number,
  matches?: (entry: LogEntry) => boolean,
): Promise<FoundLines> {
  const how = { limit, patience: PATIENCE_MS, ...(matches === undefined ? {} : { matches }) };
  return log.hasFiles ? log.lines(query, how) : NOTHING;
}

/** The page shows what the files say where the engine does not answer, and that it is not all. */
async function ifThere<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await asked;
  } catch (error) {
    warnOnce(
      'WARN_EMAS_DASHBOARD_UNAVAILABLE',
      `The developer page goes by the files of this machine: ${String(error)}`,
    );
    return undefined;
  }
}

function slotsOf({ days, timeZone }: Asked<never>): Slots {
  const starts = seriesStarts({ ...days, timeZone }, days.interval);
  const indexes = new Map(starts.map((start, index) => [start, index]));
  return {
    starts,
    indexOf: (instant) => indexes.get(intervalStartOf(instant, days.interval, timeZone)) ?? -1,
  };
}
