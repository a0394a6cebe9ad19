/** What jest.config.js says, from `EMAS_RUNS` and `SEED`. */
interface Repetition {
  /** How often a race is repeated. */
  readonly races: number;
  readonly seed: number;
}

/** How often a race is repeated in the long run, which the numbers below are written for. */
const LONG = 200;

const { races, seed } = Reflect.get(globalThis, 'repetition') as Repetition;

/** Fewer examples of a property show nothing. */
const FEWEST_EXAMPLES = 25;

/** Of everything that is drawn at random: the same each time, but for a long run or another `SEED`. */
export const SEED: number = seed;

/**
 * How often to repeat something: `EMAS_RUNS` in 200 of `often`, a tenth of it unless that is set.
 *
 * @param often In the long run.
 * @param least However small the number is.
 */
export function times(often: number, least = 1): number {
  return Math.max(least, Math.round((often * races) / LONG));
}

/**
 * Settings of fast-check for a property.
 *
 * @param often How many examples the long run tries.
 */
export function examples(often = 1000): { readonly numRuns: number; readonly seed: number } {
  return { numRuns: times(often, Math.min(often, FEWEST_EXAMPLES)), seed };
}
