import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for something, but not for ever; keeps the process alive meanwhile. @throws What it throws. */
export async function within(milliseconds: number, something: Promise<unknown>): Promise<void> {
  const giveUp = new AbortController();
  const late = sleep(milliseconds, undefined, { signal: giveUp.signal }).catch(() => undefined);
  try {
    await Promise.race([something, late]);
  } finally {
    giveUp.abort();
  }
}
