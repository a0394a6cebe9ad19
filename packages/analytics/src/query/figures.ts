import type { ClickHouseClient } from '@clickhouse/client';
import { parametersOf } from './parameters.ts';
import type { Grain } from './plan.ts';
import type { Interval } from '@emas/calendar';
import type { CheckedQuestion } from './question.ts';
import { runSqlFile } from './sql-files.ts';

/** Figures of one stretch of time. */
export interface Figures {
  readonly views: number;
  /** Different visitors; over several days the sum of the days', since keys change daily. */
  readonly visitors: number;
  /** Visits that began; with a filter by page, those that saw it. */
  readonly visits: number;
  /** Share of visits with one view, 0 to 1; null without visits. */
  readonly bounceRate: number | null;
  /** Mean seconds from a visit's first to its last view; null without visits. */
  readonly visitDuration: number | null;
  readonly viewsPerVisit: number | null;
}

/** Figures of one interval; `start` is local, `2026-11-23T14:00` or `2026-11-23`. */
export interface Point extends Figures {
  readonly start: string;
}

interface Sums {
  readonly start: string;
  readonly views: number;
  readonly visitors: number;
  readonly visits?: number;
  readonly page_visits?: number;
  readonly starts: number;
  readonly bounces: number;
  readonly duration: number;
}

/** The figures of a time without traffic. */
export const NO_FIGURES: Figures = {
  views: 0,
  visitors: 0,
  visits: 0,
  bounceRate: null,
  visitDuration: null,
  viewsPerVisit: null,
};

/** Asks one rollup; `whole` gives one point, with `start` ''. */
export async function figuresOf(
  client: ClickHouseClient,
  grain: Grain,
  question: CheckedQuestion,
  interval: Interval | 'whole',
): Promise<Point[]> {
  const rows = await runSqlFile<Sums>(client, `figures-${grain}`, {
    ...parametersOf(question),
    interval,
  });
  const byPage = question.filters.some(({ dimension }) => dimension === 'page');
  return rows.map((sums) => ({
    start: sums.start,
    ...ratios(sums, sums.visits ?? (byPage ? (sums.page_visits ?? 0) : sums.starts)),
  }));
}

/** Shares and means from sums. */
export function ratios(
  sums: Pick<Sums, 'views' | 'visitors' | 'starts' | 'bounces' | 'duration'>,
  visits: number,
): Figures {
  const { views, visitors, starts, bounces, duration } = sums;
  return {
    views,
    visitors,
    visits,
    // A visit may have begun before the time that was asked for.
    bounceRate: starts > 0 ? Math.min(1, Math.max(0, bounces / starts)) : null,
    visitDuration: starts > 0 ? Math.max(0, duration / starts) : null,
    viewsPerVisit: visits > 0 ? views / visits : null,
  };
}
