import { csv } from '../../../drawings/csv.ts';
import type { ReportPoint, ReportRow } from '../contract.ts';
import { METRICS } from '../metrics.ts';

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
