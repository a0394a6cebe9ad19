import type { ClickHouseClient } from '@clickhouse/client';
import { localTime, seriesStarts } from '@emas/calendar';
import { DEFAULT_SMALL_CELLS } from '@emas/options';
import type { Dimension } from '../dimensions.ts';
import { DayKeeper } from '../days/day-keeper.ts';
import type { Grouping } from '../days/groupings.ts';
import { rowsOf } from './breakdown.ts';
import type { Breakdown, BreakdownOptions, ChooseCellsBy, RowsOf } from './breakdown.ts';
import { cellParameters, chooseCells, withValues } from './cells.ts';
import { figuresOf, NO_FIGURES, sumsOf, wholeSums } from './figures.ts';
import type { Figures, Point, TrafficInterval } from './figures.ts';
import { areKept, checkQuestion, filteredBy } from './question.ts';
import type { CheckedQuestion, TrafficQuestion } from './question.ts';
import { runSqlFile } from './sql-files.ts';
import { totalsOf } from './totals.ts';
import type { ChooseCells } from './totals.ts';

/** Options of `trafficQueries()`. */
export interface TrafficQueriesOptions {
  readonly client: ClickHouseClient;
  /** The name under which the figures are kept: `app` of `analytics()`. */
  readonly app: string;
  /** The zone in which the app's days are counted: `timeZone` of `analytics()`. */
  readonly timeZone: string;
  /**
   * Fewest visitors that a figure may be about; 1 shows everything. The same as of `analytics()`.
   * @default 5
   */
  readonly smallCells?: number;
  /** Combinations of three dimensions that are kept: `combine` of `analytics()`. @default none */
  readonly combine?: readonly Grouping[];
}

/** Requests that were no page view. */
export interface LeftOut {
  readonly reason: string;
  /** A bot's name; '' for the other reasons. */
  readonly name: string;
  readonly count: number;
}

/**
 * Questions about traffic. Each throws EmasError `ERR_EMAS_TRAFFIC_QUESTION` on a wrong one,
 * `ERR_EMAS_TRAFFIC_NOT_KEPT` where figures of its dimensions together are not kept, and the client's error
 * when ClickHouse is away.
 */
export interface TrafficQueries {
  readonly smallCells: number;
  readonly timeZone: string;
  /** Combinations of three dimensions that are kept. */
  readonly combine: readonly Grouping[];
  /** Whether figures of these dimensions together are kept. */
  isKept(dimensions: readonly string[]): boolean;
  totals(question: TrafficQuestion): Promise<Figures>;
  /** Every interval of the question's days, those without traffic included. */
  series(question: TrafficQuestion, interval: TrafficInterval): Promise<Point[]>;
  breakdown(
    question: TrafficQuestion,
    dimension: Dimension,
    options?: BreakdownOptions,
  ): Promise<Breakdown>;
  /** Several at once, which costs little more than one. */
  breakdowns(
    question: TrafficQuestion,
    dimensions: readonly Dimension[],
    options?: BreakdownOptions,
  ): Promise<ReadonlyMap<Dimension, Breakdown>>;
  /** Not affected by filters, which these requests have no values for. */
  leftOut(question: TrafficQuestion): Promise<LeftOut[]>;
  /** Visitors of the hour that runs. */
  realtime(): Promise<number>;
}

export function trafficQueries(options: TrafficQueriesOptions): TrafficQueries {
  const { smallCells = DEFAULT_SMALL_CELLS, combine = [] } = options;
  return queriesOf(new DayKeeper({ ...options, smallest: smallCells, combine }));
}

/** The questions about the days that somebody keeps. */
export function queriesOf(keeper: DayKeeper): TrafficQueries {
  const { client, app, timeZone, smallest: smallCells, combine } = keeper.options;

  /** What is shown of the open days is brought up to date first. */
  async function ready(asked: TrafficQuestion): Promise<CheckedQuestion> {
    const question = checkQuestion(asked);
    await keeper.refresh(question);
    return question;
  }
  const cellsFor: ChooseCells = (question, by) => chooseCells(app, question, [by], combine);

  async function rowsBy(
    asked: TrafficQuestion,
    dimensions: readonly Dimension[],
    options?: BreakdownOptions,
  ): Promise<RowsOf> {
    const question = await ready(asked);
    const choose: ChooseCellsBy = (names) => chooseCells(app, question, names, combine);
    return rowsOf(client, choose, filteredBy(question.filters), dimensions, options);
  }

  return {
    smallCells,
    timeZone,
    combine,
    isKept: (dimensions) => areKept(dimensions, combine),
    totals: async (asked) => figuresOf(await totalsOf(client, cellsFor, await ready(asked))),
    async series(asked, interval) {
      const question = await ready(asked);
      const cells = cellsFor(question, interval === 'hour' ? 'hour' : undefined);
      const points = await sumsOf(client, cells, interval);
      const known = new Map(points.map((sums) => [sums.start, figuresOf(sums)]));
      return seriesStarts({ ...question, timeZone }, interval).map((start) => ({
        start,
        ...(known.get(start) ?? NO_FIGURES),
      }));
    },
    async breakdown(asked, dimension, options) {
      const rows = await rowsBy(asked, [dimension], options);
      return rows(dimension);
    },
    async breakdowns(asked, dimensions, options) {
      const rows = await rowsBy(asked, dimensions, options);
      return new Map(dimensions.map((dimension) => [dimension, rows(dimension)]));
    },
    async leftOut(asked) {
      const question = await ready({ ...asked, filters: [] });
      const cells = { ...cellsFor(question), groupings: [{ names: ['left_out', 'bot'] }] };
      return runSqlFile<LeftOut>(client, 'left-out', cellParameters(cells));
    },
    async realtime() {
      const now = localTime(Date.now(), timeZone);
      const today = now.slice(0, 10);
      const question = await ready({ from: today, to: today });
      const cells = withValues(cellsFor(question, 'hour'), 'hour', [now.slice(11, 13)]);
      return (await wholeSums(client, cells)).visitors;
    },
  };
}
