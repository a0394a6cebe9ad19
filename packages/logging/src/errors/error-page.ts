import type { PageLanguage } from '@emas/request-context';
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

const STYLE =
  ':root{color-scheme:light dark;font:1.0625rem/1.6 system-ui,sans-serif}' +
  'body{margin:0 auto;max-width:40rem;padding:12vh 1.25rem 3rem}h1{font-size:1.6rem;line-height:1.2}' +
  'code{overflow-wrap:anywhere}pre{overflow:auto;padding:1rem;border:1px solid;font-size:.85rem}';

/**
 * What a visitor sees of an error. Complete without its style, which is there only where the app gives a
 * nonce for it: a strict policy allows no other.
 */
export function errorPage(
  problem: Problem,
  language: PageLanguage,
  nonce: string | undefined,
): string {
  const texts = TEXTS[language];
  const style = nonce === undefined ? '' : `<style nonce="${escaped(nonce)}">${STYLE}</style>`;
  const reference =
    problem.request === undefined
      ? ''
      : `<p>${texts.reference} <code>${escaped(problem.request)}</code></p>`;
  const details = problem.stack ?? problem.detail;
  const shown = details === undefined ? '' : `<pre tabindex="0">${escaped(details)}</pre>`;
  return (
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width,initial-scale=1">` +
    `<title>${problem.status} · ${texts.title}</title>${style}</head><body><main>` +
    `<h1>${texts.title}</h1><p>${problem.status < 500 ? texts.notFound : texts.lead}</p>` +
    `${reference}${shown}<p><a href="/">${texts.home}</a></p></main></body></html>`
  );
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
