/** A line of a table for spreadsheets, without its end (RFC 4180). */
export function csvRow(cells: readonly string[]): string {
  return cells.map(cell).join(',');
}

/** What a spreadsheet would take for a formula begins with an apostrophe. */
function cell(value: string): string {
  const text = /^[=+@\t\r＝＋－＠-]/.test(value) ? `'${value}` : value;
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
