/** What a table of names calls a value; one that it does not know stays as it is. */
export function nameIn(names: Readonly<Record<string, string>>, value: string): string {
  return Object.hasOwn(names, value) ? (names[value] ?? value) : value;
}
