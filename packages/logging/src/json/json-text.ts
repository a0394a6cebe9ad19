/** Printable ASCII that JSON needs no escape for: nearly every value, and the quickest to write. */
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

/**
 * What JSON would let through and a terminal, a log viewer or an editor obeys: DEL, C1 controls, the
 * line separators, what turns the direction of text, and the byte order mark.
 */
// oxlint-disable-next-line no-control-regex
const OBEYED = /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/**
 * A text as a JSON string that no reader mistakes for more than one line, or for a command: controls and
 * bidirectional overrides are escaped, and parse back equal. ASVS 5.0 16.4.1, CWE-117.
 */
export function jsonText(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  return JSON.stringify(text).replace(OBEYED, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
