import { setTimeout as sleep } from 'node:timers/promises';

/** A statement that just begins is not on the engine's list yet. */
const KILL_AGAIN_MS = 500;

/**
 * Waits for a statement of which nobody may want the answer any more: it is killed then, as it would keep
 * its place until its end.
 *
 * @param gone Aborts when its client has gone.
 * @throws What the statement throws.
 */
export async function killedWhenGone<T>(
  running: Promise<T>,
  gone: AbortSignal,
  kill: () => Promise<unknown>,
): Promise<T> {
  const ended = new AbortController();
  const killUntilEnded = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      // Without memory, say, the engine kills nothing: there is a next time.
      await kill().catch(() => undefined);
      await sleep(KILL_AGAIN_MS, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  };
  const onGone = (): void => void killUntilEnded();
  gone.addEventListener('abort', onGone, { once: true });
  try {
    return await running;
  } finally {
    ended.abort();
    gone.removeEventListener('abort', onGone);
  }
}
