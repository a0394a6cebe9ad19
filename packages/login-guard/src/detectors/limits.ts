/** From how many within how long on something is an incident. */
export interface Limit {
  readonly count: number;
  /** Milliseconds. */
  readonly within: number;
}

/** Counts within a while, of attempts or of different keys. */
interface Window {
  reaches(count: number, time: number, within: number): boolean;
}

/** The first of the limits that is reached. */
export function reached(window: Window, limits: readonly Limit[], time: number): Limit | undefined {
  return limits.find(({ count, within }) => window.reaches(count, time, within));
}

/** How much has to be kept to hold the limits. */
export function mostOf(limits: readonly Limit[]): number {
  return Math.max(...limits.map(({ count }) => count));
}

export function longestOf(limits: readonly Limit[]): number {
  return Math.max(...limits.map(({ within }) => within));
}
