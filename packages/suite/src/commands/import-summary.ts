import type { CountedBefore, ImportSummary } from '@emas/analytics';
import { visibleText } from '@emas/logging/internal';
import { amount, counted } from './amounts.ts';
import { cutTo, table, terminalWidth } from './table.ts';
import type { Column } from './table.ts';

/** Reasons in words, for a terminal. */
const REASONS: Readonly<Record<string, string>> = {
  asset: 'images, scripts, downloads',
  prefetch: 'prefetched, not viewed',
  method: 'not GET',
  status: 'errors and redirects',
  not_html: 'not pages',
  excluded: 'excluded paths',
  bot: 'bots',
  opted_out: 'opted out',
  invalid: 'malformed lines',
  limit: 'over the limits',
  address_missing: 'without an address',
  aborted: 'left before the page was sent',
  spam: 'referrer spam',
};

/** Wide enough that the tables of several files stand below one another. */
const COUNT_WIDTH = 11;
const COLUMNS: readonly Column[] = [
  { heading: 'what' },
  { heading: 'count', align: 'right' },
  { heading: 'note', elastic: true },
];

/** What became of a file's lines, for a terminal. */
export function renderSummary(summary: ImportSummary): string {
  const { file, format, lines, views, visits, leftOut, passedOver, comments, before } = summary;
  const { malformed, complete, ownHost, instead } = summary;
  const leftOutSum = Object.values(leftOut).reduce((sum, count) => sum + count, 0);
  const rows: [string, number, string][] = [
    ['page views', views, `in ${counted(visits, 'visit')}`],
    ['left out', leftOutSum, ''],
    ...Object.entries(leftOut)
      .toSorted(([, left], [, right]) => right - left)
      .map(([reason, count]): [string, number, string] => ['', count, REASONS[reason] ?? reason]),
  ];
  if (passedOver > 0) rows.push(['passed over', passedOver, 'older than --since']);
  if (comments > 0) rows.push(['other lines', comments, 'headers, empty lines, no request']);
  const known = before > 0 ? `, ${amount(before)} were imported before` : '';
  const again = instead === undefined ? '' : insteadText(instead);
  const end = complete ? '' : ' (stopped)';
  const cells = rows.map(([name, count, note]) => [
    name.padEnd('passed over'.length),
    amount(count).padStart(COUNT_WIDTH),
    note,
  ]);
  return [
    `${visibleText(file)}${format === '' ? '' : ` (${format})`}: ${counted(lines, 'line')}${known}${again}${end}\n`,
    table(COLUMNS, cells, { indent: 2, headings: false }),
    ...malformed.map(
      ({ number, text }) =>
        `${cutTo(`  line ${number} is not ${summary.format}: ${visibleText(text)}`, terminalWidth())}\n`,
    ),
    ownHost === undefined ? '' : ownHostText(ownHost),
  ].join('');
}

/** With --again. */
function insteadText({ lines, from, to }: CountedBefore): string {
  const days = from === undefined ? '' : ` (${from === to ? from : `${from} to ${to}`})`;
  return `, instead of ${amount(lines)} that were counted before${days}`;
}

/** Links from page to page would count as sources of visits. */
function ownHostText(host: string): string {
  const name = visibleText(host);
  return `  Most referrers are ${name}. If that is the site itself, import with --host ${name}.\n`;
}

/** Whether most of what was read of a log was not of its format. */
export function isStrange({ lines, strange }: ImportSummary): boolean {
  return strange > lines / 2;
}

/** Says so, on standard error. */
export function strangeText({ file, format, lines, strange }: ImportSummary): string {
  return `emas: ${visibleText(file)}: ${amount(strange)} of ${counted(lines, 'line')} do not match the format ${format}.\n`;
}
