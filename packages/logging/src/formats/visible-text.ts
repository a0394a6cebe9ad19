/**
 * What a terminal, a viewer or an editor obeys instead of showing: C0 and C1 controls, DEL, line and
 * paragraph separators, what turns the direction of text, the byte order mark; and halves of characters,
 * which no encoding has.
 */
const OBEYED =
  // oxlint-disable-next-line no-control-regex
  /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]/gu;

const PLAIN = /^[\x20-\x7e]*$/;

/**
 * A text in which nothing works any more, everything is seen: ESC becomes `\u{1b}`. What it gives is on
 * one line. ASVS 5.0 16.4.1, CWE-117, CWE-150.
 */
export function visibleText(text: string): string {
  return PLAIN.test(text) ? text : text.replace(OBEYED, escaped);
}

/** The same for each line of a text, whose line feeds stay. */
export function visibleLines(text: string): string {
  return PLAIN.test(text) ? text : text.split(/\r?\n/).map(visibleText).join('\n');
}

/** The first `most` UTF-16 units of a text, one less where that would halve a character. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  const last = text.charCodeAt(most - 1);
  const isHalf = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, isHalf ? most - 1 : most);
}

function escaped(character: string): string {
  return `\\u{${character.charCodeAt(0).toString(16)}}`;
}
