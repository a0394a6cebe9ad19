import { plainPage } from '@emas/page';
import type { PageLanguage } from '@emas/page';
import escapeHtml from 'escape-html';
import type { Problem } from './problem.ts';

interface PageTexts {
  readonly title: string;
  readonly lead: string;
  readonly notFound: string;
  readonly reference: string;
  readonly home: string;
}

const TEXTS: Readonly<Record<PageLanguage, PageTexts>> = {
  en: {
    title: 'Something went wrong',
    lead: 'Your request could not be carried out. Nothing is wrong on your side; please try again in a few minutes.',
    notFound: 'The request could not be carried out as it was sent.',
    reference: 'If you write to support, please quote this number:',
    home: 'To the home page',
  },
  ms: {
    title: 'Sesuatu tidak kena',
    lead: 'Permintaan anda tidak dapat dilaksanakan. Tiada yang salah di pihak anda; sila cuba lagi dalam beberapa minit.',
    notFound: 'Permintaan itu tidak dapat dilaksanakan seperti yang dihantar.',
    reference: 'Jika anda menulis kepada sokongan, sila nyatakan nombor ini:',
    home: 'Ke halaman utama',
  },
};

/** What a visitor sees of an error. */
export function errorPage(
  problem: Problem,
  language: PageLanguage,
  nonce: string | undefined,
): string {
  const texts = TEXTS[language];
  const reference =
    problem.request === undefined
      ? ''
      : `<p>${texts.reference} <code>${escapeHtml(problem.request)}</code></p>`;
  const details = problem.stack ?? problem.detail;
  const shown = details === undefined ? '' : `<pre tabindex="0">${escapeHtml(details)}</pre>`;
  const body =
    `<h1>${texts.title}</h1><p>${problem.status < 500 ? texts.notFound : texts.lead}</p>` +
    `${reference}${shown}<p><a href="/">${texts.home}</a></p>`;
  return plainPage({ language, title: `${problem.status} · ${texts.title}`, body, nonce });
}
