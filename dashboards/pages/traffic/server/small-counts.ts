/**
 * Which counts may not be told one by one, as `breakdown-head.sql` of @emas/analytics decides it for rows:
 * those below `smallCells` are folded into one, and where these together are still too few, the next smallest
 * join them, since the difference to the total would give them away. None at all is nobody.
 */
export function smallCounts(counts: readonly number[], smallCells: number): boolean[] {
  const isSmall = counts.map(() => false);
  const bySize = counts
    .map((count, index) => ({ count, index }))
    .filter(({ count }) => count > 0)
    .toSorted((left, right) => left.count - right.count);
  let smaller = 0;
  for (const { count, index } of bySize) {
    isSmall[index] = isTooFew(count, smallCells) || isTooFew(smaller, smallCells);
    smaller += count;
  }
  return isSmall;
}

/** Somebody, but so few that a figure would be about persons. */
export function isTooFew(count: number, smallCells: number): boolean {
  return count > 0 && count < smallCells;
}
