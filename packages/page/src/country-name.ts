import type { PageLanguage } from './page-language.ts';

/** Made when first needed, and once: making one takes longer than drawing the form. */
const names = new Map<PageLanguage, Intl.DisplayNames>();

/** @param country ISO 3166-1 alpha-2. */
export function countryName(country: string, language: PageLanguage): string {
  const known = names.get(language) ?? new Intl.DisplayNames(language, { type: 'region' });
  names.set(language, known);
  return known.of(country) ?? country;
}
