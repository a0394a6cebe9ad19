import { setTimeout as wait } from 'node:timers/promises';

/** Timers keep what went before for a tenth of a millisecond: so much of a step by chance covers it. */
const JITTER = 0.1;

/**
 * Resolves soon after the next full multiple of `step` after `started`: what takes less than a step and what
 * takes next to nothing cannot be told apart (ASVS 5.0, 6.3.8).
 *
 * @param started By `performance.now()`.
 * @param step Milliseconds.
 */
export async function evenTime(started: number, step: number): Promise<void> {
  const taken = performance.now() - started;
  const steps = Math.max(1, Math.ceil(taken / step)) + Math.random() * JITTER;
  const due = started + steps * step;
  await wait(Math.max(0, due - performance.now()));
}
