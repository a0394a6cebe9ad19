import { html } from '../html.ts';
import type { Html, HtmlValue } from '../html.ts';

/** Names and values in pairs. */
export function detailsList(rows: readonly (readonly [name: string, value: HtmlValue])[]): Html {
  return html`<dl class="details">
    ${rows.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}
