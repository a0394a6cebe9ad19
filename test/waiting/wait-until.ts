import { setTimeout as sleep } from 'node:timers/promises';

/** How {@link waitUntil} waits. */
export interface Waiting {
  /** Milliseconds between two questions. @default 25 */
  readonly every?: number;
  /** Milliseconds after which it gives up: a bound against a hang, never a measure. @default 60_000 */
  readonly patience?: number;
  /** What to tell of the state if it was all in vain. */
  readonly state?: () => unknown;
}

/**
 * Asks again and again until something holds, instead of pausing for as long as it takes on one machine.
 *
 * @param what What is waited for, as the error names it: `the rows to be sent`.
 * @param ask Answers `false`, `undefined` or `null` for as long as it does not hold. What it throws ends
 *   the waiting.
 * @returns The first other answer.
 * @throws Error When the patience is over, with the last state.
 */
export async function waitUntil<Answer>(
  what: string,
  ask: () => Answer | Promise<Answer>,
  { every = 25, patience = 60_000, state }: Waiting = {},
): Promise<Exclude<Answer, false | null | undefined>> {
  const end = performance.now() + patience;
  for (;;) {
    // Asked once more when time is over: the machine may have stood still in between.
    const isOver = performance.now() > end;
    const answer = await ask();
    if (isAnswer(answer)) return answer;
    if (isOver) {
      const last = state === undefined ? '' : `; last state: ${await textOf(state)}`;
      throw new Error(`Waited ${patience} ms in vain for ${what}${last}`);
    }
    await sleep(every);
  }
}

function isAnswer<Answer>(answer: Answer): answer is Exclude<Answer, false | null | undefined> {
  return answer !== false && answer !== null && answer !== undefined;
}

async function textOf(state: () => unknown): Promise<string> {
  try {
    return JSON.stringify(await state());
  } catch (error) {
    return String(error);
  }
}
