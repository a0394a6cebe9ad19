/** How windows are reckoned. */
export type Algorithm = 'fixed' | 'sliding';

/** What a limit is made of; times are milliseconds. */
export interface Allowance {
  readonly limit: number;
  readonly window: number;
  readonly algorithm: Algorithm;
}

/** What was taken in a key's current window and in the one before. */
export interface Taken {
  readonly current: number;
  readonly before: number;
}

/**
 * What counts against the limit now. A fixed window begins with nothing at each full multiple of its length;
 * a sliding one still counts of the one before the share that lies within its length: an estimate that is
 * right where requests come evenly, and that no burst at the boundary gets past.
 */
export function usedNow(
  { current, before }: Taken,
  { window, algorithm }: Pick<Allowance, 'window' | 'algorithm'>,
  now: number,
): number {
  return algorithm === 'fixed' ? current : current + before * (1 - (now % window) / window);
}

/** When there is room for `cost` again, milliseconds since 1970. */
export function roomAt(taken: Taken, allowance: Allowance, cost: number, now: number): number {
  const { limit, window, algorithm } = allowance;
  const { current, before } = taken;
  const began = now - (now % window);
  if (algorithm === 'fixed') return began + window;
  // Within this window, as the one before leaves; or else in the next, as this one does.
  if (current + cost <= limit && before > 0) {
    return began + Math.ceil(window * (1 - (limit - current - cost) / before));
  }
  return began + window + Math.ceil(window * Math.max(0, 1 - (limit - cost) / current));
}
