import type { Dimension } from '@emas/analytics';
import type { TrafficReport } from '@emas/dashboards';
import type { ReportBreakdown, ReportDimension, ReportRange } from '@emas/dashboards/internal';
import { visibleText } from '@emas/logging/internal';
import { amount } from '../amounts.ts';
import { table } from '../table.ts';
import type { Column } from '../table.ts';
import { changeText, durationText, percentText } from './figure-texts.ts';

/** The rows of one list. */
export interface TrafficRows {
  readonly app: string;
  readonly range: ReportRange;
  readonly smallCells: number;
  readonly dimension: Dimension;
  readonly breakdown: ReportBreakdown;
}

/** The lists that are shown of a report, and their headings. */
export const LISTS: readonly (readonly [dimension: ReportDimension, heading: string])[] = [
  ['page', 'pages'],
  ['source', 'sources'],
  ['channel', 'channels'],
  ['country', 'countries'],
  ['device', 'devices'],
];

/** @param isRunning Whether the period runs, and the one before is taken up to about the same hour. */
export function trafficText(report: TrafficReport, isRunning: boolean): string {
  const { app, range, previousRange, smallCells, totals, breakdowns } = report;
  const until = isRunning ? ', up to about this hour' : '';
  if (totals.views === 0) return nothingText(report);
  const lists = LISTS.flatMap(([dimension, heading]) => {
    const breakdown = breakdowns[dimension];
    return breakdown === undefined ? [] : [`\n${listText(heading, breakdown, smallCells)}`];
  });
  return [
    `${headingOf(app, range)}, compared with ${daysText(previousRange)}${until}\n\n`,
    table(FIGURE_COLUMNS, figureRows(report), { headings: false }),
    ...lists,
    roundingText(smallCells),
  ].join('');
}

export function rowsText(list: TrafficRows): string {
  const { app, range, smallCells, dimension, breakdown } = list;
  if (breakdown.rows.length === 0 && breakdown.folded === null) return nothingText(list);
  const rows = listText(dimension, breakdown, smallCells);
  return `${headingOf(app, range)}\n\n${rows}${roundingText(smallCells)}`;
}

/** Whether there was nobody or somebody, figures that hide small groups must not tell. */
function nothingText({
  app,
  range,
  smallCells,
}: Pick<TrafficRows, 'app' | 'range' | 'smallCells'>): string {
  const few = smallCells === 1 ? '' : `, or only of fewer than ${smallCells} visitors a day`;
  return `${headingOf(app, range)}: no page views were recorded${few}.\n`;
}

function headingOf(app: string, range: ReportRange): string {
  return `${visibleText(app)}, ${daysText(range)} (${range.timeZone})`;
}

function daysText({ from, to }: { readonly from: string; readonly to: string }): string {
  return from === to ? from : `${from} to ${to}`;
}

function roundingText(smallCells: number): string {
  return smallCells === 1
    ? ''
    : `\nFigures are rounded at random to multiples of ${smallCells}, each by itself.\n`;
}

const FIGURE_COLUMNS: readonly Column[] = [
  { heading: 'figure' },
  { heading: 'value', align: 'right' },
  { heading: 'change' },
];

function figureRows({ totals, previousTotals: before }: TrafficReport): string[][] {
  const counts = ['visitors', 'visits', 'views'] as const;
  const { bounceRate, visitDuration } = totals;
  return [
    ...counts.map((name) => [
      name,
      amount(totals[name]),
      changeText('count', totals[name], before[name]),
    ]),
    ['bounce rate', percentText(bounceRate), changeText('share', bounceRate, before.bounceRate)],
    [
      'visit duration',
      durationText(visitDuration),
      changeText('duration', visitDuration, before.visitDuration),
    ],
  ];
}

function listText(
  heading: string,
  { rows, folded, more }: ReportBreakdown,
  smallCells: number,
): string {
  const columns: Column[] = [
    { heading, elastic: true },
    { heading: 'visitors', align: 'right' },
    { heading: 'visits', align: 'right' },
    { heading: 'views', align: 'right', spare: 2 },
    { heading: 'bounce rate', align: 'right', spare: 1 },
  ];
  const cells = rows.map(({ value, visitors, visits, views, bounceRate }) => [
    value === '' ? '(none)' : value,
    amount(visitors),
    amount(visits),
    views === null ? '' : amount(views),
    percentText(bounceRate),
  ]);
  if (more) cells.push(['…']);
  if (folded !== null) {
    cells.push([`(other: fewer than ${smallCells} visitors a day)`, amount(folded.visitors)]);
  }
  return table(columns, cells);
}
