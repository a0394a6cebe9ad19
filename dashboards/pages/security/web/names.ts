import { countryName } from '../../../drawings/country-name.ts';
import { nameIn } from '../../../drawings/name-in.ts';
import type { EventFigure } from '../contract.ts';
import type { Texts } from '../words/en.ts';
import { OTHER_REASONS } from './stack-data.ts';

/** A stored value as the reader's language says it. */
export function valueName(dimension: string, value: string, texts: Texts): string {
  if (value === '') return texts.unknown;
  if (dimension === 'country') return countryName(value, texts.locale);
  return dimension === 'reason' ? failureReason(value, texts) : value;
}

/** Why an attempt failed, in words; what an app made up for itself stays as it is. */
export function failureReason(reason: string, texts: Texts): string {
  return reason === '' ? texts.unknown : nameIn(texts.security.reasons, reason);
}

/** A layer of the chart in words. */
export function layerName(reason: string, words: Texts): string {
  return reason === OTHER_REASONS ? words.security.otherReasons : failureReason(reason, words);
}

/** `Captcha not passed: score too low`; an event newer than this page keeps its name in the catalogue. */
export function eventFigureName(
  { event, reason }: Pick<EventFigure, 'event' | 'reason'>,
  { security }: Texts,
): string {
  const name = security.events[event] ?? event;
  return reason === '' ? name : `${name}: ${security.eventReasons[reason] ?? reason}`;
}
