import { effect } from '@preact/signals';
import { settled } from './figures.ts';

/** Where the skip link leads and where the focus goes that has lost its place. */
export const FIGURES_ID = 'figures';

/**
 * A chip, a notice or a "Try again" goes away when it has done its work, and the focus with it. The
 * next Tab would then start at the top of the page; it starts at the figures instead.
 */
export function keepFocus(): void {
  effect(() => {
    // The first load is nobody's doing: there the Tab key starts at the skip link.
    if (settled.value <= 1) return;
    requestAnimationFrame(() => {
      if (document.activeElement !== document.body) return;
      document.getElementById(FIGURES_ID)?.focus({ preventScroll: true });
    });
  });
}
