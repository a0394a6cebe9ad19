import { effect, signal } from '@preact/signals';
import { query } from '../state/navigation.ts';
import { failure, load, updatedAt } from './traffic.ts';

const CLOCK_TICK = 5000;
const SHORTEST_REFRESH = 5000;

/** The present moment, coarse: drives "updated 10 s ago". Stands still in a hidden tab. */
export const clock = signal(Date.now());

/**
 * Loads the figures whenever the view changes, and again every `interval` milliseconds while the
 * tab is visible. A tab that comes back after longer than that gets new figures at once.
 */
export function keepFresh(interval: number): void {
  const every = Math.max(SHORTEST_REFRESH, interval);
  let last = 0;
  const refresh = (quiet: boolean): void => {
    last = Date.now();
    void load(quiet);
  };
  const refreshIfDue = (): void => {
    clock.value = Date.now();
    if (document.visibilityState === 'hidden' || failure.peek()?.kind === 'signed_out') return;
    if (Date.now() - last >= every) refresh(true);
  };

  effect(() => {
    // Read to be told of changes: what loads the figures reads it again by itself.
    void query.value;
    refresh(false);
  });
  effect(() => {
    clock.value = Math.max(clock.peek(), updatedAt.value);
  });
  setInterval(refreshIfDue, Math.min(every, CLOCK_TICK));
  document.addEventListener('visibilitychange', refreshIfDue);
  addEventListener('online', () => refresh(true));
}
