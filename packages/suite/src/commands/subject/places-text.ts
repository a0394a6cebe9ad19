import type { KeptPlace } from '@emas/data-map';
import type { PageLanguage } from '@emas/page';
import { WORDS, keptText, placeText } from '@emas/privacy/internal';
import type { CountedPlace } from '../../subject/subject-erasure.ts';
import { table } from '../table.ts';

const TEXTS: Readonly<
  Record<PageLanguage, { heads: readonly [string, string, string]; unseen: string }>
> = {
  en: { heads: ['items', 'what', 'kept'], unseen: 'Not searched:' },
  ms: { heads: ['bilangan', 'perkara', 'tempoh'], unseen: 'Tidak dapat dilihat dari sini:' },
};

/** How much there is in each place, and for how long it stays. */
export function placesTable(places: readonly CountedPlace[], language: PageLanguage): string {
  const words = WORDS[language];
  const [count, what, kept] = TEXTS[language].heads;
  return table(
    [{ heading: count, align: 'right' }, { heading: what }, { heading: kept }],
    places.map(({ place, items }) => [
      String(items),
      placeText(place, words, language),
      keptText(place.kept, words, language),
    ]),
  );
}

/** Places that could not be looked into; '' without any. */
export function unseenText(places: readonly KeptPlace[], language: PageLanguage): string {
  if (places.length === 0) return '';
  const words = WORDS[language];
  const lines = places.map(
    (place) => `- ${placeText(place, words, language)}. ${keptText(place.kept, words, language)}\n`,
  );
  return `${TEXTS[language].unseen}\n${lines.join('')}`;
}
