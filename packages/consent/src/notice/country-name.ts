import type { PageLanguage } from '@emas/request-context';

/** @param country ISO 3166-1 alpha-2. */
export function countryName(country: string, language: PageLanguage): string {
  return new Intl.DisplayNames(language, { type: 'region' }).of(country) ?? country;
}
