import type { ClickHouseClient } from '@clickhouse/client';
import type { Interval } from '@emas/calendar';
import { cellParameters } from './cells.ts';
import type { CellChoice } from './cells.ts';
import { runSqlFile } from './sql-files.ts';

/** What a series is cut into: hours of the site's days, days, weeks or months. */
export type TrafficInterval = Interval;

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

/** What is added up of cells. */
export interface Sums {
  readonly visitors: number;
  readonly views: number;
  readonly visits: number;
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

const NO_SUMS: Sums = { visitors: 0, views: 0, visits: 0, starts: 0, bounces: 0, duration: 0 };

/** Sums by interval; hours take cells by hour. */
export async function sumsOf(
  client: ClickHouseClient,
  cells: CellChoice,
  interval: TrafficInterval | 'whole',
): Promise<(Sums & { readonly start: string })[]> {
  return runSqlFile(client, 'figures', { ...cellParameters(cells), interval });
}

export async function wholeSums(client: ClickHouseClient, cells: CellChoice): Promise<Sums> {
  const [sums] = await sumsOf(client, cells, 'whole');
  return sums ?? NO_SUMS;
}

/** Shares and means from sums. */
export function figuresOf({ visitors, views, visits, starts, bounces, duration }: Sums): Figures {
  return {
    views,
    visitors,
    visits,
    bounceRate: starts > 0 ? Math.min(1, bounces / starts) : null,
    visitDuration: starts > 0 ? duration / starts : null,
    viewsPerVisit: visits > 0 ? views / visits : null,
  };
}

export function addSums(one: Sums, other: Sums): Sums {
  return {
    visitors: one.visitors + other.visitors,
    views: one.views + other.views,
    visits: one.visits + other.visits,
    starts: one.starts + other.starts,
    bounces: one.bounces + other.bounces,
    duration: one.duration + other.duration,
  };
}
