/** A text that no shell reads anything into: between single quotes, on one line. */
export function quoted(text: string): string {
  return `'${text.replace(/\s+/g, ' ').replaceAll("'", String.raw`'\''`)}'`;
}
