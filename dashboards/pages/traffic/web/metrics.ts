import type { FigureKind } from '../../../drawings/change.ts';
import { withChoice } from '../../../frame/web/view.ts';
import type { View } from '../../../frame/web/view.ts';
import type { Interval, ReportRange } from '../../../frame/contract.ts';
import { METRICS } from '../metrics.ts';
import type { ReportTotals } from '../contract.ts';
import type { Texts } from '../words/en.ts';
import {
  formatCount,
  formatDecimal,
  formatDuration,
  formatPercent,
} from '../../../frame/web/numbers.ts';

/** One of the six figures. */
export type Metric = keyof ReportTotals;

const CHOICE = 'metric';
const [USUAL] = METRICS;

/** What the chart shows. */
export function metricOf({ choices }: View): Metric {
  return METRICS.find((known) => known === choices[CHOICE]) ?? USUAL;
}

/** The view with another metric on the chart. */
export function withMetric(view: View, metric: Metric): View {
  return withChoice(view, CHOICE, metric, USUAL);
}

const KINDS: Readonly<Record<Metric, FigureKind>> = {
  visitors: 'count',
  visits: 'count',
  views: 'count',
  viewsPerVisit: 'ratio',
  bounceRate: 'share',
  visitDuration: 'duration',
};

export function metricKind(metric: Metric): FigureKind {
  return KINDS[metric];
}

/**
 * What a metric is called over some days. Nobody is recognised on another day, so over several days the
 * visitors are the sum of each day's, and are not called unique.
 */
export function metricName(
  metric: Metric,
  { from, to }: Pick<ReportRange, 'from' | 'to'>,
  { metrics, visitorsByDay }: Texts,
): string {
  return metric === 'visitors' && from !== to ? visitorsByDay : metrics[metric];
}

/** The same for one point of a chart. */
export function pointMetricName(metric: Metric, interval: Interval, texts: Texts): string {
  const isOfDays = interval === 'week' || interval === 'month';
  return metric === 'visitors' && isOfDays ? texts.visitorsByDay : texts.metrics[metric];
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
