import { setTimeout as sleep } from 'node:timers/promises';

/** What came of an action; `undefined` if it failed or took longer: a hanging service counts as unavailable. */
export async function within<Result>(
  milliseconds: number,
  action: Promise<Result> | undefined,
): Promise<Result | undefined> {
  if (action === undefined) return undefined;
  const giveUp = new AbortController();
  const late = sleep(milliseconds, undefined, { signal: giveUp.signal });
  try {
    return await Promise.race([action, late]);
  } catch {
    return undefined;
  } finally {
    giveUp.abort();
    // Given up, it rejects, of which nobody is to hear.
    late.catch(() => undefined);
  }
}
