import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Interval } from '../../server/traffic-report.ts';
import type { Metric } from '../format/metrics.ts';
import { texts } from '../state/navigation.ts';
import type { Plot } from './plot.ts';
import { createPlot } from './plot.ts';
import type { SeriesData } from './series-data.ts';
import type { Hover } from './tooltip.tsx';
import { Tooltip } from './tooltip.tsx';

interface PlotViewProps {
  readonly data: SeriesData;
  readonly metric: Metric;
  readonly interval: Interval;
  readonly summary: string;
}

/** The drawing and what follows the pointer over it. */
export function PlotView({ data, metric, interval, summary }: PlotViewProps) {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot | null>(null);
  const hover = useSignal<Hover | null>(null);
  const words = texts.value;

  useEffect(() => {
    const { current } = frame;
    if (current === null) return undefined;
    const made = createPlot(current, (next) => {
      hover.value = next;
    });
    plot.current = made;
    return () => {
      plot.current = null;
      made.destroy();
    };
  }, [hover]);

  useEffect(() => {
    plot.current?.show({ data, metric, interval, texts: words });
  }, [data, metric, interval, words]);

  return (
    <div class="plot">
      <div class="plot-frame" ref={frame} role="img" aria-label={summary} />
      {hover.value !== null && (
        <Tooltip hover={hover.value} data={data} metric={metric} interval={interval} />
      )}
    </div>
  );
}
