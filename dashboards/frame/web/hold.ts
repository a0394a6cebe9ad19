import { signal } from '@preact/signals';

/** As long as somebody who stopped typing may think before the figures go on without them. */
const THINKING_MS = 120_000;

let actions = 0;
let typed = -Infinity;

/** Counts what was begun: earlier answers may be older than later changes. */
export const actionsBegun = signal(0);

/** Keeps refreshes away while an action is under way. Returns the way to let them come again. */
export function holdRefresh(): () => void {
  actions += 1;
  actionsBegun.value += 1;
  let isOver = false;
  return () => {
    if (!isOver) actions -= 1;
    isOver = true;
  };
}

/** Whether a refresh would come in somebody's way. */
export function isHeld(): boolean {
  return actions > 0 || (Date.now() - typed < THINKING_MS && isInForm(document.activeElement));
}

/** Notices typing into forms; what was sent off or left alone holds nothing. */
export function watchTyping(): void {
  addEventListener('input', ({ target }) => {
    if (isInForm(target)) typed = Date.now();
  });
  addEventListener('submit', () => {
    typed = -Infinity;
  });
}

function isInForm(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('form :is(input, textarea, select)');
}
