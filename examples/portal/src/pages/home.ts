import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { icon } from '../layout/icons.ts';
import type { IconName } from '../layout/icons.ts';
import { notice } from '../layout/notice.ts';
import type { Page, Visit } from '../visit.ts';

export function home(visit: Visit): Page {
  const { language } = visit;
  const texts = visit.texts.pages.home;
  return {
    title: texts.title,
    main: html`${signedOutNotice(visit)}
      <section class="hero">
        <h1>${texts.heading}</h1>
        <p class="lead">${texts.lead}</p>
      </section>
      <ul class="cards">
        ${card(`/${language}/claims/new`, 'receipt', texts.claim)}
        ${card(`/${language}/guarantee-letters/new`, 'letter', texts.letter)}
        ${card(`/${language}/clinics`, 'pin', texts.clinics)}
        ${card(`/${language}/support`, 'speech', texts.support)}
      </ul>
      <div class="pair">
        <section class="panel">
          <h2>${texts.ready.heading}</h2>
          <ul class="ticks">
            ${[texts.ready.card, texts.ready.policy, texts.ready.receipt].map(
              (item) => html`<li>${icon('tick')}<span>${item}</span></li>`,
            )}
          </ul>
        </section>
        <section class="panel">
          <h2>${texts.privacy.heading}</h2>
          <p>${texts.privacy.body}</p>
          <p><a class="tap" href="/${language}/privacy">${texts.privacy.link}</a></p>
        </section>
      </div>`,
  };
}

/** Who has just signed out is told so; who came back since sees no such word. */
function signedOutNotice({ req, account, texts }: Visit): Html | undefined {
  if (req.query['signed-out'] === undefined || account !== undefined) return undefined;
  return notice(texts.account.signedOut, 'tick');
}

interface CardTexts {
  readonly heading: string;
  readonly body: string;
}

function card(href: string, name: IconName, texts: CardTexts): Html {
  return html`<li class="card">
    <span class="card-icon">${icon(name)}</span>
    <h2><a href="${href}">${texts.heading}</a></h2>
    <p>${texts.body}</p>
    <span class="card-arrow">${icon('arrow')}</span>
  </li>`;
}
