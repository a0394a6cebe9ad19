import type { PageLanguage } from '@emas/page';
import { WORDS, keptText, placeText } from '@emas/privacy/internal';
import type { SubjectData } from '../../subject/subject-data.ts';
import { table } from '../table.ts';

const TEXTS: Readonly<
  Record<PageLanguage, { heads: readonly [string, string, string]; none: string; unseen: string }>
> = {
  en: {
    heads: ['items', 'what', 'kept'],
    none: 'Nothing was found of this account.',
    unseen: 'Not looked into from here:',
  },
  ms: {
    heads: ['bilangan', 'perkara', 'tempoh'],
    none: 'Tiada apa-apa ditemui tentang akaun ini.',
    unseen: 'Tidak dapat dilihat dari sini:',
  },
};

/** How much there is of an account, where, and for how long it stays. */
export function subjectSummary({ places, unseen }: SubjectData, language: PageLanguage): string {
  const words = WORDS[language];
  const { heads, none, unseen: rest } = TEXTS[language];
  const [count, what, kept] = heads;
  const columns = [
    { heading: count, align: 'right' },
    { heading: what },
    { heading: kept },
  ] as const;
  const rows = places.map(({ place, items }) => [
    String(items.length),
    placeText(place, words, language),
    keptText(place.kept, words, language),
  ]);
  const unread = unseen.map(
    (place) => `- ${placeText(place, words, language)}. ${keptText(place.kept, words, language)}\n`,
  );
  return [
    rows.length === 0 ? `${none}\n` : table(columns, rows),
    ...(unread.length === 0 ? [] : [`\n${rest}\n`, ...unread]),
  ].join('');
}
