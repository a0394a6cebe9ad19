/** What a cell can hold; null is an empty one. */
export type Cell = string | number | null;

/** RFC 4180, with the byte order mark without which Excel misreads UTF-8. */
export function csv(lines: readonly (readonly Cell[])[]): string {
  return `\uFEFF${lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('')}`;
}

/**
 * A path or a campaign is written by strangers, and a spreadsheet runs a cell that starts like a
 * formula: an apostrophe before it makes it text (OWASP, CSV injection). Full-width signs are taken for the usual
 * ones, and where a list is parted by semicolons, one within a cell begins another.
 */
function cell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
