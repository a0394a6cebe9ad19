import { countryName } from '../../../drawings/country-name.ts';
import { nameIn } from '../../../drawings/name-in.ts';
import type { Texts } from '../words/en.ts';

/** A stored value as the reader's language says it. */
export function valueName(dimension: string, value: string, texts: Texts): string {
  if (value === '') return dimension.startsWith('utm_') ? texts.none : texts.unknown;
  switch (dimension) {
    case 'country':
      return countryName(value, texts.locale);
    case 'channel':
      return nameIn(texts.channels, value);
    case 'device':
      return nameIn(texts.devices, value);
    default:
      return value;
  }
}

/** Why a request was left out, in words; a reason newer than this page stays a code. */
export function reasonName(reason: string, texts: Texts): string {
  return nameIn(texts.reasons, reason);
}
