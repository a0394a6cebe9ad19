import { ALL_DIMENSIONS, areCrossed, inOrder } from '../dimensions.ts';
import type { AnyDimension } from '../dimensions.ts';

/** Dimensions whose values together name a cell: none (the total), one, two, or three. */
export type Grouping = readonly AnyDimension[];

/** Values of these come from where a visit ended, which its rows tell by their moves. */
export const isOfVisitEnd = (grouping: Grouping): boolean => grouping.includes('exit_page');

export const isSingle = (grouping: Grouping): boolean => grouping.length === 1;

const SINGLES: readonly Grouping[] = ALL_DIMENSIONS.map((name) => [name]);

const PAIRS: readonly Grouping[] = ALL_DIMENSIONS.flatMap((one, index) =>
  ALL_DIMENSIONS.slice(index + 1)
    .filter((other) => areCrossed(one, other))
    .map((other) => [one, other]),
);

/** All that is kept of a day. @param combine Combinations of three that the app names. */
export function allGroupings(combine: readonly Grouping[]): Grouping[] {
  return [[], ...SINGLES, ...PAIRS, ...combine.map(inOrder)];
}
