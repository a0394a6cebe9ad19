/** Processes that a test started and did not end. */
import { setTimeout as sleep } from 'node:timers/promises';
import { processes, variableOf } from './processes.js';

/** The variable by which a process is known as a test's, handed down to what it starts itself. */
export const STARTED_BY = 'STARTED_BY_TEST';

/** How long what was asked to end may take for it, milliseconds. */
const GRACE_MS = 3000;

/**
 * Waits for what tests started to end, and ends what does not.
 *
 * @param isOurs Which values of {@link STARTED_BY} are meant.
 * @returns The names of those that had to be ended.
 */
export async function endLeftovers(isOurs) {
  const end = performance.now() + GRACE_MS;
  for (;;) {
    const left = leftovers(isOurs);
    if (left.length === 0) return [];
    if (performance.now() > end) {
      for (const { pid } of left) kill(pid);
      return left.map(({ name }) => name);
    }
    await sleep(50);
  }
}

function leftovers(isOurs) {
  return processes().filter(({ pid }) => {
    const mark = variableOf(pid, STARTED_BY);
    return mark !== undefined && pid !== process.pid && isOurs(mark);
  });
}

function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It ended meanwhile.
    if (error.code !== 'ESRCH') throw error;
  }
}
