import { sendRefusal } from '@emas/page';
import type { PageLanguage, RefusalPage } from '@emas/page';
import type { Request, Response } from 'express';
import type { ParsedNotice } from './notice.ts';

type RefusalReason = 'brownout' | 'sunset';

/** Why and how a call is refused. */
export interface Refusal {
  readonly reason: RefusalReason;
  readonly status: 410 | 503;
  /** Seconds, where it comes back. */
  readonly retryAfter: number | undefined;
}

/** Answers with a problem document or a page; what replaces the endpoint is in it. */
export function refuse(
  req: Request,
  res: Response,
  { reason, status, retryAfter }: Refusal,
  notice: ParsedNotice,
): void {
  const { sunset, successor, docs } = notice;
  if (retryAfter !== undefined) res.set('Retry-After', String(retryAfter));
  sendRefusal(req, res, {
    problem: {
      type: docs,
      title: TITLES[reason],
      status,
      code: CODES[reason],
      detail: DETAILS[reason],
      successor,
      sunset: sunset === undefined ? undefined : new Date(sunset).toISOString(),
    },
    page: (language) => pageOf(reason, successor, language),
  });
}

function pageOf(
  reason: RefusalReason,
  successor: string | undefined,
  language: PageLanguage,
): RefusalPage {
  const words = WORDS[language];
  const [title, text] = words[reason];
  const page = { title, paragraphs: [text] };
  return successor === undefined
    ? page
    : { ...page, ways: [{ href: successor, text: words.successor }] };
}

interface Words extends Readonly<Record<RefusalReason, readonly [title: string, text: string]>> {
  readonly successor: string;
}

const WORDS: Readonly<Record<PageLanguage, Words>> = {
  en: {
    brownout: [
      'Not available for a short time',
      'This address is old and will be switched off for good. It is unavailable for a short time now.',
    ],
    sunset: ['No longer available', 'This address was old and has been switched off.'],
    successor: 'Go to its replacement',
  },
  ms: {
    brownout: [
      'Tidak tersedia buat sementara waktu',
      'Alamat ini sudah lama dan akan ditutup. Buat sementara waktu ini ia tidak dapat digunakan.',
    ],
    sunset: ['Tidak lagi tersedia', 'Alamat ini sudah lama dan telah ditutup.'],
    successor: 'Ke penggantinya',
  },
};

const CODES: Readonly<Record<RefusalReason, string>> = {
  brownout: 'ERR_EMAS_DEPRECATED_BROWNOUT',
  sunset: 'ERR_EMAS_DEPRECATED_GONE',
};

const TITLES: Readonly<Record<RefusalReason, string>> = {
  brownout: 'This endpoint is deprecated and refused for a short time',
  sunset: 'This endpoint is gone',
};

const DETAILS: Readonly<Record<RefusalReason, string>> = {
  brownout:
    'It will be switched off for good at its sunset. It is refused for a while now, so that its remaining callers notice.',
  sunset: 'Its sunset has passed. Call its successor instead.',
};
