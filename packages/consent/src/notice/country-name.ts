import type { PageLanguage } from '@emas/request-context';

// Made once: making one takes longer than drawing the form.
const NAMES: Readonly<Record<PageLanguage, Intl.DisplayNames>> = {
  en: new Intl.DisplayNames('en', { type: 'region' }),
  ms: new Intl.DisplayNames('ms', { type: 'region' }),
};

/** @param country ISO 3166-1 alpha-2. */
export function countryName(country: string, language: PageLanguage): string {
  return NAMES[language].of(country) ?? country;
}
