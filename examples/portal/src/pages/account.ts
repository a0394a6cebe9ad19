import type { MemberAccount, StaffAccount } from '../accounts.ts';
import { formatMoney } from '../formats.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { detailsList } from '../layout/details-list.ts';
import { notice } from '../layout/notice.ts';
import { stored, toLogin, withSession } from '../session-page.ts';
import type { PageHandler, Visit } from '../visit.ts';
import { sessionsPart } from './account-sessions.ts';

export const account: PageHandler = withSession(async (visit, session) => {
  const { account: who, texts } = visit;
  if (who === undefined) return toLogin(session);
  const sessions = await stored(session.list());
  return {
    title: texts.account.title,
    personal: true,
    main: html`<h1>${texts.account.welcome(who.name)}</h1>
      ${endedNotice(visit)} ${privacyNews(visit)}
      ${who.role === 'member' ? memberPart(visit, who) : staffPart(visit, who)}
      ${sessionsPart(visit, sessions)}
      <p><a class="tap" href="/${visit.language}/account/data">${texts.account.data.link}</a></p>`,
  };
});

/** What became of the session that somebody has just ended here. */
function endedNotice({ req, texts }: Visit): Html | undefined {
  const { ended } = texts.account.sessions;
  const outcome: unknown = req.query['ended'];
  if (outcome !== 'one' && outcome !== 'others' && outcome !== 'none') return undefined;
  return notice(ended[outcome], outcome === 'none' ? 'warning' : 'tick');
}

/** What is new in the privacy notice, while it is new. */
function privacyNews({ state, texts, language }: Visit): Html | undefined {
  const news = state.emas?.privacy?.news({ language });
  if (news === undefined) return undefined;
  const own = texts.account.privacyNews;
  return html`<section class="panel">
    <h2>${own.heading}</h2>
    <p>${own.since(news.since)}</p>
    <ul>
      ${news.changes.map((change) => html`<li>${change}</li>`)}
    </ul>
    <p><a class="tap" href="/${language}/privacy">${own.link}</a></p>
  </section>`;
}

function memberPart({ language, texts, state }: Visit, who: MemberAccount): Html {
  const own = texts.account;
  const isOwn = (record: { readonly owner: string | undefined }): boolean =>
    record.owner === who.username;
  const claims = state.claims.filter(isOwn).map((claim) => ({
    href: `/${language}/claims/${claim.id}`,
    reference: claim.reference,
    about: `${claim.clinic}, ${formatMoney(claim.amount, language)}`,
  }));
  const letters = state.letters.filter(isOwn).map((letter) => ({
    href: `/${language}/guarantee-letters/${letter.id}`,
    reference: letter.reference,
    about: letter.hospital,
  }));
  return html`<section class="panel">
      <h2>${own.policyHeading}</h2>
      ${detailsList([
        [texts.pages.policyNumber, who.policyNumber],
        [own.plan, own.planName],
      ])}
    </section>
    <div class="pair">
      <section class="panel">
        <h2>${own.claimsHeading}</h2>
        ${recordList(claims, own.noClaims)}
        <p><a class="tap" href="/${language}/claims/new">${texts.shell.claim}</a></p>
      </section>
      <section class="panel">
        <h2>${own.lettersHeading}</h2>
        ${recordList(letters, own.noLetters)}
        <p>
          <a class="tap" href="/${language}/guarantee-letters/new">${texts.forms.letter.title}</a>
        </p>
      </section>
    </div>`;
}

interface Entry {
  readonly href: string;
  readonly reference: string;
  readonly about: string;
}

function recordList(entries: readonly Entry[], none: string): Html {
  if (entries.length === 0) return html`<p class="quiet">${none}</p>`;
  return html`<ul class="records">
    ${entries.map(
      ({ href, reference, about }) =>
        html`<li><a class="tap" href="${href}">${reference}</a> ${about}</li>`,
    )}
  </ul>`;
}

function staffPart({ language, texts, state }: Visit, { role }: StaffAccount): Html {
  const own = texts.account.staff;
  return html`<section class="panel">
    <h2>${own[role].heading}</h2>
    <p>${own[role].body}</p>
    <p><a class="button" href="${state.dashboardPath}?lang=${language}">${own.link}</a></p>
  </section>`;
}
