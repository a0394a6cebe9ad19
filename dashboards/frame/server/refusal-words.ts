import type { PageLanguage, PageLink, RefusalPage } from '@emas/page';

interface Words {
  readonly forbidden: readonly [title: string, text: string, noPage: string];
  readonly notFound: readonly [title: string, text: string];
  readonly unavailable: readonly [title: string, text: string];
  readonly notDone: readonly [title: string, text: string];
  readonly home: string;
}

const WORDS: Readonly<Record<PageLanguage, Words>> = {
  en: {
    forbidden: [
      'This page is not for your account',
      'Your account has another role. You can open these pages:',
      'Your account has no role here. If you need one, ask the administrator of this site.',
    ],
    notFound: ['There is no such page', 'The address may have been cut or mistyped.'],
    unavailable: [
      'The figures are not available',
      'The database does not answer. Please try again in a moment.',
    ],
    notDone: [
      'Your request was not carried out',
      'The request could not be carried out as it was sent.',
    ],
    home: 'To the home page',
  },
  ms: {
    forbidden: [
      'Halaman ini bukan untuk akaun anda',
      'Akaun anda mempunyai peranan lain. Anda boleh membuka halaman ini:',
      'Akaun anda tiada peranan di sini. Jika anda memerlukannya, hubungi pentadbir laman ini.',
    ],
    notFound: ['Halaman itu tiada', 'Alamatnya mungkin terpotong atau tersalah taip.'],
    unavailable: [
      'Angka tidak dapat dicapai',
      'Pangkalan data tidak menjawab. Sila cuba lagi sebentar lagi.',
    ],
    notDone: [
      'Permintaan anda tidak dilaksanakan',
      'Permintaan itu tidak dapat dilaksanakan seperti yang dihantar.',
    ],
    home: 'Ke halaman utama',
  },
};

interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
}

/** @param ways Pages of the dashboard that the reader may open. */
export function refusalPage(
  { status, code, detail }: Problem,
  language: PageLanguage,
  ways: readonly PageLink[],
): RefusalPage {
  const words = WORDS[language];
  const home = { href: '/', text: words.home };
  const forbidden = code === 'ERR_EMAS_DASHBOARD_FORBIDDEN';
  const [title, text] = forbidden ? forbiddenWords(words, ways.length) : wordsOf(status, words);
  return { title, paragraphs: [text], technical: detail, ways: [...ways, home] };
}

function forbiddenWords({ forbidden }: Words, pages: number): readonly [string, string] {
  const [title, text, noPage] = forbidden;
  return [title, pages > 0 ? text : noPage];
}

function wordsOf(status: number, words: Words): readonly [title: string, text: string] {
  if (status === 404) return words.notFound;
  return status >= 500 ? words.unavailable : words.notDone;
}
