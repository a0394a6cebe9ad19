import type { PageLanguage } from '@emas/page';
import type { PlaceChange } from '../changes.ts';
import type { PrivacyWords } from '../words/shape.ts';
import { dataText, keptText, placeText } from './place-text.ts';

/** One change of a notice, as a sentence. */
export function changeText(
  change: PlaceChange,
  words: PrivacyWords,
  language: PageLanguage,
): string {
  const { place } = change;
  const { changes } = words;
  const what = placeText(place, words, language);
  if (change.change === 'added') {
    return changes.added(`${what}: ${dataText(place.holds, words)}`);
  }
  if (change.change === 'removed') return changes.removed(what);
  if (change.change === 'use') return changes.use(what);
  if (change.change === 'kept') {
    const before = keptText(change.before, words, language);
    return changes.kept(what, keptText(place.kept, words, language), before);
  }
  const { more, less } = change;
  const sentences = [
    ...(more.length === 0 ? [] : [changes.more(what, dataText(more, words))]),
    ...(less.length === 0 ? [] : [changes.less(what, dataText(less, words))]),
  ];
  return sentences.join(' ');
}
