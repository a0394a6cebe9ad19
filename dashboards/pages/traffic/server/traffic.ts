import { DIMENSIONS } from '@emas/analytics';
import { NO_FIGURES } from '@emas/analytics/internal';
import type { LeftOut, Point, TrafficQueries } from '@emas/analytics';
import type { Request } from 'express';
import { rangeOf } from '../../../frame/server/asked-period.ts';
import { readReportQuestion } from './report-question.ts';
import type { ReportQuestion, TrafficSite } from './report-question.ts';
import type { NamedCount, ReportBreakdown, ReportDimension, TrafficReport } from '../contract.ts';

const ROWS = 9;

/** `GET api/traffic`: everything the page shows, in one answer of one moment. */
export async function traffic(req: Request, desk: TrafficSite): Promise<TrafficReport> {
  const question = readReportQuestion(req, desk);
  const { queries, app } = desk;
  const suppressed = await queries.tooFew(question.now);
  const [figures, leftOut] = await Promise.all([
    suppressed ? NOTHING : shown(question, queries),
    queries.leftOut(question.now),
  ]);
  const { asked, now } = question;
  const { previous } = asked.days;
  return {
    app,
    range: rangeOf(asked),
    previousRange: { from: previous.from, to: previous.to },
    filters: now.filters ?? [],
    suppressed,
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

const NOTHING: Shown = {
  totals: NO_FIGURES,
  previousTotals: NO_FIGURES,
  series: [],
  previousSeries: [],
  breakdowns: {},
};

async function shown(
  { asked, now, before }: ReportQuestion,
  queries: TrafficQueries,
): Promise<Shown> {
  const { interval } = asked.days;
  // The period before may have too few visitors of its own: then there is nothing to compare with.
  const compared = !(await queries.tooFew(before));
  const { until: _, ...wholeBefore } = before;
  const seriesBefore = compared && !(await queries.tooFew(wholeBefore));
  const [totals, previousTotals, series, previousSeries, ...panels] = await Promise.all([
    queries.totals(now),
    compared ? queries.totals(before) : NO_FIGURES,
    queries.series(now, interval),
    seriesBefore ? queries.series(wholeBefore, interval) : ([] as Point[]),
    ...DIMENSIONS.map(async (dimension): Promise<[ReportDimension, ReportBreakdown]> => [
      dimension,
      await queries.breakdown(now, dimension, { limit: ROWS }),
    ]),
  ]);
  return { totals, previousTotals, series, previousSeries, breakdowns: Object.fromEntries(panels) };
}

function byReason(leftOut: readonly LeftOut[]): NamedCount[] {
  const counts = new Map<string, number>();
  for (const { reason, count } of leftOut) counts.set(reason, (counts.get(reason) ?? 0) + count);
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .toSorted((left, right) => right.count - left.count);
}
