import { setTimeout as sleep } from 'node:timers/promises';
import { EmasError } from '@emas/errors';

const PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Keeps trying to migrate until ClickHouse is there: an app starts without it, and its batches wait.
 *
 * @param action What calls `migrate()`.
 * @throws EmasError when trying again cannot help: a newer schema, a changed migration.
 */
export async function migrateWhenReachable(
  action: () => Promise<void>,
  options: {
    readonly signal: AbortSignal;
    /** Told of each failure that may pass. */
    readonly onFailure: (error: Error) => void;
  },
): Promise<void> {
  for (
    let pause = PAUSE_MS;
    !options.signal.aborted;
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
  ) {
    try {
      return await action();
    } catch (error) {
      // Whoever ends soon after the start takes the connection away from under it: nobody has to do anything.
      if (options.signal.aborted) return;
      if (error instanceof EmasError) throw error;
      options.onFailure(error instanceof Error ? error : new Error(String(error)));
      await sleep(pause, undefined, { signal: options.signal, ref: false }).catch(() => undefined);
    }
  }
}
