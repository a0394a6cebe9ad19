import { sendRefusal } from '@emas/page';
import type { PageLanguage } from '@emas/page';
import type { Request, Response } from 'express';

const TITLES = {
  400: 'The request cannot be understood',
  403: 'The request comes from another site',
  413: 'The request is too long',
  414: 'The address is too long',
  415: 'Reports are not sent like this',
  429: 'Too many requests',
} as const;

type Status = keyof typeof TITLES;

interface Words {
  readonly title: string;
  readonly text: string;
}

const WORDS: Readonly<Record<PageLanguage, Readonly<Record<Status, Words>>>> = {
  en: {
    400: {
      title: 'This address cannot be read',
      text: 'It asks for more at once than this site allows. Please go back and try again with less.',
    },
    403: {
      title: 'This did not come from our own page',
      text: 'For your safety, forms are taken from the pages of this site only. Nothing was changed. If you meant to send it, open the page here and send it again.',
    },
    413: {
      title: 'What you sent is too large',
      text: 'Nothing was saved. Please go back and send less at once, or a smaller file.',
    },
    414: {
      title: 'The address is too long',
      text: 'Please use a shorter address, or start at the home page.',
    },
    415: {
      title: 'This cannot be read',
      text: 'This address takes only the reports that browsers send by themselves.',
    },
    429: {
      title: 'Too many requests',
      text: 'Your network sent too many requests in a short time. Please wait a moment, then try again.',
    },
  },
  ms: {
    400: {
      title: 'Alamat ini tidak dapat dibaca',
      text: 'Alamat ini meminta terlalu banyak perkara sekali gus. Sila kembali dan cuba lagi dengan lebih sedikit.',
    },
    403: {
      title: 'Ini tidak dihantar dari halaman kami',
      text: 'Demi keselamatan anda, borang diterima hanya daripada halaman laman ini sendiri. Tiada apa-apa yang berubah. Jika anda memang mahu menghantarnya, buka halaman itu di sini dan hantar sekali lagi.',
    },
    413: {
      title: 'Kiriman anda terlalu besar',
      text: 'Tiada apa-apa yang disimpan. Sila kembali dan hantar lebih sedikit pada satu masa, atau fail yang lebih kecil.',
    },
    414: {
      title: 'Alamat ini terlalu panjang',
      text: 'Sila buka halaman itu dengan alamat yang lebih pendek, atau bermula dari halaman utama.',
    },
    415: {
      title: 'Kiriman ini tidak dapat dibaca',
      text: 'Alamat ini hanya menerima laporan yang dihantar oleh pelayar sendiri.',
    },
    429: {
      title: 'Terlalu banyak permintaan',
      text: 'Terlalu banyak permintaan dihantar dari rangkaian anda dalam masa yang singkat. Sila tunggu sebentar, kemudian cuba lagi.',
    },
  },
};

/**
 * Answers with a page or a problem document.
 *
 * @param detail Names the option that decides, for the developer: in production it is left away.
 */
export function sendProblem(
  req: Request,
  res: Response,
  status: Status,
  code: string,
  detail?: string,
): void {
  const isForDeveloper = res.app.get('env') !== 'production';
  const technical = isForDeveloper ? detail : undefined;
  sendRefusal(req, res, {
    problem: { title: TITLES[status], status, code, detail: technical },
    page: (language) => {
      const { title, text } = WORDS[language][status];
      return { title, paragraphs: [text], technical };
    },
  });
}
