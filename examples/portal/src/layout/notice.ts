import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { icon } from './icons.ts';
import type { IconName } from './icons.ts';

/**
 * Says what has just happened. `autofocus` brings the reader to it as the page opens, without a script:
 * a status that is there from the start is not read out by itself.
 */
export function notice(text: string, ornament: IconName): Html {
  return html`<p class="notice" role="status" tabindex="-1" autofocus>
    ${icon(ornament)} <span>${text}</span>
  </p>`;
}
