/** Parts the texts of a list that travels and lies as one. */
export const SEPARATOR = '\t';

/**
 * A text as it stands in such a list. An escape for half of a character, with which a text that was cut may end,
 * would take the separator behind it along.
 */
export function listed(text: string): string {
  return text.replaceAll(SEPARATOR, ' ').toWellFormed();
}
