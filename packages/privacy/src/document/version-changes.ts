import type { PageLanguage } from '@emas/page';
import { changesBetween } from '../changes.ts';
import type { NoticeVersion } from '../notice-version.ts';
import { WORDS } from '../words/words.ts';
import { changeText } from './change-text.ts';

/** In what two notices differ, a sentence each. */
export function versionChanges(
  former: Pick<NoticeVersion, 'controller' | 'places'>,
  now: Pick<NoticeVersion, 'controller' | 'places'>,
  language: PageLanguage,
): readonly string[] {
  const words = WORDS[language];
  const changes = changesBetween(former.places, now.places).map((change) =>
    changeText(change, words, language),
  );
  const isNamedAnew = JSON.stringify(former.controller) !== JSON.stringify(now.controller);
  return isNamedAnew ? [...changes, words.changes.controller] : changes;
}
