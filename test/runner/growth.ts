/** More than time that follows length ever grows, less than time that follows its square. */
export const LINEAR = 9;

/**
 * How many times the processor time of some work grows when its input is four times as long: about 4 where
 * time follows length, 16 where it follows its square. What else the machine is busy with does not count.
 *
 * @param work Does the work for an input of a length.
 * @param length Of the shorter input: so long that its work takes some milliseconds.
 */
export function growthOf(work: (length: number) => void, length: number): number {
  const costOf = (of: number): number => {
    const start = process.cpuUsage();
    work(of);
    const { user, system } = process.cpuUsage(start);
    return user + system;
  };
  // The best of several: the first run compiles, and garbage is collected in any.
  const best = (of: number): number => Math.min(...Array.from({ length: 5 }, () => costOf(of)));
  // A neighbour that takes the caches away hits one of the two: work that follows the square never passes.
  let growth = Infinity;
  for (let tries = 0; tries < 3 && growth >= LINEAR; tries += 1) {
    growth = Math.min(growth, best(length * 4) / best(length));
  }
  return growth;
}
