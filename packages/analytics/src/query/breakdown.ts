import type { ClickHouseClient } from '@clickhouse/client';
import { OTHER } from '../days/cell-statements.ts';
import type { CellChoice } from './cells.ts';
import { figuresOf } from './figures.ts';
import type { Sums } from './figures.ts';
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
  readonly visitors: number;
  /** null where it cannot be known: of exit pages. */
  readonly views: number | null;
  readonly visits: number;
  readonly bounceRate: number | null;
}

export interface Breakdown {
  readonly rows: readonly BreakdownRow[];
  /** All values that too few visitors had on a day; null where there are none. */
  readonly folded: { readonly visitors: number } | null;
  /** True where there are more rows than were asked for. */
  readonly more: boolean;
}

/** The values of a dimension, the largest first. */
export async function breakdownOf(
  client: ClickHouseClient,
  cells: CellChoice,
  isOfExits: boolean,
  options: Required<BreakdownOptions>,
): Promise<Breakdown> {
  const all = await runSqlFile<Sums & { value: string }>(client, 'breakdown', {
    ...cells,
    ...options,
  });
  const rows = all.filter(({ value }) => value !== OTHER);
  const folded = all.find(({ value }) => value === OTHER);
  return {
    rows: rows.slice(0, options.limit).map((sums) => rowOf(sums, isOfExits)),
    folded: folded === undefined ? null : { visitors: folded.visitors },
    more: rows.length > options.limit,
  };
}

function rowOf(sums: Sums & { value: string }, isOfExits: boolean): BreakdownRow {
  const { value, visitors, visits } = sums;
  if (isOfExits) return { value, visitors, views: null, visits, bounceRate: null };
  const { views, bounceRate } = figuresOf(sums);
  return { value, visitors, views, visits, bounceRate };
}
