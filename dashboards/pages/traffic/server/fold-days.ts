import type { ConsentDay, ConsentReport } from '../consent-contract.ts';
import { isTooFew } from './small-counts.ts';

type FoldedDays = Pick<ConsentReport, 'days' | 'foldedDays'>;

/**
 * Folds the days on which a kind of decision was too rare to be told. Where these days together are still too
 * few of a kind, the next smallest join them: all days are known in sum, so the rest would give them away.
 */
export function foldDays(all: readonly ConsentDay[], smallCells: number): FoldedDays {
  const isTold = (counts: readonly number[]): boolean =>
    !counts.some((count) => isTooFew(count, smallCells));
  const folded = new Set(all.filter(({ counts }) => !isTold(counts)));
  const joining = all
    .filter((day) => !folded.has(day))
    .toSorted((left, right) => sum(left.counts) - sum(right.counts));
  let together = sums([...folded].map(({ counts }) => counts));
  for (const day of joining) {
    if (isTold(together)) break;
    folded.add(day);
    together = sums([together, day.counts]);
  }
  if (folded.size === 0) return { days: all, foldedDays: null };
  return {
    days: all.filter((day) => !folded.has(day)),
    foldedDays: { days: folded.size, counts: together },
  };
}

/** Of each kind. */
function sums(days: readonly (readonly number[])[]): number[] {
  const all: number[] = [];
  for (const counts of days) {
    for (const [kind, count] of counts.entries()) all[kind] = (all[kind] ?? 0) + count;
  }
  return all;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0);
}
