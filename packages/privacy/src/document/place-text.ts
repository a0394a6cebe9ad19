import type { DataKind, Kept, KeptPlace } from '@emas/data-map';
import type { PageLanguage } from '@emas/page';
import { subjectOf } from '../words/shape.ts';
import type { PrivacyWords } from '../words/shape.ts';

/** What a place is, for people: the app's own words, or those of the part. */
export function subjectText(place: KeptPlace, words: PrivacyWords, language: PageLanguage): string {
  const { id, words: own } = place;
  const subject = subjectOf(id);
  if (own !== undefined) return own.what[language].replace(/\.$/, '');
  return subject === undefined ? id : words.subjects[subject];
}

/** A place as a line of a list names it: what it is, and the kind of it. */
export function placeText(place: KeptPlace, words: PrivacyWords, language: PageLanguage): string {
  return `${subjectText(place, words, language)}, ${words.places[place.kind]}`;
}

export function dataText(holds: readonly DataKind[], words: PrivacyWords): string {
  return words.list.format(holds.map((kind) => words.data[kind]));
}

/** For how long, as a sentence or two. */
export function keptText(
  kept: Kept,
  { kept: words }: PrivacyWords,
  language: PageLanguage,
): string {
  if ('until' in kept) return words.until[kept.until];
  if ('said' in kept) return `${capital(kept.said[language])}.`;
  const { ms, after, most, mark, exempt } = kept;
  return [
    words.after[after](words.duration(ms)),
    ...(most === undefined ? [] : [words.most(words.duration(most))]),
    ...(mark === undefined ? [] : [words.mark(words.duration(mark))]),
    ...(exempt === undefined ? [] : [words.exempt[exempt]]),
  ].join(' ');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
