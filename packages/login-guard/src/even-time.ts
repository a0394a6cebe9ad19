import { setTimeout as wait } from 'node:timers/promises';

/**
 * Resolves at the next full multiple of `step` after `started`: what takes less than a step and what takes
 * next to nothing cannot be told apart (ASVS 5.0, 6.3.8).
 *
 * @param started By `performance.now()`.
 * @param step Milliseconds.
 */
export async function evenTime(started: number, step: number): Promise<void> {
  const taken = performance.now() - started;
  const due = started + Math.max(1, Math.ceil(taken / step)) * step;
  await wait(Math.max(0, due - performance.now()));
}
