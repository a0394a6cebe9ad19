/**
 * Changes what is on the page without taking the focus away: a row that moves among others loses it,
 * though it is still there.
 */
export function keepFocused(change: () => void): void {
  const focused = document.activeElement;
  change();
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return;
    if (focused instanceof HTMLElement && focused.isConnected) {
      focused.focus({ preventScroll: true });
    }
  });
}
