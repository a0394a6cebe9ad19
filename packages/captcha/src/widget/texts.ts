import type { PageLanguage } from '@emas/page';
import type { ProviderPage } from '../providers/provider-table.ts';

interface WidgetTexts {
  /** Beside the form, before anything of somebody else is loaded. */
  readonly note: (provider: ProviderPage) => string;
  readonly privacy: (company: string) => string;
  readonly terms: string;
  readonly withoutScript: string;
  /** Before the address. */
  readonly support: string;
  /** What the script says as things happen. */
  readonly said: Readonly<
    Record<'loading' | 'checking' | 'needed' | 'expired' | 'unreachable', string>
  >;
}

const en: WidgetTexts = {
  note: ({ service, company }) =>
    `This form uses a captcha to keep bots out: ${service} of ${company}, United States. It is loaded only when you begin to fill in the form. ${company} then learns your internet address, your browser and how you use this page.`,
  privacy: (company) => `How ${company} handles your data`,
  terms: 'Terms',
  withoutScript:
    'Without JavaScript the check cannot run. You can still send this form a few times; after that, please wait ten minutes.',
  support: 'If you cannot get through, write to',
  said: {
    loading: 'The check is being loaded.',
    checking: 'Checking …',
    needed: 'Please complete the check first.',
    expired: 'The check has expired. Please complete it again.',
    unreachable:
      'The check is not available. You can still send this form a few times; after that, please wait ten minutes.',
  },
};

const ms: WidgetTexts = {
  note: ({ service, company }) =>
    `Borang ini menggunakan captcha untuk menghalang bot: ${service} daripada ${company}, Amerika Syarikat. Ia dimuatkan apabila anda mula mengisi borang ini, bukan sebelumnya. ${company} kemudian mengetahui alamat internet anda, pelayar anda dan cara anda menggunakan halaman ini.`,
  privacy: (company) => `Cara ${company} mengendalikan data anda`,
  terms: 'Terma',
  withoutScript:
    'Tanpa JavaScript semakan tidak dapat dijalankan. Anda masih boleh menghantar borang ini beberapa kali; selepas itu, sila tunggu sepuluh minit.',
  support: 'Jika anda masih tidak berjaya, tulis kepada',
  said: {
    loading: 'Semakan sedang dimuatkan.',
    checking: 'Sedang menyemak …',
    needed: 'Sila lengkapkan semakan dahulu.',
    expired: 'Semakan telah luput. Sila lengkapkannya sekali lagi.',
    unreachable:
      'Semakan tidak dapat dicapai. Anda masih boleh menghantar borang ini beberapa kali; selepas itu, sila tunggu sepuluh minit.',
  },
};

export const WIDGET_TEXTS: Readonly<Record<PageLanguage, WidgetTexts>> = { en, ms };
