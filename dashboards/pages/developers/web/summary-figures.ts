import type { DeveloperReport, PipelineRow } from '../contract.ts';
import type { DevelopersWords } from '../words/en.ts';

export type SummaryFigure = keyof DevelopersWords['developers']['totals'];

/** How much there is to look at, in the order in which it is shown. */
export function summaryFigures(report: DeveloperReport): (readonly [SummaryFigure, number])[] {
  const { deprecated, errors, updates, pipelines } = report;
  return [
    ['called', deprecated.filter(({ safe, count }) => !safe && count > 0).length],
    ['removable', deprecated.filter(({ safe }) => safe).length],
    ['errors', errors.length],
    ['newErrors', errors.filter(({ isNew }) => isNew).length],
    ['updates', updates.length],
    ['troubled', pipelines.filter(isTroubled).length],
  ];
}

/** An engine that has just been started is none of it. */
export function isTroubled({ states }: PipelineRow): boolean {
  return states.some(({ state }) => state !== 'ok' && state !== 'opening');
}

/** Those that run without a word to say, and the others, each in the order given. */
export function sortedByNeed(rows: readonly PipelineRow[]): {
  readonly look: readonly PipelineRow[];
  readonly well: readonly PipelineRow[];
} {
  const isWell = ({ states }: PipelineRow): boolean => states.every(({ state }) => state === 'ok');
  return { look: rows.filter((row) => !isWell(row)), well: rows.filter(isWell) };
}
