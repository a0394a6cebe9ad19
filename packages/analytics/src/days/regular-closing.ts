import { within } from '@emas/clickhouse/internal';
import { warnOnce } from '@emas/warnings';
import type { DayKeeper } from './day-keeper.ts';

/** Days are looked at until it is stopped. */
interface RegularClosing {
  /** Stops a closing that runs: another process goes on with it, or the next start. */
  stop(): Promise<void>;
}

const EVERY_MS = 60_000;
/** One that is stopped ends with the statement that it sent, and an engine that hangs answers none. */
const STOP_MS = 2000;

/**
 * Closes days as they are over, and removes what is kept no longer.
 *
 * @param ready Resolves when the tables are there.
 * @param every Milliseconds. @default a minute
 */
export function closeRegularly(
  keeper: DayKeeper,
  ready: Promise<void>,
  every: number = EVERY_MS,
): RegularClosing {
  const stopping = new AbortController();
  const { signal } = stopping;
  let hasTables = false;
  let running: Promise<void> | undefined;
  // That they will never be there, somebody else warns of.
  ready.then(
    () => (hasTables = true),
    () => undefined,
  );
  const timer = setInterval(() => {
    if (!hasTables) return;
    running ??= closeOnce(keeper, signal).finally(() => {
      running = undefined;
    });
  }, every).unref();
  return {
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await within(STOP_MS, running ?? Promise.resolve());
    },
  };
}

async function closeOnce(keeper: DayKeeper, signal: AbortSignal): Promise<void> {
  try {
    await keeper.closeDue(undefined, signal);
    await keeper.forgetOld();
    await keeper.removeLeftBehind();
  } catch (error) {
    if (signal.aborted) return;
    const reason = error instanceof Error ? error.message : String(error);
    warnOnce('WARN_EMAS_ANALYTICS_CLOSING', `Days are not closed: ${reason}`);
  }
}
