import { effect, signal, untracked } from '@preact/signals';
import { query } from './navigation.ts';
import { failure, load, updatedAt } from './figures.ts';
import { isHeld, watchTyping } from './hold.ts';

const CLOCK_TICK = 5000;

/** The present moment, coarse: drives "updated 10 s ago". Stands still in a hidden tab. */
export const clock = signal(Date.now());

/**
 * Loads the figures whenever the view changes, and again every `interval` milliseconds while the
 * tab is visible. A tab that comes back after longer than that gets new figures at once. While somebody
 * types or acts they wait.
 */
export function keepFresh(interval: number): void {
  let last = 0;
  let next: ReturnType<typeof setTimeout> | undefined;
  const refresh = async (quiet: boolean): Promise<void> => {
    last = Date.now();
    try {
      await load(quiet);
    } finally {
      // Counted from the answer: a slow one is never given up for the next.
      clearTimeout(next);
      next = setTimeout(refreshIfSeen, interval);
    }
  };
  const refreshIfSeen = (): void => {
    if (document.visibilityState === 'hidden' || failure.peek()?.kind === 'signed_out') return;
    if (isHeld()) {
      clearTimeout(next);
      next = setTimeout(refreshIfSeen, interval);
      return;
    }
    void refresh(true);
  };

  watchTyping();
  effect(() => {
    // Read to be told of changes, and of no others: what loads the figures reads them too.
    void query.value;
    untracked(() => void refresh(false));
  });
  effect(() => {
    clock.value = Math.max(clock.peek(), updatedAt.value);
  });
  setInterval(() => {
    if (document.visibilityState !== 'hidden') clock.value = Date.now();
  }, CLOCK_TICK);
  document.addEventListener('visibilitychange', () => {
    clock.value = Date.now();
    if (Date.now() - last >= interval) refreshIfSeen();
  });
  addEventListener('online', refreshIfSeen);
}
