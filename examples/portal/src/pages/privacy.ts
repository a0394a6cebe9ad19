import { CONSENT_PATH } from '../consent/registry.ts';
import { finished, html } from '../html.ts';
import type { Page, Visit } from '../visit.ts';

const COMMISSIONER = 'https://www.pdp.gov.my/';

/** The notice is the suite's: what it says is what the parts keep. */
export function privacy({ state, language, texts }: Visit): Page {
  const own = texts.privacy;
  const { complain } = own;
  return {
    title: own.title,
    main: html`<article class="narrow prose">
      <h1>${own.title}</h1>
      <p class="lead">${own.lead}</p>
      ${finished(state.emas?.privacy?.notice({ language }) ?? '')}
      <p>
        <a class="tap" href="${CONSENT_PATH}?lang=${language}">${texts.shell.privacyChoices}</a>
      </p>
      <h2>${complain.heading}</h2>
      <p>${complain.body}</p>
      <ul>
        <li><a class="tap" href="/${language}/support">${complain.support}</a></li>
        <li><a class="tap" href="${COMMISSIONER}" rel="noreferrer">${complain.commissioner}</a></li>
      </ul>
    </article>`,
  };
}
