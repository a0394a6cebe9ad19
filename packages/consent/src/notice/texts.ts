import type { PageLanguage } from '@emas/page';
import type { Remember } from '../choice/decision.ts';

interface NoticeTexts {
  readonly cookieCaption: string;
  readonly thirdPartyCaption: string;
  readonly heads: Readonly<
    Record<'name' | 'kind' | 'purpose' | 'what' | 'kept' | 'provider' | 'country', string>
  >;
  readonly cookie: string;
  readonly storage: string;
  readonly healthData: string;
  /** Of the cookie that keeps the choice. */
  readonly ownPurpose: string;
  readonly own: string;
  /** @param days After which it is asked again. */
  readonly ownRetention: (days: Remember) => string;
}

export const NOTICE_TEXTS: Readonly<Record<PageLanguage, NoticeTexts>> = {
  en: {
    cookieCaption: 'What is kept in your browser',
    thirdPartyCaption: 'Who provides what',
    heads: {
      name: 'Name',
      kind: 'Kind',
      purpose: 'For',
      what: 'What it does',
      kept: 'Kept for',
      provider: 'Provider',
      country: 'Country',
    },
    cookie: 'cookie',
    storage: 'browser storage',
    healthData: 'Touches data about health.',
    ownPurpose: 'Your privacy choices',
    own: 'What you allowed and on which day; nothing that tells you from others.',
    ownRetention: ({ accepted, refused }) =>
      `${accepted} days where you allowed something, ${refused} where you refused`,
  },
  ms: {
    cookieCaption: 'Apa yang disimpan dalam pelayar anda',
    thirdPartyCaption: 'Siapa menyediakan apa',
    heads: {
      name: 'Nama',
      kind: 'Jenis',
      purpose: 'Tujuan',
      what: 'Fungsinya',
      kept: 'Disimpan selama',
      provider: 'Penyedia',
      country: 'Negara',
    },
    cookie: 'kuki',
    storage: 'storan pelayar',
    healthData: 'Menyentuh data tentang kesihatan.',
    ownPurpose: 'Pilihan privasi anda',
    own: 'Apa yang anda benarkan dan pada hari mana; tiada apa-apa yang membezakan anda daripada orang lain.',
    ownRetention: ({ accepted, refused }) =>
      `${accepted} hari jika anda membenarkan sesuatu, ${refused} hari jika anda menolak`,
  },
};
