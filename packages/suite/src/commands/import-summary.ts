import type { ImportSummary } from '@emas/analytics';

/** Reasons in words, for a terminal. */
const REASONS: Readonly<Record<string, string>> = {
  asset: 'images, scripts, downloads',
  prefetch: 'prefetched, not looked at',
  method: 'not GET',
  status: 'errors and redirects',
  not_html: 'not pages',
  excluded: 'excluded paths',
  bot: 'bots',
  opted_out: 'opted out',
  invalid: 'malformed lines',
  limit: 'beyond the limits',
  address_missing: 'without an address',
};

/** What became of a file's lines, for a terminal. */
export function renderSummary(summary: ImportSummary): string {
  const { file, lines, views, visits, leftOut, passedOver, before, malformed, complete } = summary;
  const leftOutSum = Object.values(leftOut).reduce((sum, count) => sum + count, 0);
  const rows: [string, number, string][] = [
    ['page views', views, `in ${format(visits)} visits`],
    ['left out', leftOutSum, ''],
    ...Object.entries(leftOut)
      .toSorted(([, left], [, right]) => right - left)
      .map(([reason, count]): [string, number, string] => ['', count, REASONS[reason] ?? reason]),
  ];
  if (passedOver > 0) rows.push(['passed over', passedOver, 'older than --since']);
  const known = before > 0 ? `, ${format(before)} were imported before` : '';
  const end = complete ? '' : ' (stopped)';
  return [
    `${file}: ${format(lines)} lines${known}${end}`,
    ...rows.map(([name, count, note]) =>
      `  ${name.padEnd(12)} ${format(count).padStart(11)}  ${note}`.trimEnd(),
    ),
    ...malformed.map(
      ({ number, text }) => `  line ${number} is not ${summary.format}: ${printable(text)}`,
    ),
    '',
  ].join('\n');
}

function format(count: number): string {
  return count.toLocaleString('en');
}

/** A log holds what strangers sent: nothing of it may steer the terminal. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
