import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { times } from '../runner/repetition.ts';

const RUNNER = fileURLToPath(new URL('exit-runner.js', import.meta.url));
const LINES = 20_000;
const RUNNERS = 2;
/** Of each runner. */
const TIMES = times(25);

/** What was found after each of so many ends. */
async function ended(end: string): Promise<unknown[]> {
  const runner = fork(RUNNER, [JSON.stringify({ end, lines: LINES, times: TIMES })]);
  const exit = once(runner, 'exit').then(([code]) => {
    throw new Error(`The runner ended with ${String(code)} before it told what it saw.`);
  });
  const [seen]: unknown[] = await Promise.race([once(runner, 'message'), exit]);
  return Array.isArray(seen) ? seen : [seen];
}

describe(`${LINES} lines, then an end, ${RUNNERS * TIMES} times`, () => {
  it.each([
    ['process.exit', 3, null],
    ['SIGTERM', null, 'SIGTERM'],
    ['SIGINT', null, 'SIGINT'],
    ['SIGHUP', null, 'SIGHUP'],
    ['SIGQUIT', null, 'SIGQUIT'],
    ['SIGUSR2', null, 'SIGUSR2'],
    ['SIGQUIT, which the app hears itself', 7, null],
    ['uncaught exception', 1, null],
    ['unhandled rejection', 1, null],
    ['natural end', 0, null],
  ])(
    '%s: all are on disk, in order, in a chain that holds, and the process ends as ever',
    async (end, code, signal) => {
      const asEver = { code, signal, holdsEveryLine: true, findings: [], chained: true };
      const seen = await Promise.all(Array.from({ length: RUNNERS }, () => ended(end)));
      expect(seen.flat()).toEqual(Array.from({ length: RUNNERS * TIMES }, () => asEver));
    },
  );
});
