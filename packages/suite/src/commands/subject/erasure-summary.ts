import type { PageLanguage } from '@emas/page';
import type { CountedPlace, SubjectErasure } from '../../subject/subject-erasure.ts';
import { placesTable, unseenText } from './places-text.ts';

interface Texts {
  readonly none: string;
  readonly ahead: string;
  readonly done: string;
  readonly exempt: string;
  readonly left: string;
  readonly addYes: string;
}

const TEXTS: Readonly<Record<PageLanguage, Texts>> = {
  en: {
    none: 'There is nothing to erase for this account.',
    ahead: 'This would be erased:',
    done: 'Erased:',
    exempt: 'This stays:',
    left: 'Still there, although it should have been erased. Run the command again when the app and the database are running:',
    addYes: 'Nothing was erased. To erase it, add --yes.',
  },
  ms: {
    none: 'Tiada apa-apa tentang akaun ini untuk dipadam.',
    ahead: 'Yang berikut akan dipadam:',
    done: 'Telah dipadam:',
    exempt: 'Yang berikut kekal:',
    left: 'Masih ada walaupun sepatutnya dipadam. Jalankan perintah ini sekali lagi apabila aplikasi dan pangkalan data sedang berjalan:',
    addYes: 'Tiada apa-apa dipadam. Untuk memadamnya, tambah --yes.',
  },
};

/** How an erasure is told. */
export interface SummaryOptions {
  /** False where it was only looked at what would go. */
  readonly isDone: boolean;
  readonly language: PageLanguage;
}

/** What was erased, what stays and why, and what could not be looked into. */
export function erasureSummary(
  { erased, exempt, left, unseen }: SubjectErasure,
  { isDone, language }: SummaryOptions,
): string {
  const texts = TEXTS[language];
  const part = (heading: string, places: readonly CountedPlace[]): string =>
    places.length === 0 ? '' : `${heading}\n${placesTable(places, language)}`;
  return [
    erased.length + left.length === 0 ? `${texts.none}\n` : '',
    part(isDone ? texts.done : texts.ahead, erased),
    part(texts.left, left),
    part(texts.exempt, exempt),
    unseenText(unseen, language),
    isDone || erased.length === 0 ? '' : `${texts.addYes}\n`,
  ]
    .filter((text) => text !== '')
    .join('\n');
}
