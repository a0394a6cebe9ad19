import { formatDay, formatTime } from '../formats.ts';
import { html } from '../html.ts';
import { detailsList } from '../layout/details-list.ts';
import { icon } from '../layout/icons.ts';
import { mayOpen } from '../records.ts';
import type { Page, Visit } from '../visit.ts';
import { notFound } from './not-found.ts';

export function letter(visit: Visit): Page {
  const { language, texts, state, req } = visit;
  const found = state.letters.get(String(req.params['letterId']));
  if (found === undefined || !mayOpen(found, visit.account?.username)) return notFound(visit);
  const { pages, forms } = texts;
  const own = pages.letter;
  return {
    title: `${own.title} ${found.reference}`,
    personal: true,
    main: html`<div class="narrow">
      <div class="success">
        ${icon('tick')}
        <h1>${own.received}</h1>
        <p class="reference">${pages.reference} <strong>${found.reference}</strong></p>
        <p>${own.lead}</p>
      </div>
      <h2>${own.next}</h2>
      <ol class="steps">
        <li>${own.steps.hospital}</li>
        <li>${own.steps.cover}</li>
        <li>${own.steps.letter}</li>
      </ol>
      <p>${own.duration}</p>
      <h2>${pages.details}</h2>
      ${detailsList([
        [pages.receivedAt, formatTime(found.receivedAt, language)],
        [pages.receipt, found.receipt],
        [pages.patient, found.patient],
        [pages.policyNumber, found.policyNumber],
        [pages.hospital, found.hospital],
        [pages.service, forms.services[found.service]],
        [pages.admissionDate, formatDay(found.admissionDate, language)],
      ])}
      <p class="onward"><a href="/${language}/guarantee-letters/new">${own.another}</a></p>
    </div>`,
  };
}
