import { finished, html } from '../html.ts';
import type { Html } from '../html.ts';
import type { Visit } from '../visit.ts';

/** The captcha of a form; an app without one shows nothing. */
export function captcha({ res, language, texts }: Visit): Html | undefined {
  const draw = res.locals['captcha'];
  if (draw === undefined) return undefined;
  return html`<div class="captcha">
    ${finished(draw({ language }))}
    ${res.locals['captchaIsStandIn'] === true && html`<p class="hint">${texts.account.login.standIn}</p>`}
  </div>`;
}
