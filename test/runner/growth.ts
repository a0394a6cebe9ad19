/** More than time that follows length ever grows, less than time that follows its square. */
export const LINEAR = 9;

/** Microseconds to go on for: time for many runs of quick work. */
const ENOUGH = 20_000;
const FEWEST_RUNS = 5;

/**
 * How many times the processor time of some work grows when its input is four times as long: about 4 where
 * time follows length, 16 where it follows its square. What else the machine is busy with does not count,
 * nor what making the input costs: threads that collect long strings are busy at any length.
 *
 * @param prepare Makes an input of a length. @returns The work with it, which can be done again and again.
 * @param length Of the shorter input.
 */
export function growthOf(prepare: (length: number) => () => void, length: number): number {
  let growth = Infinity;
  // What memory costs jumps at one length, a neighbour takes the caches away at one time: work that follows
  // the square fails at every length, each time.
  for (const tried of [length, length * 4, length]) {
    growth = Math.min(growth, leastCostOf(prepare(tried * 4)) / leastCostOf(prepare(tried)));
    if (growth < LINEAR) break;
  }
  return growth;
}

/** Of one run, in microseconds: the first ones compile, and in others garbage is collected. */
function leastCostOf(work: () => void): number {
  let least = Infinity;
  let spent = 0;
  for (let runs = 0; runs < FEWEST_RUNS || spent < ENOUGH; runs += 1) {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    // Of the shortest work the clock sees nothing: it counts as what the clock can see.
    const cost = Math.max(1, user + system);
    least = Math.min(least, cost);
    spent += cost;
  }
  return least;
}
