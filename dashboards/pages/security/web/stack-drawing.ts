import uPlot from 'uplot';
import type { Interval } from '../../../frame/contract.ts';
import { formatCompact } from '../../../frame/web/numbers.ts';
import type { Texts } from '../words/en.ts';
import { valueSteps } from '../../../drawings/axis-labels.ts';
import type { Colours } from '../../../drawings/colours.ts';
import { fillPattern } from './fill-pattern.ts';
import type { Drawing } from '../../../drawings/plot.ts';
import type { StackData } from './stack-data.ts';
import { stackColumns } from './stack-data.ts';

const AXIS_COMPACT_FROM = 10_000;
const BAR_WIDTH = 0.72;
const WIDEST_BAR = 48;

/** Bars of layers, the first at the bottom. */
export function stackDrawing(data: StackData, interval: Interval, texts: Texts): Drawing {
  const count = data.layers.length;
  return {
    shape: `stack ${count}`,
    starts: data.starts,
    interval,
    locale: texts.locale,
    columns: count === 0 ? [data.totals] : stackColumns(data),
    series: (colours) => stackSeries(Math.max(1, count), colours),
    hasBars: true,
    valueSteps: valueSteps('count'),
    valueLabel: (value) => formatCompact(value, texts.locale, AXIS_COMPACT_FROM),
    top: (most) => Math.max(4, (most ?? 0) * 1.08),
  };
}

/** Layers are parted by a line of the card's colour, so that they stay apart without any colours. */
function stackSeries(count: number, colours: () => Colours): uPlot.Series[] {
  const paths = uPlot.paths.bars?.({ size: [BAR_WIDTH, WIDEST_BAR] });
  return Array.from({ length: count }, (_, index) => {
    const layer = count - 1 - index;
    return {
      ...(paths === undefined ? {} : { paths }),
      points: { show: false },
      width: 1,
      stroke: () => colours().card,
      fill: () => fillPattern(colours(), layer),
    };
  });
}
