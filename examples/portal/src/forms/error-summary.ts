import { HEALTH_CONSENT_BOX } from '../consent/registry.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { icon } from '../layout/icons.ts';
import type { Texts } from '../texts/texts.ts';
import { isFaulty } from './form.ts';
import type { FormState } from './form.ts';

/** Every fault with a link to its field. `autofocus` brings the reader here when the page opens, without a script. */
export function errorSummary(texts: Texts, state: FormState): Html {
  if (!isFaulty(state)) return html``;
  const { faults, consentProblem, isToAgreeAgain = false } = state;
  const { healthConsent } = texts.forms;
  const ofConsent = [
    ...(consentProblem === undefined ? [] : [healthConsent[consentProblem]]),
    ...(isToAgreeAgain ? [healthConsent['tick-again']] : []),
  ];
  const items = [...faults].map(
    ([name, fault]) => html`<li><a href="#${name}">${texts.forms.fields[name][fault]}</a></li>`,
  );
  return alertBox(
    texts.forms.errorHeading,
    html`<ul>
      ${items}
      ${ofConsent.map((text) => html`<li><a href="#${HEALTH_CONSENT_BOX}">${text}</a></li>`)}
    </ul>`,
  );
}

export function alertBox(heading: string, body: Html): Html {
  return html`<div
    class="alert"
    role="alert"
    tabindex="-1"
    autofocus
    aria-labelledby="alert-heading"
  >
    ${icon('warning')}
    <div>
      <h2 id="alert-heading">${heading}</h2>
      ${body}
    </div>
  </div>`;
}
