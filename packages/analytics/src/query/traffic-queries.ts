import type { ClickHouseClient } from '@clickhouse/client';
import { EmasError } from '@emas/errors';
import { breakdownOf } from './breakdown.ts';
import type { Breakdown, BreakdownOptions } from './breakdown.ts';
import { figuresOf, NO_FIGURES } from './figures.ts';
import type { Figures, Point } from './figures.ts';
import { parametersOf } from './parameters.ts';
import { planBreakdown, planFigures } from './plan.ts';
import { checkQuestion } from './question.ts';
import type { CheckedQuestion, Dimension, TrafficQuestion } from './question.ts';
import { memoized } from '@emas/memoize';
import { seriesStarts } from '@emas/calendar';
import type { Interval } from '@emas/calendar';
import { DEFAULT_SMALL_CELLS, isTooSmall } from './small-cells.ts';
import { runSqlFile } from './sql-files.ts';

/** Options of `trafficQueries()`. */
export interface TrafficQueriesOptions {
  readonly client: ClickHouseClient;
  /** The zone in which the app's days were counted: `timeZone` of `analytics()`. */
  readonly timeZone: string;
  /**
   * Fewest visitors that a figure may be about; 1 shows everything.
   * @default 5
   */
  readonly smallCells?: number;
}

/** Requests that were no page view. */
export interface LeftOut {
  readonly reason: string;
  /** A bot's name; '' for the other reasons. */
  readonly name: string;
  readonly count: number;
}

/**
 * Questions about traffic. Each throws EmasError `ERR_EMAS_TRAFFIC_QUESTION` on a wrong one and, where
 * filters leave too few visitors, `ERR_EMAS_TRAFFIC_TOO_FEW`; the client's error when ClickHouse is away.
 */
export interface TrafficQueries {
  readonly smallCells: number;
  readonly timeZone: string;
  totals(question: TrafficQuestion): Promise<Figures>;
  /** Every interval of the question's days, those without traffic included. */
  series(question: TrafficQuestion, interval: Interval): Promise<Point[]>;
  breakdown(
    question: TrafficQuestion,
    dimension: Dimension,
    options?: BreakdownOptions,
  ): Promise<Breakdown>;
  /** Not affected by filters, which these requests have no values for. */
  leftOut(question: TrafficQuestion): Promise<LeftOut[]>;
  /** Visitors with a view in the last five minutes. */
  realtime(app: string): Promise<number>;
  /** Whether the other questions would refuse these filters. */
  tooFew(question: TrafficQuestion): Promise<boolean>;
}

/** One load of a page asks a dozen questions with the same filters. */
const REMEMBERED_MS = 2000;

export function trafficQueries(options: TrafficQueriesOptions): TrafficQueries {
  const { client, timeZone, smallCells = DEFAULT_SMALL_CELLS } = options;

  async function whole(question: CheckedQuestion): Promise<Figures> {
    const grain = planFigures(question, timeZone, 'whole');
    const [point] = await figuresOf(client, grain, question, 'whole');
    if (point === undefined) return NO_FIGURES;
    const { start: _, ...figures } = point;
    return figures;
  }

  const tooSmall = memoized(
    async (question: CheckedQuestion) =>
      isTooSmall(question, smallCells, async (asked) => (await whole(asked)).visitors),
    REMEMBERED_MS,
  );

  async function allowed(asked: TrafficQuestion): Promise<CheckedQuestion> {
    const question = checkQuestion(asked);
    if (!(await tooSmall(question))) return question;
    throw new EmasError(
      'ERR_EMAS_TRAFFIC_TOO_FEW',
      `These filters leave fewer than ${smallCells} visitors, or all but so few.`,
      { help: 'Take a filter away, or ask for a longer time.' },
    );
  }

  return {
    smallCells,
    timeZone,
    tooFew: async (asked) => tooSmall(checkQuestion(asked)),
    totals: async (asked) => whole(await allowed(asked)),
    async series(asked, interval) {
      const question = await allowed(asked);
      const grain = planFigures(question, timeZone, interval);
      const points = await figuresOf(client, grain, question, interval);
      const known = new Map(points.map((point) => [point.start, point]));
      return seriesStarts(question, interval).map(
        (start) => known.get(start) ?? { start, ...NO_FIGURES },
      );
    },
    async breakdown(asked, dimension, { limit = 10, offset = 0, search = '' } = {}) {
      const question = await allowed(asked);
      const grain = planBreakdown(question, timeZone);
      return breakdownOf(client, grain, question, dimension, { limit, offset, search, smallCells });
    },
    async leftOut(asked) {
      return runSqlFile<LeftOut>(client, 'left-out', parametersOf(checkQuestion(asked)));
    },
    async realtime(app) {
      const [row] = await runSqlFile<{ visitors: number }>(client, 'realtime', { app });
      return row?.visitors ?? 0;
    },
  };
}
