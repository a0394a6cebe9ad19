import type { FailurePoint, SecurityReport } from '../contract.ts';
import { isRunning, lastStarted, wallClock } from '../../../frame/web/dates.ts';
import { LAYERS } from '../../../drawings/layers.ts';

/** Stands for all reasons that got no layer of their own; no reason is called that. */
export const OTHER_REASONS = '*';

interface Layer {
  readonly reason: string;
  readonly values: readonly number[];
  readonly sum: number;
}

/** Failures over time, by reason. */
export interface StackData {
  readonly starts: readonly string[];
  /** From the bottom up: the most frequent reason first. */
  readonly layers: readonly Layer[];
  readonly totals: readonly number[];
  /** Position of the point that is still growing; null where all are done. */
  readonly running: number | null;
}

/** The layers of a report's chart; reasons beyond what can be told apart are one layer, at the top. */
export function stackData(report: SecurityReport): StackData {
  const { series, reasons, range, generatedAt } = report;
  const hasRest = reasons.length > LAYERS;
  const own = hasRest ? reasons.slice(0, LAYERS - 1) : reasons;
  const rest = hasRest ? reasons.slice(LAYERS - 1) : [];
  const layers = own.map((reason) => layerOf(reason, series, [reason]));
  const now = wallClock(generatedAt, range.timeZone);
  return {
    starts: series.map(({ start }) => start),
    layers: hasRest ? [...layers, layerOf(OTHER_REASONS, series, rest)] : layers,
    totals: series.map((point) => countOf(point, reasons)),
    running: isRunning(range, generatedAt) ? lastStarted(series, now) : null,
  };
}

/**
 * What uPlot draws: every layer with those below it, the highest first, so that each covers what is behind.
 * Nothing at all is null: a bar without height would leave its outline on the axis.
 */
export function stackColumns({ layers, starts }: StackData): (number | null)[][] {
  const heights = starts.map(() => 0);
  const columns = layers.map(({ values }) =>
    values.map((value, index) => {
      const height = (heights[index] ?? 0) + value;
      heights[index] = height;
      return height === 0 ? null : height;
    }),
  );
  return columns.toReversed();
}

/** Position of the point with most failures; null where there are none. */
export function highestPoint({ totals }: StackData): number | null {
  const most = Math.max(0, ...totals);
  return most === 0 ? null : totals.indexOf(most);
}

function layerOf(reason: string, series: readonly FailurePoint[], of: readonly string[]): Layer {
  const values = series.map((point) => countOf(point, of));
  return { reason, values, sum: values.reduce((sum, value) => sum + value, 0) };
}

function countOf({ reasons }: FailurePoint, of: readonly string[]): number {
  return of.reduce((sum, reason) => sum + (reasons[reason] ?? 0), 0);
}
