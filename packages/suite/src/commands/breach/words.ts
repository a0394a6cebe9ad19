import type { PageLanguage } from '@emas/page';

/** What a report of a breach says, in one language. */
export interface BreachWords {
  readonly title: (since: string, until: string) => string;
  readonly about: (controller: string) => string;
  readonly contact: (email: string) => string;
  readonly what: string;
  readonly incidents: string;
  readonly noIncident: string;
  readonly who: string;
  /** @param count Accounts with a sign that somebody else was in them. */
  readonly concerned: (count: number) => string;
  readonly nobody: string;
  readonly heads: readonly [string, string, string, string, string, string];
  readonly data: string;
  readonly dataIntro: string;
  readonly done: string;
  readonly nothingDone: string;
  readonly readers: string;
  readonly toFill: string;
  readonly open: readonly string[];
  readonly limits: string;
}

const en: BreachWords = {
  title: (since, until) => `What the log shows from ${since} to ${until}`,
  about: (controller) => `Controller: ${controller}.`,
  contact: (email) => `Data protection officer: ${email}.`,
  what: 'What happened',
  incidents: 'Attacks that were detected, with their start times (UTC):',
  noIncident: 'No attack was detected in that time.',
  who: 'Who is affected',
  concerned: (count) =>
    `${count === 1 ? 'One account' : `${count} accounts`} with a sign that somebody else may have entered. Accounts are shown by their hash; “emas hash NAME” shows the hash of a name.`,
  nobody: 'No account has a sign that somebody else entered it.',
  heads: ['account', 'from (UTC)', 'to (UTC)', 'failed, entered', 'signs', 'from where'],
  data: 'What data is affected',
  dataIntro:
    'Anyone who entered an account could see what the app shows there. Kept under an account:',
  done: 'What was done',
  nothingDone: 'Nothing, according to the log.',
  readers: 'Staff who read lines of the log in that time:',
  toFill: 'To be filled in',
  open: [
    'likely consequences for the people affected:',
    'what was done and will be done about it, beyond the above:',
    'whether and when the people affected were informed (PDPA 2010, s 12B; the Commissioner’s guideline asks for it within 7 days of the notice):',
    'contact person for the Commissioner:',
  ],
  limits:
    'The Commissioner must be notified as soon as practicable (PDPA 2010, s 12B); the guideline sets 72 hours. This report has only what the log of this app shows, and nothing that happened outside the app.',
};

const ms: BreachWords = {
  title: (since, until) => `Apa yang diketahui log dari ${since} hingga ${until}`,
  about: (controller) => `Pengawal data: ${controller}.`,
  contact: (email) => `Pegawai perlindungan data: ${email}.`,
  what: 'Apa yang berlaku',
  incidents: 'Serangan yang dikesan, dengan masa ia bermula (UTC):',
  noIncident: 'Tiada serangan dikesan dalam tempoh itu.',
  who: 'Siapa yang terlibat',
  concerned: (count) =>
    `${count} akaun mempunyai tanda bahawa orang lain mungkin telah memasukinya. Akaun dinamakan dengan kodnya; “emas hash NAMA” menunjukkan milik siapa.`,
  nobody: 'Tiada akaun mempunyai tanda bahawa orang lain telah memasukinya.',
  heads: ['akaun', 'dari (UTC)', 'hingga (UTC)', 'gagal, masuk', 'tanda', 'dari mana'],
  data: 'Data yang terlibat',
  dataIntro:
    'Sesiapa yang memasuki akaun dapat melihat apa yang ditunjukkan oleh aplikasi di situ. Di bawahnya disimpan:',
  done: 'Apa yang telah dibuat',
  nothingDone: 'Tiada apa-apa yang diketahui oleh log.',
  readers: 'Kakitangan yang membaca baris log dalam tempoh itu:',
  toFill: 'Untuk diisi',
  open: [
    'akibat yang mungkin bagi orang yang terlibat:',
    'apa yang telah dan akan dibuat untuk menanganinya, selain yang di atas:',
    'sama ada dan bila orang yang terlibat dimaklumkan (APDP 2010, s 12B; garis panduan Pesuruhjaya meminta dalam 7 hari selepas notis):',
    'siapa yang boleh dihubungi oleh Pesuruhjaya:',
  ],
  limits:
    'Pesuruhjaya perlu dimaklumkan secepat yang boleh (APDP 2010, s 12B), iaitu 72 jam menurut garis panduan. Laporan ini mengandungi apa yang diketahui oleh log aplikasi ini: ia tidak memperkatakan apa yang berlaku di luarnya.',
};

export const BREACH_WORDS: Readonly<Record<PageLanguage, BreachWords>> = { en, ms };
