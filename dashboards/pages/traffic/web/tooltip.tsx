import type { Interval } from '../../../frame/contract.ts';
import { compare, describeChange } from '../../../drawings/change.ts';
import { formatPoint } from '../../../frame/web/dates.ts';
import type { Metric } from './metrics.ts';
import { formatMetric, metricKind, pointMetricName } from './metrics.ts';
import { texts } from './texts.ts';
import type { Hover } from '../../../drawings/plot.ts';
import { TooltipBox } from '../../../drawings/tooltip-box.tsx';
import type { SeriesData } from './series-data.ts';

interface TooltipProps {
  readonly hover: Hover;
  readonly data: SeriesData;
  readonly metric: Metric;
  readonly interval: Interval;
}

/** A metric's figure at a point, and the one before. */
export function Tooltip({ hover, data, metric, interval }: TooltipProps) {
  const words = texts.value;
  const { index } = hover;
  const value = data.values[index] ?? null;
  const before = data.previous[index] ?? null;
  const isGrowing = index === data.running;
  const kind = metricKind(metric);
  const change = describeChange(kind, compare(kind, value, before), words);
  return (
    <TooltipBox hover={hover}>
      <p class="tooltip-title">
        {pointMetricName(metric, interval, words)}
        {change !== '' && !isGrowing && <span>{change}</span>}
      </p>
      <Line
        kind="now"
        start={data.starts[index]}
        value={formatMetric(metric, value, words)}
        interval={interval}
        note={isGrowing ? words.chartSoFar : ''}
      />
      <Line
        kind="before"
        start={data.previousStarts[index]}
        value={formatMetric(metric, before, words)}
        interval={interval}
        note=""
      />
    </TooltipBox>
  );
}

interface LineProps {
  readonly kind: 'now' | 'before';
  readonly start: string | undefined;
  readonly value: string;
  readonly interval: Interval;
  readonly note: string;
}

function Line({ kind, start, value, interval, note }: LineProps) {
  if (start === undefined) return null;
  return (
    <p class={`tooltip-line is-${kind}`}>
      <span>
        {formatPoint(start, interval, texts.value)}
        {note !== '' && ` (${note})`}
      </span>
      <b>{value}</b>
    </p>
  );
}
