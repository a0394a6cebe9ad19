import { EMPTY_VALUES, NO_VALUES } from './key-words.ts';
import type { KeyBefore } from './key-before.ts';
import { endOfBare, endOfLine, endOfStructure } from './value-ends.ts';
import { endOfQuoted, quoteAt } from './spans.ts';
import type { Quote, Span } from './spans.ts';

/** The sign between a key and its value. */
export interface Sign extends Span {
  readonly isColon: boolean;
  /** Whether it is written as `%3D`: the value ends where an encoded sign ends it. */
  readonly isEncoded: boolean;
}

/** The rest of the sign, `=>` and `===`, then blanks, then what code puts before a quoted text. */
const LEAD =
  /[=>~]{0,2}(?:[ \t+]|%20){0,16}(?:[A-Za-z][\w.]{0,40}\((?=\\{0,15}["'`])|[A-Za-z](?=['"]))?/y;
/** With these names all of a line is the value, unless it is quoted. */
const WHOLE_LINE = /^(?:set-?cookie2?|cookie2?|(?:proxy-?)?authorization)$/i;
const PHRASES = /phrase$/i;
/** What was masked before, what was left out, and places that a value is put into. */
const PLACEHOLDER =
  /^(?:\[[a-z ]{3,20}\]?|[*•.]{3,}|[:$]\w{1,64}|\$?\{{1,2}[\w. ]{1,64}\}{0,2}|%\(\w{1,32}\)?s?|<[\w -]{1,32}>)$/i;
const SHORTEST = 3;
const LOOKED_AT = 64;
/** Tests passed, in a report; a password of figures is longer. */
const COUNTED = /^(?:pass|pw)$/i;

/**
 * The value of a key that means a secret.
 *
 * @returns `undefined` where there is none to hide.
 */
export function valueAfter(text: string, sign: Sign, key: KeyBefore): Span | undefined {
  LEAD.lastIndex = sign.end;
  const start = sign.end + (LEAD.exec(text)?.[0].length ?? 0);
  const quote = quoteAt(text, start);
  if (quote !== undefined) {
    // 'password:', which is all that is quoted.
    if (start === sign.end && key.before.endsWith(quote.sign)) return undefined;
    return quotedValue(text, start, quote);
  }
  const first = text.charAt(start);
  if ((first === '(' && !sign.isColon) || (key.isQuoted && '[{'.includes(first) && first !== '')) {
    return structure(text, start);
  }
  return bareValue(text, start, sign, key);
}

function quotedValue(text: string, at: number, quote: Quote): Span | undefined {
  const start = at + quote.text.length;
  const end = endOfQuoted(text, start, quote);
  if (start === end) return undefined;
  const isShort = end - start <= LOOKED_AT;
  return isShort && PLACEHOLDER.test(text.slice(start, end)) ? undefined : { start, end };
}

function structure(text: string, start: number): Span | undefined {
  const end = endOfStructure(text, start);
  return end - start <= LOOKED_AT && PLACEHOLDER.test(text.slice(start, end))
    ? undefined
    : { start, end };
}

function bareValue(text: string, start: number, sign: Sign, key: KeyBefore): Span | undefined {
  const peek = text.slice(start, endOfBare(text, start, sign.isEncoded, start + LOOKED_AT));
  if (!isWorthHiding(peek, sign, key)) return undefined;
  const { name } = key;
  if (sign.isColon && (WHOLE_LINE.test(name) || PHRASES.test(name))) {
    return { start, end: endOfLine(text, start, key.before) };
  }
  return { start, end: endOfBare(text, start, sign.isEncoded, text.length) };
}

/** @param peek The value, or the beginning of a long one. */
function isWorthHiding(peek: string, sign: Sign, key: KeyBefore): boolean {
  if (peek.length < SHORTEST || PLACEHOLDER.test(peek)) return false;
  if (COUNTED.test(key.name) && /^\d{1,5}$/.test(peek)) return false;
  const word = peek.toLowerCase().replace(/\W+$/, '');
  if (EMPTY_VALUES.has(word) || (sign.isColon && NO_VALUES.has(word))) return false;
  // Code has words there, `'password': return`; a sentence tells what was wrong, `invalid token: jwt malformed`.
  if (key.isQuoted || (key.isDoubted && sign.isColon)) return /\d/.test(peek) && /\w/.test(peek);
  return true;
}
