import { STATES } from '../choices.ts';
import { clinicSearch } from '../clinic-search.ts';
import { findClinics } from '../clinics.ts';
import type { Clinic, ClinicSearch } from '../clinics.ts';
import { telephoneLink } from '../formats.ts';
import { attributes, finished, html } from '../html.ts';
import type { Html } from '../html.ts';
import type { Texts } from '../texts/texts.ts';
import type { Page, Visit } from '../visit.ts';

export function clinics(visit: Visit): Page {
  const { language, texts } = visit;
  const own = texts.pages.clinics;
  const search = clinicSearch(visit.req);
  const found = findClinics(search);
  const narrowed = search.words !== '' || search.state !== undefined;
  return {
    title: narrowed ? `${own.found(found.length)} · ${own.title}` : own.title,
    main: html`<h1>${own.title}</h1>
      <p class="lead">${own.lead}</p>
      ${searchForm(visit, search)}
      ${finished(visit.res.locals.frame?.('clinic-map', { language }) ?? '')}
      <div class="results-head">
        <h2>${own.found(found.length)}</h2>
        ${narrowed && html`<a class="tap" href="/${language}/clinics">${own.clear}</a>`}
      </div>
      ${
        found.length === 0
          ? html`<p class="panel">${own.none}</p>`
          : html`<ul class="clinics">
              ${found.map((clinic) => clinicCard(texts, clinic))}
            </ul>`
      }`,
  };
}

function searchForm({ language, texts }: Visit, search: ClinicSearch): Html {
  const own = texts.pages.clinics;
  const value = search.words === '' ? undefined : search.words;
  return html`<search>
    <form class="panel search" method="get" action="/${language}/clinics">
      <div class="field">
        <label for="q">${own.words}</label>
        <input
          ${attributes({ type: 'search', id: 'q', name: 'q', value, maxlength: 80, autocomplete: 'off' })}
        />
      </div>
      <div class="field">
        <label for="state">${own.state}</label>
        <select id="state" name="state">
          <option value="">${own.anyState}</option>
          ${STATES.map(
            (state) =>
              html`<option ${attributes({ value: state, selected: state === search.state })}>
                ${texts.pages.states[state]}
              </option>`,
          )}
        </select>
      </div>
      <button class="button" type="submit">${own.search}</button>
    </form>
  </search>`;
}

function clinicCard({ pages }: Texts, clinic: Clinic): Html {
  const own = pages.clinics;
  const tags = [clinic.openAllDay && own.openAllDay, clinic.dental && own.dental].filter(
    (tag) => tag !== false,
  );
  const state = pages.states[clinic.state];
  // Some towns are a state of the same name.
  const place = [clinic.town, state].filter((part, at, parts) => parts.indexOf(part) === at);
  return html`<li class="panel clinic">
    <h3>${clinic.name}</h3>
    <p>
      ${clinic.street}<br />
      ${clinic.postcode} ${place.join(', ')}
    </p>
    <p>
      <span class="quiet">${own.phone}</span>
      <a class="tap" href="${telephoneLink(clinic.phone)}">${clinic.phone}</a>
    </p>
    ${
      tags.length > 0 &&
      html`<ul class="tags">
        ${tags.map((tag) => html`<li>${tag}</li>`)}
      </ul>`
    }
  </li>`;
}
