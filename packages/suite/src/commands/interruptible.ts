import { setTimeout as sleep } from 'node:timers/promises';
import { FirstRequest } from '../first-request.ts';

/**
 * A terminal, npm and npx pass the same Ctrl-C on, one after the other. A command that was asked to stop waits
 * for them, and goes on listening, so that none of them ends it by the signal as it ends by itself.
 */
const REPEATS_WITHIN_MS = 300;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs a command that stops where it is whole, on Ctrl-C and on SIGTERM. Asked again after two seconds, it
 * ends at once.
 */
export async function interruptible(run: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const stop = new AbortController();
  const request = new FirstRequest();
  const ignore = (): void => {
    for (const signal of SIGNALS) process.off(signal, listener);
  };
  const listener = (signal: NodeJS.Signals): void => {
    const kind = request.made();
    if (kind === 'first') stop.abort();
    if (kind !== 'second') return;
    ignore();
    process.kill(process.pid, signal);
  };
  for (const signal of SIGNALS) process.on(signal, listener);
  try {
    await run(stop.signal);
  } finally {
    if (stop.signal.aborted) await sleep(REPEATS_WITHIN_MS);
    else ignore();
  }
}
