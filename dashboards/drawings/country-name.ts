const displayNames = new Map<string, Intl.DisplayNames>();

/** A country as the reader's language says it. @param code ISO 3166-1 alpha-2. */
export function countryName(code: string, locale: string): string {
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
