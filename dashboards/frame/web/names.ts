import type { Dimension } from './view.ts';
import type { Texts } from '../words/en.ts';

const displayNames = new Map<string, Intl.DisplayNames>();

/** A stored value as the reader's language says it. */
export function valueName(dimension: Dimension, value: string, texts: Texts): string {
  if (value === '') return dimension.startsWith('utm_') ? texts.none : texts.unknown;
  switch (dimension) {
    case 'country':
      return countryName(value, texts.locale);
    case 'channel':
      return texts.channels[value] ?? value;
    case 'reason':
      return failureReason(value, texts);
    case 'device':
      return texts.devices[value.toLowerCase()] ?? value;
    default:
      return value;
  }
}

/** Why a request was left out, in words; a reason newer than this page stays a code. */
export function reasonName(reason: string, texts: Texts): string {
  return texts.reasons[reason] ?? reason;
}

/** Why an attempt failed, in words; what an app made up for itself stays as it is. */
export function failureReason(reason: string, texts: Texts): string {
  return reason === '' ? texts.unknown : (texts.security.reasons[reason] ?? reason);
}

/** `Asia/Kuala_Lumpur` as `Kuala Lumpur`, `America/Argentina/Salta` as `Argentina – Salta`. */
export function zoneCity(zone: string): string {
  const slash = zone.indexOf('/');
  return zone
    .slice(slash + 1)
    .replaceAll('_', ' ')
    .replaceAll('/', ' – ');
}

function countryName(code: string, locale: string): string {
  let names = displayNames.get(locale);
  if (names === undefined) {
    names = new Intl.DisplayNames(locale, { type: 'region' });
    displayNames.set(locale, names);
  }
  try {
    return names.of(code.toUpperCase()) ?? code;
  } catch {
    // Not the shape of a country code: the value is shown as it was stored.
    return code;
  }
}
