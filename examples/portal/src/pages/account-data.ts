import type { KeptPlace, SubjectPlace } from '@emas/suite';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { Claim } from '../records.ts';
import { toLogin, withSession } from '../session-page.ts';
import type { PageHandler, Visit } from '../visit.ts';

/** What is kept of a member, to see and to take along (PDPA 2010, s 30 and 43A). */
export const accountData: PageHandler = withSession(async (visit, session) => {
  const { account, state, texts, language } = visit;
  if (account === undefined) return toLogin(session);
  const own = texts.account.data;
  const found = await state.emas?.subject(account.username);
  const places = found?.places ?? [];
  return {
    title: own.title,
    personal: true,
    main: html`<div class="narrow prose">
      <h1>${own.title}</h1>
      <p class="lead">${own.lead}</p>
      ${places.length === 0 ? html`<p>${own.none}</p>` : placesPart(visit, places)}
      ${unseenPart(visit, found?.unseen ?? [])}
      <p>
        <a class="button" href="/${language}/account/data.json">${own.download}</a>
      </p>
      <p><a class="tap" href="/${language}/privacy">${own.notice}</a></p>
      <p class="onward"><a href="/${language}/account">${own.back}</a></p>
    </div>`,
  };
});

function placesPart(visit: Visit, places: readonly SubjectPlace[]): Html {
  return html`<ul>
    ${places.map((place) => placePart(visit, place))}
  </ul>`;
}

function unseenPart({ state, texts, language }: Visit, places: readonly KeptPlace[]): Html {
  const whats = places.map((place) => state.emas?.privacy?.describe(place, { language }).what);
  return html`<details>
    <summary>${texts.account.data.unseen}</summary>
    <ul>
      ${[...new Set(whats)].map((what) => html`<li>${what ?? ''}</li>`)}
    </ul>
  </details>`;
}

function placePart({ state, texts, language }: Visit, { place, items }: SubjectPlace): Html {
  const { what = place.id, kept = '' } = state.emas?.privacy?.describe(place, { language }) ?? {};
  return html`<li>
    <strong>${what}</strong>: ${texts.account.data.count(items.length)}. ${kept}
  </li>`;
}

/** Receipts as Base64, so that the copy is whole. */
function withReceipts({ files, ...claim }: Claim): object {
  const receipts = files.map(({ id, type, content }) => {
    return { id, type, content: content.toString('base64') };
  });
  return { ...claim, receipts };
}

/** The same with what the portal itself holds: the member's whole copy. */
export const accountDataFile: PageHandler = withSession(
  async ({ account, state, texts }, session) => {
    if (account === undefined) return toLogin(session);
    const isOwn = ({ owner }: { readonly owner: string | undefined }): boolean =>
      owner === account.username;
    const own = {
      claims: state.claims.filter(isOwn).map(withReceipts),
      letters: state.letters.filter(isOwn),
      messages: state.messages.filter(isOwn),
    };
    const found = await state.emas?.subject(account.username);
    return { download: texts.account.data.file, content: { account, ...own, ...found } };
  },
);
