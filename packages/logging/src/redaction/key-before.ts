import { DOUBTS } from './key-words.ts';
import type { SecretKeys } from './secret-keys.ts';

/** The name before a sign such as `=`. */
export interface KeyBefore {
  readonly name: string;
  readonly isSecret: boolean;
  /** Whether it stands in quotes, as in JSON. */
  readonly isQuoted: boolean;
  /** Whether a word before it says that the value is no good: `wrong password`. */
  readonly isDoubted: boolean;
  /** The two characters before the name. */
  readonly before: string;
}

/** So far back a key is looked for. */
const WINDOW = 96;
const LONGEST_NAME = 64;
/** What may stand between a key and its sign: blanks, the first half of `!=`. */
const BETWEEN = ' \t+!<>~*';
const QUOTES = '"\'`';
/** Words of a sentence before the name: `api` before `key`. */
const WORD_BEFORE = /([A-Za-z]{1,24}\.?) $/;
const MOST_WORDS_BEFORE = 2;
const ENCODED = /%(?:25){0,3}([2-7][0-9a-f])/gi;
const NAME_SIGNS: ReadonlySet<number> = new Set(Buffer.from('$-.[]_'));

/**
 * @param start What stands before it is done with.
 * @param end Where the sign stands.
 */
export function keyBefore(
  text: string,
  start: number,
  end: number,
  keys: SecretKeys,
): KeyBefore | undefined {
  // `?q=`: most names of one letter end here, for next to nothing.
  if (isPartOfName(text.charCodeAt(end - 1)) && !isPartOfName(text.charCodeAt(end - 2)))
    return undefined;
  const raw = text.slice(Math.max(start, end - WINDOW), end);
  // A sign behind a sign has no name.
  if (/%3[ad]$/i.test(raw.slice(-3))) return undefined;
  const window = raw.includes('%') ? raw.replaceAll(ENCODED, decoded) : raw;
  let at = window.length;
  while (at > 0 && BETWEEN.includes(window.charAt(at - 1))) at -= 1;
  // $config['password']
  if (window.charAt(at - 1) === ']' && QUOTES.includes(window.charAt(at - 2))) at -= 1;
  const last = window.charAt(at - 1);
  if (last !== '' && QUOTES.includes(last)) return quotedKey(window, at - 1, last, keys);
  // PostgreSQL says (nric)=(…).
  return bareKey(window, last === ')' ? at - 1 : at, keys);
}

function decoded(_all: string, code: string): string {
  return String.fromCharCode(Number.parseInt(code, 16));
}

/** @param at Where the closing quote stands. */
function quotedKey(
  window: string,
  at: number,
  quote: string,
  keys: SecretKeys,
): KeyBefore | undefined {
  const start = window.lastIndexOf(quote, at - 1) + 1;
  const name = window.slice(start, at).replace(/\\+$/, '');
  if (start === 0 || name === '' || name.length > LONGEST_NAME) return undefined;
  const isSecret = keys.isSecret(name) || (name.includes(' ') && keys.isSecretPhrase(name));
  return { name, isSecret, isQuoted: true, isDoubted: false, before: '' };
}

function bareKey(window: string, end: number, keys: SecretKeys): KeyBefore | undefined {
  let start = end;
  while (start > 0 && isPartOfName(window.charCodeAt(start - 1))) start -= 1;
  // A line feed as JSON writes it.
  if (window.charAt(start - 1) === '\\' && /[nrt]/.test(window.charAt(start))) start += 1;
  const name = window.slice(start, end);
  if (name.length < 2 || name.length > LONGEST_NAME || isDigit(name.charCodeAt(0)))
    return undefined;
  const isInSentence = window.charAt(start - 1) === ' ' && keys.mayEndPhrase(name);
  const words = isInSentence ? wordsBefore(window, start) : [];
  const isSecret = keys.isSecret(name) || phrasesOf(words, name).some(keys.isSecretPhrase);
  const isDoubted = words.some((word) => DOUBTS.has(word.toLowerCase()));
  return {
    name,
    isSecret,
    isQuoted: false,
    isDoubted,
    before: window.slice(Math.max(0, start - 2), start),
  };
}

/** Letters of any writing, digits, and what names of code have in them. */
function isPartOfName(code: number): boolean {
  const isLetter = (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
  return isLetter || isDigit(code) || isEastAsian(code) || NAME_SIGNS.has(code);
}

/** Without its punctuation, as in `，密码`. */
function isEastAsian(code: number): boolean {
  return code > 0x2e80 && (code < 0x3000 || code > 0x303f) && code < 0xff00;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** The nearest first. */
function wordsBefore(window: string, start: number): string[] {
  const words: string[] = [];
  let rest = window.slice(0, start);
  while (words.length < MOST_WORDS_BEFORE) {
    const [found, word] = WORD_BEFORE.exec(rest) ?? [];
    if (found === undefined || word === undefined) break;
    words.push(word);
    rest = rest.slice(0, -found.length);
  }
  return words;
}

/** `key`, with `api` and `your` before it: `api key`, `your api key`. */
function phrasesOf(words: readonly string[], name: string): string[] {
  return words.map((_, at) => [...words.slice(0, at + 1).toReversed(), name].join(' '));
}
