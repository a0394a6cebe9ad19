import { setTimeout as wait } from 'node:timers/promises';

/** A writer waits for the one before it no longer than this; the store's comparing sorts the rest out. */
const LONGEST_WAIT_MS = 25;

/**
 * Lets those who write to the same thing go one after another, each with what the one before it left. Of
 * ten that start from the same state, nine would otherwise be refused and try again, and then eight.
 */
export class Turns<Left> {
  readonly #last = new Map<string, Promise<Left | undefined>>();

  /**
   * @param act Gets what the one before left; `undefined` where there is none, or it failed or took long.
   * @param left What this one leaves, asked once it is done.
   */
  async take<Result>(
    key: string,
    act: (before: Left | undefined) => Promise<Result>,
    left: () => Left,
  ): Promise<Result> {
    const before = this.#last.get(key);
    const turn = before === undefined ? act(undefined) : soon(before).then(act);
    const over = turn.then(left, () => undefined);
    this.#last.set(key, over);
    try {
      return await turn;
    } finally {
      if (this.#last.get(key) === over) this.#last.delete(key);
    }
  }
}

async function soon<Value>(promise: Promise<Value>): Promise<Value | undefined> {
  const waiting = new AbortController();
  const late = wait(LONGEST_WAIT_MS, undefined, { signal: waiting.signal }).catch(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    waiting.abort();
  }
}
