import type { TrafficReport } from '@emas/dashboards';
import type { ReportBreakdown } from '@emas/dashboards/internal';
import { csvRow } from '../csv.ts';
import { LISTS } from './traffic-text.ts';
import type { TrafficRows } from './traffic-text.ts';

const HEAD = ['dimension', 'value', 'visitors', 'visits', 'views', 'bounce_rate'];

/** The totals, then each list that is shown; small groups together have `(other)` for a value. */
export function trafficCsv({ totals, breakdowns }: TrafficReport): string {
  const { visitors, visits, views, bounceRate } = totals;
  return lines([
    ['total', '', visitors, visits, views, bounceRate],
    ...LISTS.flatMap(([dimension]) => cellsOf(dimension, breakdowns[dimension])),
  ]);
}

export function rowsCsv({ dimension, breakdown }: TrafficRows): string {
  return lines(cellsOf(dimension, breakdown));
}

type Cell = string | number | null;

function cellsOf(dimension: string, breakdown: ReportBreakdown | undefined): Cell[][] {
  if (breakdown === undefined) return [];
  const { rows, folded } = breakdown;
  return [
    ...rows.map(({ value, visitors, visits, views, bounceRate }) => [
      ...[dimension, value, visitors, visits, views, bounceRate],
    ]),
    ...(folded === null ? [] : [[dimension, '(other)', folded.visitors, null, null, null]]),
  ];
}

function lines(rows: readonly (readonly Cell[])[]): string {
  return [HEAD, ...rows.map((row) => row.map((cell) => String(cell ?? '')))]
    .map((row) => `${csvRow(row)}\n`)
    .join('');
}
