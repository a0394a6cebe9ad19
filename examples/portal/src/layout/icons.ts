import { html } from '../html.ts';
import type { Html } from '../html.ts';

export type IconName = 'receipt' | 'letter' | 'pin' | 'speech' | 'tick' | 'arrow' | 'warning';

/** Drawn on a 24 by 24 grid with lines only, so that one colour rule fits all. */
const PATHS: Readonly<Record<IconName, string>> = {
  receipt: 'M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6',
  letter: 'M4 5h16v14H4zM4 6l8 7 8-7',
  pin: 'M12 21c5-5 7-8 7-11a7 7 0 0 0-14 0c0 3 2 6 7 11zM12 7v6M9 10h6',
  speech: 'M4 5h16v11H10l-4 4v-4H4zM8 9h8M8 12h5',
  tick: 'M5 13l4 4L19 7',
  arrow: 'M5 12h14M13 6l6 6-6 6',
  warning: 'M12 4l9 16H3zM12 10v4M12 17v.5',
};

/** An ornament: the words beside it say the same. */
export function icon(name: IconName): Html {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d="${PATHS[name]}"></path>
  </svg>`;
}
