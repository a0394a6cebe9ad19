import type uPlot from 'uplot';
import type { Interval } from '../../../frame/contract.ts';
import type { Metric } from './metrics.ts';
import { formatMetric, metricKind } from './metrics.ts';
import { formatCompact, formatPercent, formatRoundDuration } from '../../../frame/web/numbers.ts';
import type { Texts } from '../words/en.ts';
import { valueSteps } from '../../../drawings/axis-labels.ts';
import type { Colours } from '../../../drawings/colours.ts';
import type { Drawing } from '../../../drawings/plot.ts';
import type { SeriesData } from './series-data.ts';
import { splitAtRunning } from './series-data.ts';

const AXIS_COMPACT_FROM = 10_000;

/** A metric over time: its line, the dashed end that still grows, and the period before. */
export function metricDrawing(
  data: SeriesData,
  metric: Metric,
  interval: Interval,
  texts: Texts,
): Drawing {
  const { done, growing } = splitAtRunning(data);
  return {
    shape: 'metric',
    starts: axisStarts(data),
    interval,
    locale: texts.locale,
    columns: [data.previous, done, growing],
    series: metricSeries,
    hasBars: false,
    valueSteps: valueSteps(metricKind(metric)),
    valueLabel: (value) => axisValue(value, metric, texts),
    top: (most) => roomAbove(most, metric),
  };
}

function metricSeries(colours: () => Colours): uPlot.Series[] {
  const points = { show: true, filter: lonelyPoints, size: 6 };
  const line = { stroke: () => colours().line, width: 2, points };
  return [
    { stroke: () => colours().previous, width: 1.5, dash: [4, 4], points },
    { ...line, fill: () => colours().area },
    { ...line, dash: [5, 4], fill: () => colours().area },
  ];
}

/** The period before may be the longer one, in a leap year or while this one is still running. */
function axisStarts({ starts, previousStarts }: SeriesData): readonly string[] {
  return starts.length > 0 ? starts : previousStarts;
}

/** A column of axis labels is easier to read without the decimals that a single figure needs. */
function axisValue(value: number, metric: Metric, texts: Texts): string {
  switch (metricKind(metric)) {
    case 'count':
      return formatCompact(value, texts.locale, AXIS_COMPACT_FROM);
    case 'share':
      return formatPercent(value, texts.locale).replace(/[.,]0(?=\s*%)/, '');
    case 'duration':
      return value === 0 ? '0' : formatRoundDuration(value, texts);
    default:
      return value === 0 ? '0' : formatMetric(metric, value, texts);
  }
}

/** A little air above the highest point; an empty chart still gets a scale. */
function roomAbove(most: number | null, metric: Metric): number {
  const smallest =
    metricKind(metric) === 'share' ? 0.1 : metricKind(metric) === 'duration' ? 10 : 4;
  const top = Math.max(smallest, (most ?? 0) * 1.08);
  return metricKind(metric) === 'share' ? Math.min(1, top) : top;
}

/** A point between two gaps is on no line: it is drawn as a dot. */
function lonelyPoints(plot: uPlot, series: number): number[] {
  const values = plot.data[series] ?? [];
  const lonely: number[] = [];
  for (const [index, value] of values.entries()) {
    const hasNeighbour = (values[index - 1] ?? values[index + 1] ?? null) !== null;
    if (typeof value === 'number' && !hasNeighbour) lonely.push(index);
  }
  return lonely;
}
