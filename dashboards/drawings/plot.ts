import uPlot from 'uplot';
import type { Interval } from '../frame/contract.ts';
import { tickIndexes, tickLabel } from './axis-labels.ts';
import { readColours, watchColours } from './colours.ts';
import type { Colours } from './colours.ts';

const HEIGHT = 260;
const LABEL_WIDTH = 76;
const FONT = '12px system-ui, sans-serif';

/** Which point the pointer is over, and where that is in the drawing. */
export interface Hover {
  readonly index: number;
  /** CSS pixels from the frame's left edge. */
  readonly left: number;
  /** The tooltip stands on the other side of the pointer in the right half. */
  readonly isRight: boolean;
}

/** What is drawn over the points of a time axis. */
export interface Drawing {
  /** Drawings of one shape take over from each other without a new canvas. */
  readonly shape: string;
  readonly starts: readonly string[];
  readonly interval: Interval;
  readonly locale: string;
  /** Figures of each of the series, beside the points. */
  readonly columns: readonly (readonly (number | null)[])[];
  readonly series: (colours: () => Colours) => uPlot.Series[];
  /** Whether points take the room of a bar. */
  readonly hasBars: boolean;
  readonly valueSteps: readonly number[];
  readonly valueLabel: (value: number) => string;
  /** Where the value axis ends for the highest figure. */
  readonly top: (most: number | null) => number;
}

export interface Plot {
  show(drawing: Drawing): void;
  destroy(): void;
}

/**
 * Draws into `frame`, follows its width and the reader's colours.
 *
 * A canvas lives as long as its drawings have one shape: a refresh only hands it new figures, so nothing
 * flashes.
 */
export function createPlot(frame: HTMLElement, onHover: (hover: Hover | null) => void): Plot {
  let plot: uPlot | null = null;
  let drawing: Drawing | null = null;
  let colours = readColours();

  const show = (next: Drawing): void => {
    const isOther = drawing?.shape !== next.shape;
    drawing = next;
    if (plot !== null && !isOther) {
      plot.setData(alignedData(next));
      return;
    }
    plot?.destroy();
    const options = plotOptions(
      frame.clientWidth,
      () => drawing ?? next,
      () => colours,
      onHover,
    );
    plot = new uPlot(options, alignedData(next), frame);
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

function alignedData({ columns }: Drawing): uPlot.AlignedData {
  const [first = []] = columns;
  return [first.map((_, index) => index), ...columns.map((column) => [...column])];
}

function plotOptions(
  width: number,
  drawing: () => Drawing,
  colours: () => Colours,
  onHover: (hover: Hover | null) => void,
): uPlot.Options {
  return {
    width,
    height: HEIGHT,
    padding: [12, drawing().hasBars ? 8 : 28, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: drawing().hasBars ? { show: false } : { size: 7, width: 0 },
      move: snapToPoint,
    },
    scales: {
      x: {
        time: false,
        range: (_plot, least, most) => timeRange(least, most, drawing().hasBars),
      },
      y: { range: (_plot, _least, most) => [0, drawing().top(most)] },
    },
    axes: [timeAxis(drawing, colours), valueAxis(drawing, colours)],
    series: [{}, ...drawing().series(colours)],
    hooks: { setCursor: [(plot) => onHover(hoverOf(plot))] },
  };
}

function timeAxis(drawing: () => Drawing, colours: () => Colours): uPlot.Axis {
  return {
    font: FONT,
    stroke: () => colours().text,
    grid: { show: false },
    ticks: { stroke: () => colours().grid, size: 4 },
    size: 32,
    splits: (plot) => {
      const { columns, interval } = drawing();
      const most = Math.floor(plot.width / LABEL_WIDTH);
      return tickIndexes(columns[0]?.length ?? 0, interval, most);
    },
    values: (_plot, splits) => {
      const { starts, interval, locale } = drawing();
      return splits.map((index) => tickLabel(starts, index, interval, locale));
    },
  };
}

function valueAxis(drawing: () => Drawing, colours: () => Colours): uPlot.Axis {
  return {
    font: FONT,
    stroke: () => colours().text,
    grid: { stroke: () => colours().grid, width: 1 },
    ticks: { show: false },
    size: 58,
    space: 44,
    incrs: () => [...drawing().valueSteps],
    values: (_plot, splits) => splits.map((value) => drawing().valueLabel(value)),
  };
}

function timeRange(
  least: number | null,
  most: number | null,
  hasBars: boolean,
): uPlot.Range.MinMax {
  const first = least ?? 0;
  const last = most ?? 0;
  return hasBars || first === last ? [first - 0.5, last + 0.5] : [first, last];
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
