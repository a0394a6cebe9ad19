import { OTHER_REASONS } from './stack-data.ts';
import { failureReason } from '../../../frame/web/names.ts';
import type { Texts } from '../../../frame/words/en.ts';

/** A layer of the chart in words. */
export function layerName(reason: string, words: Texts): string {
  return reason === OTHER_REASONS ? words.security.otherReasons : failureReason(reason, words);
}
