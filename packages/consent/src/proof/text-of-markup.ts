const ENDS_OF_LINES = /<\/(?:p|li|h2|legend|label|summary|button|strong|div|details)>/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};

/** What our own markup says to its readers, a line for each line of the page. */
export function textOfMarkup(markup: string): string {
  return markup
    .replaceAll(ENDS_OF_LINES, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}
