import type { Interval } from '../../server/traffic-report.ts';
import { compare, describeChange } from '../format/change.ts';
import { formatPoint } from '../format/dates.ts';
import type { Metric } from '../format/metrics.ts';
import { formatMetric } from '../format/metrics.ts';
import { texts } from '../state/navigation.ts';
import type { SeriesData } from './series-data.ts';

/** Which point the pointer is over, and where that is in the drawing. */
export interface Hover {
  readonly index: number;
  /** CSS pixels from the frame's left edge. */
  readonly left: number;
  /** The tooltip stands on the other side of the pointer in the right half. */
  readonly isRight: boolean;
}

interface TooltipProps {
  readonly hover: Hover;
  readonly data: SeriesData;
  readonly metric: Metric;
  readonly interval: Interval;
}

/** Hidden from screen readers: the table behind "Show as table" tells them the same. */
export function Tooltip({ hover, data, metric, interval }: TooltipProps) {
  const words = texts.value;
  const { index, left, isRight } = hover;
  const value = data.values[index] ?? null;
  const before = data.previous[index] ?? null;
  const isGrowing = index === data.running;
  const change = describeChange(metric, compare(metric, value, before), words);
  return (
    <div
      class={isRight ? 'tooltip is-right' : 'tooltip'}
      style={{ '--left': `${left}px` }}
      aria-hidden="true"
    >
      <p class="tooltip-title">
        {words.metrics[metric]}
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
    </div>
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
