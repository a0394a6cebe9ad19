import { countryName } from '../../../drawings/country-name.ts';
import { nameIn } from '../../../drawings/name-in.ts';
import type { Texts } from '../words/en.ts';

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
