import { DIMENSIONS, NO_FIGURES } from '@emas/analytics';
import type { LeftOut, Point } from '@emas/analytics';
import type { Request } from 'express';
import type { ResolvedOptions } from '../options.ts';
import { readReportQuestion } from '../report-question.ts';
import type { ReportQuestion } from '../report-question.ts';
import type {
  NamedCount,
  ReportBreakdown,
  ReportDimension,
  TrafficReport,
} from '../traffic-report.ts';

const ROWS = 9;

/** `GET api/traffic`: everything the page shows, in one answer of one moment. */
export async function traffic(req: Request, options: ResolvedOptions): Promise<TrafficReport> {
  const question = readReportQuestion(req, options);
  const { queries } = options;
  const suppressed = await queries.tooFew(question.now);
  const [figures, leftOut] = await Promise.all([
    suppressed ? NOTHING : shown(question, options),
    queries.leftOut(question.now),
  ]);
  const { period, days, now } = question;
  const { from, to, interval, previous } = days;
  return {
    site: options.site,
    range: { period, from, to, timeZone: now.timeZone, interval },
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
  { days, now, before }: ReportQuestion,
  options: ResolvedOptions,
): Promise<Shown> {
  const { queries } = options;
  // The period before may have too few visitors of its own: then there is nothing to compare with.
  const compared = !(await queries.tooFew(before));
  const { until: _, ...wholeBefore } = before;
  const seriesBefore = compared && !(await queries.tooFew(wholeBefore));
  const [totals, previousTotals, series, previousSeries, ...panels] = await Promise.all([
    queries.totals(now),
    compared ? queries.totals(before) : NO_FIGURES,
    queries.series(now, days.interval),
    seriesBefore ? queries.series(wholeBefore, days.interval) : ([] as Point[]),
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
