import type { SessionKeeper } from './keeper.ts';

/** Looks now and then for sessions whose time has come, until it is stopped. */
export interface Sweeping {
  stop(): void;
}

/** Each process looks; a store tells each ended session to one of them only. */
export function startSweeping(keeper: SessionKeeper, every: number): Sweeping {
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    keeper
      .sweep()
      // A store that does not answer is told of where requests ask it; the next look tries again.
      .catch(() => undefined)
      .finally(() => {
        busy = false;
      });
  }, every);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
