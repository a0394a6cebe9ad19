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
 * @param find Those that there are.
 * @returns The names of those that had to be ended.
 */
export async function endLeftovers(find) {
  const end = performance.now() + GRACE_MS;
  for (;;) {
    const left = find();
    if (left.length === 0) return [];
    if (performance.now() > end) {
      for (const { pid } of left) kill(pid);
      return left.map(({ name }) => name);
    }
    await sleep(50);
  }
}

/**
 * Processes that carry a mark, or a text in their command line: some write over their variables.
 *
 * @param isMark Which values of {@link STARTED_BY} are meant.
 * @param text A path that no other process has in its command line.
 */
export function marked(isMark, text) {
  return processes().filter(({ pid, commandLine }) => {
    if (pid === process.pid) return false;
    const mark = variableOf(pid, STARTED_BY);
    return (mark !== undefined && isMark(mark)) || (text !== '' && commandLine.includes(text));
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
