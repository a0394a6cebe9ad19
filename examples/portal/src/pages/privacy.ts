import { CONSENT_PATH } from '../consent/registry.ts';
import { finished, html } from '../html.ts';
import type { Html } from '../html.ts';
import type { Page, Visit } from '../visit.ts';

const COMMISSIONER = 'https://www.pdp.gov.my/';

export function privacy({ res, language, texts }: Visit): Page {
  const own = texts.privacy;
  const { complain } = own;
  const { cookieTable, thirdPartyTable } = res.locals;
  const tables = `${cookieTable?.({ language }) ?? ''}${thirdPartyTable?.({ language }) ?? ''}`;
  return {
    title: own.title,
    main: html`<article class="narrow prose">
      <h1>${own.title}</h1>
      <p class="lead">${own.lead}</p>
      <p class="quiet">${own.updated}</p>
      ${measured(own.measured)}
      ${[own.address, own.cookies].map(
        ({ heading, body }) =>
          html`<h2>${heading}</h2>
            <p>${body}</p>`,
      )}
      ${finished(tables)}
      <p><a href="${CONSENT_PATH}?lang=${language}">${texts.shell.privacyChoices}</a></p>
      <h2>${own.law.heading}</h2>
      <p>${own.law.intro}</p>
      <ol class="law">
        ${Object.values(own.law.items).map(
          ({ heading, body }) =>
            html`<li>
              <h3>${heading}</h3>
              <p>${body}</p>
            </li>`,
        )}
      </ol>
      <h2>${complain.heading}</h2>
      <p>${complain.body}</p>
      <ul>
        <li><a href="/${language}/support">${complain.support}</a></li>
        <li><a href="${COMMISSIONER}" rel="noreferrer">${complain.commissioner}</a></li>
      </ul>
    </article>`,
  };
}

function measured(own: Visit['texts']['privacy']['measured']): Html {
  const items = [own.pages, own.source, own.device, own.country, own.length];
  return html`<h2>${own.heading}</h2>
    <p>${own.intro}</p>
    <ul>
      ${items.map((item) => html`<li>${item}</li>`)}
    </ul>
    <p>${own.totals}</p>
    <p>${own.cookie}</p>
    <p>${own.key}</p>`;
}
