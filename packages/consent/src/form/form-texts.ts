import type { PageLanguage } from '@emas/page';

interface FormTexts {
  /** Of the permanent page. */
  readonly pageTitle: string;
  readonly title: string;
  /** @param purposes Names, as a list in words. */
  readonly lead: (purposes: string) => string;
  readonly accept: string;
  readonly refuse: string;
  readonly choose: string;
  readonly save: string;
  readonly necessary: string;
  readonly healthData: string;
  readonly provider: (name: string, country: string) => string;
  readonly privacy: (provider: string) => string;
  readonly kept: string;
  readonly cookies: string;
  readonly storage: string;
  /** In place of a frame that is not allowed. */
  readonly held: (title: string, provider: string, country: string) => string;
  readonly show: string;
  readonly changes: string;
  readonly isNew: string;
  readonly isChanged: string;
  readonly signal: string;
  readonly moved: string;
  readonly saved: string;
  /** @param receipt Its number. */
  readonly savedAs: (receipt: string) => string;
  readonly close: string;
  readonly back: string;
  /** What the language calls itself. */
  readonly name: string;
}

const en: FormTexts = {
  pageTitle: 'Privacy choices',
  title: 'What may this site use?',
  lead: (purposes) =>
    `Off until you allow it: ${purposes}. The site works either way, and you can change your mind at any time.`,
  accept: 'Accept all',
  refuse: 'Refuse all',
  choose: 'Choose',
  save: 'Save my choice',
  necessary: 'Always on: the site does not work without it.',
  healthData: 'This touches data about your health.',
  provider: (name, country) => `Provided by ${name}, ${country}.`,
  privacy: (provider) => `How ${provider} handles it`,
  kept: 'Kept for',
  cookies: 'Cookies',
  storage: 'Kept in your browser',
  held: (title, provider, country) =>
    `${title} comes from ${provider}, ${country}. It is loaded when you allow it, and not before.`,
  show: 'Allow and show',
  changes: 'Since you last chose, this has changed:',
  isNew: 'new',
  isChanged: 'changed',
  signal:
    'Your browser asks sites not to share what they learn about you. That counts as a refusal, until you choose otherwise here.',
  moved: 'What you were asked has changed in the meantime. Please read it again and choose.',
  saved: 'Your choice is kept.',
  savedAs: (receipt) => `Your choice is kept. The number of your receipt is ${receipt}.`,
  close: 'Close',
  back: 'Back to the page',
  name: 'English',
};

const ms: FormTexts = {
  pageTitle: 'Pilihan privasi',
  title: 'Apakah yang boleh digunakan oleh laman ini?',
  lead: (purposes) =>
    `Dimatikan sehingga anda membenarkannya: ${purposes}. Laman ini tetap berfungsi, dan anda boleh mengubah fikiran pada bila-bila masa.`,
  accept: 'Terima semua',
  refuse: 'Tolak semua',
  choose: 'Pilih',
  save: 'Simpan pilihan saya',
  necessary: 'Sentiasa dihidupkan: laman ini tidak berfungsi tanpanya.',
  healthData: 'Ini menyentuh data tentang kesihatan anda.',
  provider: (name, country) => `Disediakan oleh ${name}, ${country}.`,
  privacy: (provider) => `Cara ${provider} mengendalikannya`,
  kept: 'Disimpan selama',
  cookies: 'Kuki',
  storage: 'Disimpan dalam pelayar anda',
  held: (title, provider, country) =>
    `${title} datang daripada ${provider}, ${country}. Ia dimuatkan apabila anda membenarkannya, bukan sebelumnya.`,
  show: 'Benarkan dan paparkan',
  changes: 'Sejak pilihan terakhir anda, perkara ini telah berubah:',
  isNew: 'baharu',
  isChanged: 'berubah',
  signal:
    'Pelayar anda meminta laman supaya tidak berkongsi maklumat tentang anda. Itu dikira sebagai penolakan, sehingga anda memilih sebaliknya di sini.',
  moved: 'Apa yang ditanya telah berubah sementara itu. Sila baca semula dan pilih.',
  saved: 'Pilihan anda disimpan.',
  savedAs: (receipt) => `Pilihan anda disimpan. Nombor resit anda ialah ${receipt}.`,
  close: 'Tutup',
  back: 'Kembali ke halaman',
  name: 'Bahasa Melayu',
};

export const FORM_TEXTS: Readonly<Record<PageLanguage, FormTexts>> = { en, ms };
