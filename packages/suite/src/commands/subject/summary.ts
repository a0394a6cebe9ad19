import type { PageLanguage } from '@emas/page';
import type { SubjectData } from '../../subject/subject-data.ts';
import { counted } from '../../subject/subject-erasure.ts';
import { placesTable, unseenText } from './places-text.ts';

const NONE: Readonly<Record<PageLanguage, string>> = {
  en: 'Nothing was found about this account.\n',
  ms: 'Tiada apa-apa ditemui tentang akaun ini.\n',
};

/** How much there is of an account, where, and for how long it stays. */
export function subjectSummary({ places, unseen }: SubjectData, language: PageLanguage): string {
  const found = places.length === 0 ? NONE[language] : placesTable(counted(places), language);
  return [found, unseenText(unseen, language)].filter((text) => text !== '').join('\n');
}
