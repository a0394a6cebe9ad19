import type { ReportPoint, TrafficReport } from '../contract.ts';
import { isRunning, lastStarted, wallClock } from '../../../frame/web/dates.ts';
import type { Metric } from './metrics.ts';

/** What the chart draws. Points stand side by side by position: a clock change leaves no gap. */
export interface SeriesData {
  readonly starts: readonly string[];
  readonly previousStarts: readonly string[];
  /** null after the present moment, and where the figure does not exist. */
  readonly values: readonly (number | null)[];
  readonly previous: readonly (number | null)[];
  /** Position of the point that is still growing; null where all are done. */
  readonly running: number | null;
}

export function seriesData(report: TrafficReport, metric: Metric): SeriesData {
  const { series, previousSeries, range, generatedAt } = report;
  const now = wallClock(generatedAt, range.timeZone);
  const running = isRunning(range, generatedAt) ? lastStarted(series, now) : null;
  const length = Math.max(series.length, previousSeries.length);
  const at = (points: readonly ReportPoint[], index: number): number | null =>
    points[index]?.[metric] ?? null;
  return {
    starts: series.map(({ start }) => start),
    previousStarts: previousSeries.map(({ start }) => start),
    values: Array.from({ length }, (_, index) =>
      running !== null && index > running ? null : at(series, index),
    ),
    previous: Array.from({ length }, (_, index) => at(previousSeries, index)),
    running,
  };
}

/** The finished part of the line, and the dashed stretch towards the point that still grows. */
export function splitAtRunning({ values, running }: SeriesData): {
  done: (number | null)[];
  growing: (number | null)[];
} {
  if (running === null || running === 0) {
    return { done: [...values], growing: values.map(() => null) };
  }
  return {
    done: values.map((value, index) => (index < running ? value : null)),
    growing: values.map((value, index) =>
      index === running || index === running - 1 ? value : null,
    ),
  };
}

/** Positions of the highest and lowest finished point, for the summary in words. */
export function extremes({
  values,
  running,
}: SeriesData): { highest: number; lowest: number } | null {
  let highest = -1;
  let lowest = -1;
  for (const [index, value] of values.entries()) {
    if (value === null || index === running) continue;
    if (highest === -1 || value > (values[highest] ?? 0)) highest = index;
    if (lowest === -1 || value < (values[lowest] ?? 0)) lowest = index;
  }
  return highest === -1 ? null : { highest, lowest };
}
