import { endOfQuoted, quoteAt } from './spans.ts';

const CLOSES = ')]}';
const BLANKS = ' \t\r\n';
const ENDS = `${BLANKS}"'\`<>&`;
/** A sign that belongs to the sentence, not to the value before it. */
const STOPS = '.,;:!?';
/** `, name=`, `;name: `: another pair begins. */
const NEXT_PAIR = /[,;]\s?["'\w[\].-]{1,40}\s?[=:]/y;
/** What ends a value that is written in an address: an encoded `&`, quote, brace or blank. */
const ENCODED_END = /%(?:25){0,3}(?:2[0267]|3b|5d|7d|0[ad])/iy;
/** A line feed, in a text or as JSON writes it. */
const LINE_END = /\r|\n|\\[rn]/g;

/**
 * Where a value without quotes ends.
 *
 * @param most Not looked at beyond.
 */
export function endOfBare(text: string, start: number, isEncoded: boolean, most: number): number {
  const limit = Math.min(most, text.length);
  let end = start;
  while (end < limit && !isEndOfBare(text, end, isEncoded)) end += 1;
  if (end < text.length && !BLANKS.includes(text.charAt(end))) return end;
  while (end > start && STOPS.includes(text.charAt(end - 1))) end -= 1;
  return end;
}

function isEndOfBare(text: string, at: number, isEncoded: boolean): boolean {
  const sign = text.charAt(at);
  if (ENDS.includes(sign)) return true;
  if (sign === ',' || sign === ';') return isSeparator(text, at);
  if (CLOSES.includes(sign)) return isLastClosing(text, at);
  if (sign === '\\') return /[nr"'\\]/.test(text.charAt(at + 1));
  if (sign !== '%' || !isEncoded) return false;
  ENCODED_END.lastIndex = at;
  return ENCODED_END.test(text);
}

function isSeparator(text: string, at: number): boolean {
  const next = text.charAt(at + 1);
  if (next === '' || ENDS.includes(next)) return true;
  NEXT_PAIR.lastIndex = at;
  return NEXT_PAIR.test(text);
}

/** `f(password=hunter2)`; a bracket in the midst of a password is part of it. */
function isLastClosing(text: string, at: number): boolean {
  const next = text.charAt(at + 1);
  return next === '' || ENDS.includes(next) || CLOSES.includes(next) || STOPS.includes(next);
}

/** @param before What stands before the name: a quote ends the line as well, where it began it. */
export function endOfLine(text: string, start: number, before: string): number {
  LINE_END.lastIndex = start;
  const end = LINE_END.exec(text)?.index ?? text.length;
  const opening = before.at(-1) ?? '';
  // Behind a line feed that JSON wrote there is the quote of the JSON text.
  const quote =
    '"\'`'.includes(opening) && opening !== '' ? opening : before.includes('\\') ? '"' : '';
  const closing = quote === '' ? -1 : text.indexOf(quote, start);
  return closing === -1 ? end : Math.min(end, closing);
}

/** Where a list, an object or a bracket ends that begins at a place, with all that is in it. */
export function endOfStructure(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if ('([{'.includes(sign)) depth += 1;
    if (CLOSES.includes(sign)) depth -= 1;
    if (depth === 0) return at + 1;
    const quote = quoteAt(text, at);
    if (quote === undefined) continue;
    at = endOfQuoted(text, at + quote.text.length, quote) + quote.text.length - 1;
  }
  return text.length;
}
