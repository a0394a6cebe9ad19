import { OTHER_REASONS } from '../charts/stack-data.ts';
import { failureReason } from '../format/names.ts';
import type { Texts } from '../texts/en.ts';

/** A layer of the chart in words. */
export function layerName(reason: string, words: Texts): string {
  return reason === OTHER_REASONS ? words.security.otherReasons : failureReason(reason, words);
}
