import { OTHER_REASONS } from './stack-data.ts';
import { failureReason } from './names.ts';
import type { Texts } from '../words/en.ts';

/** A layer of the chart in words. */
export function layerName(reason: string, words: Texts): string {
  return reason === OTHER_REASONS ? words.security.otherReasons : failureReason(reason, words);
}
