import { DIMENSIONS } from '@emas/analytics';
import type { Dimension, Figures, LeftOut, TrafficQueries } from '@emas/analytics';
import type { Request } from 'express';
import { rangeOf } from '../../../frame/server/asked-period.ts';
import { readReportQuestion } from './report-question.ts';
import type { ReportQuestion, TrafficSite } from './report-question.ts';
import type { NamedCount, TrafficReport } from '../contract.ts';

const ROWS = 9;

/** `GET api/traffic`: everything the page shows, in one answer of one moment. */
export async function traffic(req: Request, desk: TrafficSite): Promise<TrafficReport> {
  return trafficReport(readReportQuestion(req, desk), desk, ROWS);
}

/** The same for callers other than the page, with a given number of rows for each list. */
export async function trafficReport(
  question: ReportQuestion,
  { queries, app }: TrafficSite,
  rows: number,
): Promise<TrafficReport> {
  const [figures, leftOut] = await Promise.all([
    shown(question, queries, rows),
    queries.leftOut(question.now),
  ]);
  const { asked, now } = question;
  const { previous } = asked.days;
  return {
    app,
    range: rangeOf(asked),
    previousRange: { from: previous.from, to: previous.to },
    filters: now.filters ?? [],
    smallCells: queries.smallCells,
    ...figures,
    bots: leftOut
      .filter(({ reason }) => reason === 'bot')
      .map(({ name, count }) => ({ name, count })),
    leftOut: byReason(leftOut),
    generatedAt: new Date().toISOString(),
  };
}

type Shown = Pick<
  TrafficReport,
  'totals' | 'previousTotals' | 'series' | 'previousSeries' | 'breakdowns'
>;

async function shown(
  { asked, now, before }: ReportQuestion,
  queries: TrafficQueries,
  rows: number,
): Promise<Shown> {
  const { interval } = asked.days;
  const { untilHour: _, ...wholeBefore } = before;
  const [totals, previousTotals, series, previousSeries, breakdowns] = await Promise.all([
    queries.totals(now),
    totalsBefore(before, queries),
    queries.series(now, interval),
    queries.series(wholeBefore, interval),
    queries.breakdowns(now, keptDimensions(now, queries), { limit: rows }),
  ]);
  return {
    totals,
    previousTotals,
    series,
    previousSeries,
    breakdowns: Object.fromEntries(breakdowns),
  };
}

/** Who came by an hour is kept of all visitors together: under a filter they are not compared. */
async function totalsBefore(
  before: ReportQuestion['before'],
  queries: TrafficQueries,
): Promise<TrafficReport['previousTotals']> {
  const figures: Figures = await queries.totals(before);
  const isFiltered = (before.filters ?? []).length > 0;
  return isFiltered && before.untilHour !== undefined ? { ...figures, visitors: null } : figures;
}

function keptDimensions(
  { filters = [] }: ReportQuestion['now'],
  queries: TrafficQueries,
): Dimension[] {
  const filtered = filters.map(({ dimension }) => dimension);
  return DIMENSIONS.filter((dimension) => queries.isKept([...filtered, dimension]));
}

function byReason(leftOut: readonly LeftOut[]): NamedCount[] {
  const counts = new Map<string, number>();
  for (const { reason, count } of leftOut) counts.set(reason, (counts.get(reason) ?? 0) + count);
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .toSorted((left, right) => right.count - left.count);
}
