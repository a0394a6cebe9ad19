import type { ReportTotals } from '../contract.ts';
import type { Texts } from '../../../frame/words/en.ts';
import {
  formatCount,
  formatDecimal,
  formatDuration,
  formatPercent,
} from '../../../frame/web/numbers.ts';

/** One of the six figures. */
export type Metric = keyof ReportTotals;

/** In the order in which they are shown. */
export const METRICS: readonly Metric[] = [
  'visitors',
  'visits',
  'views',
  'viewsPerVisit',
  'bounceRate',
  'visitDuration',
];

export type MetricKind = 'count' | 'ratio' | 'share' | 'duration';

const KINDS: Readonly<Record<Metric, MetricKind>> = {
  visitors: 'count',
  visits: 'count',
  views: 'count',
  viewsPerVisit: 'ratio',
  bounceRate: 'share',
  visitDuration: 'duration',
};

export function metricKind(metric: Metric): MetricKind {
  return KINDS[metric];
}

/** A figure in full, as the reader's language writes it; a dash where there is none. */
export function formatMetric(metric: Metric, value: number | null, texts: Texts): string {
  if (value === null) return '–';
  switch (KINDS[metric]) {
    case 'count':
      return formatCount(value, texts.locale);
    case 'ratio':
      return formatDecimal(value, texts.locale);
    case 'share':
      return formatPercent(value, texts.locale);
    default:
      return formatDuration(value, texts);
  }
}
