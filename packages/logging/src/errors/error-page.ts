import type { PageLanguage, RefusalPage } from '@emas/page';
import type { Problem } from './problem.ts';

interface PageTexts {
  readonly title: string;
  readonly lead: string;
  readonly notFound: string;
  readonly reference: string;
}

const TEXTS: Readonly<Record<PageLanguage, PageTexts>> = {
  en: {
    title: 'Something went wrong',
    lead: 'Your request could not be carried out. It is not your fault; please try again in a few minutes.',
    notFound: 'The request could not be carried out as it was sent.',
    reference: 'If you write to support, please quote this number:',
  },
  ms: {
    title: 'Sesuatu tidak kena',
    lead: 'Permintaan anda tidak dapat dilaksanakan. Tiada yang salah di pihak anda; sila cuba lagi dalam beberapa minit.',
    notFound: 'Permintaan itu tidak dapat dilaksanakan seperti yang dihantar.',
    reference: 'Jika anda menulis kepada sokongan, sila nyatakan nombor ini:',
  },
};

/** What a visitor sees of an error. */
export function errorPage(problem: Problem, language: PageLanguage): RefusalPage {
  const { title, notFound, lead, reference } = TEXTS[language];
  const { status, request, stack, detail } = problem;
  return {
    title,
    paragraphs: [status < 500 ? notFound : lead],
    reference: request === undefined ? undefined : { text: reference, value: request },
    technical: stack ?? detail,
  };
}
