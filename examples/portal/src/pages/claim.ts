import { formatDay, formatKilobytes, formatMoney, formatTime } from '../formats.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { detailsList } from '../layout/details-list.ts';
import { icon } from '../layout/icons.ts';
import { mayOpen } from '../records.ts';
import type { Claim } from '../records.ts';
import type { Page, Visit } from '../visit.ts';
import { notFound } from './not-found.ts';

/** One claim and where it stands: also what a member sees right after sending it. */
export function claim(visit: Visit): Page {
  const { language, texts, state, req } = visit;
  const found = state.claims.get(String(req.params['claimId']));
  if (found === undefined || !mayOpen(found, visit.account?.username)) return notFound(visit);
  const { pages, forms } = texts;
  const own = pages.claim;
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
      <h2>${own.progress}</h2>
      <ol class="steps">
        <li aria-current="step">${own.steps.received} <span class="now">(${own.now})</span></li>
        <li>${own.steps.checked}</li>
        <li>${own.steps.paid}</li>
      </ol>
      <p>${own.duration} ${own.emailed}</p>
      <h2>${pages.details}</h2>
      ${detailsList([
        [pages.receivedAt, formatTime(found.receivedAt, language)],
        [pages.receipt, found.receipt],
        [pages.patient, found.patient],
        [pages.policyNumber, found.policyNumber],
        [pages.clinic, found.clinic],
        [pages.treatment, forms.treatments[found.treatment]],
        [pages.visitDate, formatDay(found.visitDate, language)],
        [pages.amount, formatMoney(found.amount, language)],
        [own.paidTo, own.accountEnding(found.accountEnding)],
        [own.receipts, receiptLinks(visit, found)],
      ])}
      <p class="onward"><a href="/${language}/claims/new">${own.another}</a></p>
    </div>`,
  };
}

function receiptLinks({ language, texts }: Visit, { id, files }: Claim): Html | string {
  const own = texts.pages.claim;
  if (files.length === 0) return own.noReceipts;
  return html`<ul>
    ${files.map(
      (file, at) =>
        html`<li>
          <a class="tap" href="/${language}/claims/${id}/receipts/${file.id}">
            ${own.receiptFile(at + 1, file.kind, formatKilobytes(file.content.length, language))}
          </a>
        </li>`,
    )}
  </ul>`;
}
