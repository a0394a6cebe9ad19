import type { ReportPoint, ReportRow } from '../pages/traffic/contract.ts';
import { METRICS } from '../pages/traffic/web/metrics.ts';

/** What a cell can hold; null is an empty one. */
export type Cell = string | number | null;

/** Each point of a series, figures as they came: spreadsheets format numbers better than text. */
export function seriesCsv(points: readonly ReportPoint[]): string {
  return csv([
    ['start', ...METRICS],
    ...points.map((point) => [point.start, ...METRICS.map((metric) => point[metric])]),
  ]);
}

/** The rows of a list under the stored values, which stay the same in every language. */
export function rowsCsv(dimension: string, rows: readonly ReportRow[]): string {
  return csv([
    [dimension, 'visitors', 'visits', 'views', 'bounceRate'],
    ...rows.map((row) => [row.value, row.visitors, row.visits, row.views, row.bounceRate]),
  ]);
}

/** RFC 4180, with the byte order mark without which Excel misreads UTF-8. */
export function csv(lines: readonly (readonly Cell[])[]): string {
  return `\uFEFF${lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('')}`;
}

/**
 * A path or a campaign is written by strangers, and a spreadsheet runs a cell that starts like a
 * formula: an apostrophe before it makes it text (OWASP, CSV injection).
 */
function cell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
