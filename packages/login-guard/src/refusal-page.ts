import { waysOn } from '@emas/page';
import type { PageLanguage, RefusalPage } from '@emas/page';
import type { Refusal } from './refusal.ts';

interface PageTexts {
  readonly title: string;
  readonly nameTitle: string;
  readonly wait: (amount: string) => string;
  readonly seconds: (count: number) => string;
  readonly minutes: (count: number) => string;
  readonly captcha: string;
  readonly block: string;
  readonly name: string;
  readonly help: string;
  readonly back: string;
}

const TEXTS: Readonly<Record<PageLanguage, PageTexts>> = {
  en: {
    title: 'Please wait before signing in again',
    nameTitle: 'Who is signing in?',
    wait: (amount) => `There were too many attempts. Please try again in ${amount}.`,
    seconds: (count) => (count === 1 ? '1 second' : `${count} seconds`),
    minutes: (count) => (count === 1 ? '1 minute' : `${count} minutes`),
    captcha: 'Please complete the captcha, then try again.',
    block: 'Signing in is not possible from your network at the moment.',
    name: 'Please enter your user name, then try again.',
    help: 'If you have forgotten your password, request a new one instead of guessing: your account stays safe.',
    back: 'Back to the form',
  },
  ms: {
    title: 'Sila tunggu sebelum log masuk semula',
    nameTitle: 'Siapakah yang log masuk?',
    wait: (amount) => `Terlalu banyak percubaan dibuat. Sila cuba lagi dalam masa ${amount}.`,
    seconds: (count) => `${count} saat`,
    minutes: (count) => `${count} minit`,
    captcha: 'Sila lengkapkan captcha, kemudian cuba lagi.',
    block: 'Log masuk tidak dapat dibuat dari rangkaian anda buat masa ini.',
    name: 'Sila isi nama pengguna anda, kemudian cuba lagi.',
    help: 'Jika anda terlupa kata laluan, mohon kata laluan baharu dan jangan meneka: akaun anda kekal selamat.',
    back: 'Kembali ke borang',
  },
};

/** What somebody sees who has to wait. */
export function refusalPage({ reason, wait }: Refusal, language: PageLanguage): RefusalPage {
  const texts = TEXTS[language];
  const seconds = Math.ceil(wait / 1000);
  const amount = seconds < 120 ? texts.seconds(seconds) : texts.minutes(Math.ceil(seconds / 60));
  const said = reason === 'delay' || reason === 'lock' ? texts.wait(amount) : texts[reason];
  return {
    title: reason === 'name' ? texts.nameTitle : texts.title,
    paragraphs: reason === 'name' ? [said] : [said, texts.help],
    ways: waysOn(language, texts.back),
  };
}
