import { sendRefusal } from '@emas/page';
import type { PageLanguage } from '@emas/page';
import type { Request, Response } from 'express';

const TITLES = { 403: 'The choice comes from another site', 405: 'This is not done here' } as const;
const CODES = { 403: 'ERR_EMAS_CONSENT_CROSS_SITE', 405: 'ERR_EMAS_CONSENT_METHOD' } as const;

interface Words {
  readonly title: string;
  readonly text: string;
  readonly choices: string;
}

const WORDS: Readonly<Record<PageLanguage, Words>> = {
  en: {
    title: 'Your choice was not changed',
    text: 'Choices are taken from the pages of this site only.',
    choices: 'To your choices',
  },
  ms: {
    title: 'Pilihan anda tidak diubah',
    text: 'Pilihan diterima hanya daripada halaman laman ini sendiri.',
    choices: 'Ke pilihan anda',
  },
};

/** @param path Of the page where people choose. */
export function refuse(
  req: Request,
  res: Response,
  status: keyof typeof TITLES,
  path: string,
): void {
  sendRefusal(req, res, {
    problem: { title: TITLES[status], status, code: CODES[status] },
    page: (language) => {
      const { title, text, choices } = WORDS[language];
      const href = `${path}?lang=${language}`;
      return { title, paragraphs: [text], ways: [{ href, text: choices }] };
    },
  });
}
