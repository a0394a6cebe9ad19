import uPlot from 'uplot';
import type { Interval } from '../../server/traffic-report.ts';
import type { Metric } from '../format/metrics.ts';
import { formatMetric, metricKind } from '../format/metrics.ts';
import { formatCompact, formatPercent, formatRoundDuration } from '../format/numbers.ts';
import type { Texts } from '../texts/en.ts';
import { tickIndexes, tickLabel, valueSteps } from './axis-labels.ts';
import { readColours, watchColours } from './colours.ts';
import type { SeriesData } from './series-data.ts';
import { splitAtRunning } from './series-data.ts';
import type { Hover } from './tooltip.tsx';

const HEIGHT = 260;
const LABEL_WIDTH = 76;
const AXIS_COMPACT_FROM = 10_000;
const FONT = '12px system-ui, sans-serif';

/** What is drawn. */
interface PlotModel {
  readonly data: SeriesData;
  readonly metric: Metric;
  readonly interval: Interval;
  readonly texts: Texts;
}

export interface Plot {
  show(model: PlotModel): void;
  destroy(): void;
}

/**
 * Draws into `frame`, follows its width and the reader's colours.
 *
 * One drawing lives as long as the frame: a refresh only hands it new figures, so nothing flashes.
 */
export function createPlot(frame: HTMLElement, onHover: (hover: Hover | null) => void): Plot {
  let plot: uPlot | null = null;
  let model: PlotModel | null = null;
  let colours = readColours();

  const show = (next: PlotModel): void => {
    model = next;
    if (plot === null) {
      const options = plotOptions(
        frame.clientWidth,
        () => model ?? next,
        () => colours,
        onHover,
      );
      plot = new uPlot(options, alignedData(next.data), frame);
    } else {
      plot.setData(alignedData(next.data));
    }
  };
  const observer = new ResizeObserver(() => {
    plot?.setSize({ width: frame.clientWidth, height: HEIGHT });
  });
  observer.observe(frame);
  const unwatch = watchColours(() => {
    colours = readColours();
    plot?.redraw(false, true);
  });
  return {
    show,
    destroy: () => {
      observer.disconnect();
      unwatch();
      plot?.destroy();
    },
  };
}

function alignedData(data: SeriesData): uPlot.AlignedData {
  const { done, growing } = splitAtRunning(data);
  return [data.values.map((_, index) => index), [...data.previous], done, growing];
}

function plotOptions(
  width: number,
  model: () => PlotModel,
  colours: () => ReturnType<typeof readColours>,
  onHover: (hover: Hover | null) => void,
): uPlot.Options {
  const points = { show: true, filter: lonelyPoints, size: 6 };
  const line = { stroke: () => colours().line, width: 2, points };
  return {
    width,
    height: HEIGHT,
    padding: [12, 28, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: { size: 7, width: 0 },
      move: snapToPoint,
    },
    scales: {
      x: { time: false, range: (_plot, least, most) => timeRange(least, most) },
      y: { range: (_plot, _least, most) => [0, roomAbove(most, model().metric)] },
    },
    axes: [timeAxis(model, colours), valueAxis(model, colours)],
    series: [
      {},
      { stroke: () => colours().previous, width: 1.5, dash: [4, 4], points },
      { ...line, fill: () => colours().area },
      { ...line, dash: [5, 4], fill: () => colours().area },
    ],
    hooks: { setCursor: [(plot) => onHover(hoverOf(plot))] },
  };
}

function timeAxis(
  model: () => PlotModel,
  colours: () => ReturnType<typeof readColours>,
): uPlot.Axis {
  return {
    font: FONT,
    stroke: () => colours().text,
    grid: { show: false },
    ticks: { stroke: () => colours().grid, size: 4 },
    size: 32,
    splits: (plot) => {
      const { data, interval } = model();
      const most = Math.floor(plot.width / LABEL_WIDTH);
      return tickIndexes(data.values.length, interval, most);
    },
    values: (_plot, splits) => {
      const { data, interval, texts } = model();
      return splits.map((index) => tickLabel(axisStarts(data), index, interval, texts.locale));
    },
  };
}

function valueAxis(
  model: () => PlotModel,
  colours: () => ReturnType<typeof readColours>,
): uPlot.Axis {
  return {
    font: FONT,
    stroke: () => colours().text,
    grid: { stroke: () => colours().grid, width: 1 },
    ticks: { show: false },
    size: 58,
    space: 44,
    incrs: () => valueSteps(metricKind(model().metric)),
    values: (_plot, splits) => splits.map((value) => axisValue(value, model())),
  };
}

/** The period before may be the longer one, in a leap year or while this one is still running. */
function axisStarts({ starts, previousStarts }: SeriesData): readonly string[] {
  return starts.length > 0 ? starts : previousStarts;
}

/** A column of axis labels is easier to read without the decimals that a single figure needs. */
function axisValue(value: number, { metric, texts }: PlotModel): string {
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

function timeRange(least: number | null, most: number | null): uPlot.Range.MinMax {
  const first = least ?? 0;
  const last = most ?? 0;
  return first === last ? [first - 0.5, last + 0.5] : [first, last];
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

/** The line under the pointer stands on a point, since only points have figures. */
function snapToPoint(plot: uPlot, left: number, top: number): uPlot.Cursor.LeftTop {
  return left < 0 ? [left, top] : [plot.valToPos(plot.posToIdx(left), 'x'), top];
}

function hoverOf(plot: uPlot): Hover | null {
  const { idx, left } = plot.cursor;
  if (typeof idx !== 'number' || left === undefined || left < 0) return null;
  const offset = plot.over.offsetLeft;
  const at = offset + plot.valToPos(idx, 'x');
  return { index: idx, left: at, isRight: at > plot.width / 2 };
}
