import type { ClickHouseClient } from '@clickhouse/client';
import { OTHER } from '../days/cell-statements.ts';
import type { AnyDimension, Dimension } from '../dimensions.ts';
import { askedTogether, cellParameters } from './cells.ts';
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
  /** Part of the value, in any case. */
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

type ValueSums = Sums & { readonly dimension: string; readonly value: string };

/** The cells by some dimensions, none of which needs those of another. */
export type ChooseCellsBy = (dimensions: readonly AnyDimension[]) => CellChoice;

/** The rows of one of the dimensions that were asked for. */
export type RowsOf = (dimension: Dimension) => Breakdown;

/** Rows by several dimensions with few statements: each costs more than the cells that it reads. */
export async function rowsOf(
  client: ClickHouseClient,
  choose: ChooseCellsBy,
  filtered: readonly Dimension[],
  dimensions: readonly Dimension[],
  { limit = 10, offset = 0, search = '' }: BreakdownOptions = {},
): Promise<RowsOf> {
  const page = { limit, offset, search };
  const sums = await Promise.all(
    askedTogether(filtered, [...new Set(dimensions)]).map((names) =>
      runSqlFile<ValueSums>(client, 'breakdowns', { ...cellParameters(choose(names)), ...page }),
    ),
  );
  const all = sums.flat();
  return (name) => {
    const own = all.filter(({ dimension }) => dimension === name);
    const rows = own.filter(({ value }) => value !== OTHER);
    const folded = own.find(({ value }) => value === OTHER);
    const isOfExits = [name, ...filtered].includes('exit_page');
    return {
      rows: rows.slice(0, limit).map((row) => rowOf(row, isOfExits)),
      folded: folded === undefined ? null : { visitors: folded.visitors },
      more: rows.length > limit,
    };
  };
}

function rowOf(sums: ValueSums, isOfExits: boolean): BreakdownRow {
  const { value, visitors, visits } = sums;
  if (isOfExits) return { value, visitors, views: null, visits, bounceRate: null };
  const { views, bounceRate } = figuresOf(sums);
  return { value, visitors, views, visits, bounceRate };
}
