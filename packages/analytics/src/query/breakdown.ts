import type { ClickHouseClient } from '@clickhouse/client';
import { ratios } from './figures.ts';
import { parametersOf } from './parameters.ts';
import { DAILY } from './plan.ts';
import type { CheckedQuestion, Dimension } from './question.ts';
import { runSqlFile } from './sql-files.ts';

/** Which rows of a breakdown. */
export interface BreakdownOptions {
  /** @default 10 */
  readonly limit?: number;
  /** @default 0 */
  readonly offset?: number;
  /** Part of the value, whatever the case. */
  readonly search?: string;
}

export interface BreakdownRow {
  readonly value: string;
  /** null where it cannot be known: of exit pages. */
  readonly visitors: number | null;
  readonly views: number | null;
  readonly visits: number;
  readonly bounceRate: number | null;
}

export interface Breakdown {
  readonly rows: readonly BreakdownRow[];
  /** Values with too few visitors, folded together; null where there are none. */
  readonly folded: { readonly rows: number; readonly visitors: number | null } | null;
  /** True where there are more rows than were asked for. */
  readonly more: boolean;
}

interface Sums {
  readonly shown: string;
  readonly small: number | boolean;
  readonly values: number;
  readonly views: number;
  readonly visitors: number;
  readonly visits: number;
  readonly starts: number;
  readonly bounces: number;
  readonly duration: number;
}

/** Asks one rollup for the values of a dimension, the largest first. */
export async function breakdownOf(
  client: ClickHouseClient,
  grain: 'day' | 'cube',
  question: CheckedQuestion,
  dimension: Dimension,
  options: Required<BreakdownOptions> & { readonly smallCells: number },
): Promise<Breakdown> {
  const { limit, offset, search, smallCells } = options;
  const daily = dimension === 'exit_page' ? undefined : DAILY[dimension];
  const all = await runSqlFile<Sums>(client, `${kindOf(dimension)}-${grain}`, {
    ...parametersOf(question),
    dimension,
    // A page's bounces are those of the visits that began on it.
    startDimension: dimension === 'page' ? 'entry_page' : dimension,
    byPage: dimension === 'page' || question.filters.some((one) => one.dimension === 'page'),
    table: daily?.table ?? '',
    visitorsOf: daily?.visitors ?? '',
    limit,
    offset,
    search,
    smallCells,
  });
  const large = all.filter(({ small }) => !small);
  const folded = all.find(({ small }) => Boolean(small));
  const exits = dimension === 'exit_page';
  return {
    rows: large.slice(0, limit).map((sums) => rowOf(sums, exits)),
    folded:
      folded === undefined
        ? null
        : { rows: folded.values, visitors: exits ? null : folded.visitors },
    more: large.length > limit,
  };
}

function kindOf(dimension: Dimension): string {
  if (dimension === 'exit_page') return 'breakdown-exit';
  return dimension === 'source' || dimension === 'channel' ? 'breakdown-source' : 'breakdown';
}

function rowOf(sums: Sums, exits: boolean): BreakdownRow {
  const { shown: value, visits } = sums;
  if (exits) return { value, visitors: null, views: null, visits, bounceRate: null };
  const { visitors, views, bounceRate } = ratios(sums, visits);
  return { value, visitors, views, visits, bounceRate };
}
