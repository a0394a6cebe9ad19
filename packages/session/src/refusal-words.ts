import { waysOn } from '@emas/page';
import type { PageLanguage, RefusalPage } from '@emas/page';

interface Words {
  readonly unavailable: readonly [title: string, text: string];
  readonly challenge: readonly [title: string, ...texts: string[]];
  readonly again: string;
}

const WORDS: Readonly<Record<PageLanguage, Words>> = {
  en: {
    unavailable: [
      'Please try again in a moment',
      'We cannot see at the moment who is signed in. Nothing was changed.',
    ],
    challenge: [
      'Please confirm that it is you',
      'You are on a different network from the one where you signed in.',
      'To keep your account safe, please sign in again before you open this page.',
    ],
    again: 'Try again',
  },
  ms: {
    unavailable: [
      'Sila cuba lagi sebentar lagi',
      'Buat masa ini kami tidak dapat menyemak siapa yang log masuk. Tiada apa-apa yang berubah.',
    ],
    challenge: [
      'Sila sahkan bahawa ini anda',
      'Rangkaian anda sekarang berbeza daripada rangkaian semasa anda log masuk.',
      'Demi keselamatan akaun anda, sila log masuk sekali lagi sebelum membuka halaman ini.',
    ],
    again: 'Cuba lagi',
  },
};

export function unavailablePage(language: PageLanguage): RefusalPage {
  const { unavailable, again } = WORDS[language];
  const [title, text] = unavailable;
  return { title, paragraphs: [text], ways: waysOn(language, again) };
}

/** Where people sign in is the app's own matter, so it leads to its home page. */
export function challengePage(language: PageLanguage): RefusalPage {
  const [title, ...paragraphs] = WORDS[language].challenge;
  return { title, paragraphs };
}
