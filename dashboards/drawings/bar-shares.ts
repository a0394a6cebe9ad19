/** Lengths of the bars, 0 to 1, against the longest. */
export function barShares(values: readonly (number | null)[]): number[] {
  const longest = values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
  return values.map((value) => (longest === 0 ? 0 : (value ?? 0) / longest));
}
