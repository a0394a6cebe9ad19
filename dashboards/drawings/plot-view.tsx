import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Drawing, Hover, Plot } from './plot.ts';
import { createPlot } from './plot.ts';

interface PlotViewProps {
  readonly drawing: Drawing;
  /** What the drawing shows, in words. */
  readonly summary: string;
  readonly tooltip: (hover: Hover) => ComponentChildren;
}

/** The drawing and what follows the pointer over it. */
export function PlotView({ drawing, summary, tooltip }: PlotViewProps) {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot | null>(null);
  const hover = useSignal<Hover | null>(null);

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
    plot.current?.show(drawing);
  }, [drawing]);

  return (
    <div class="plot">
      <div class="plot-frame" ref={frame} role="img" aria-label={summary} />
      {hover.value !== null && tooltip(hover.value)}
    </div>
  );
}
