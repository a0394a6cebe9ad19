/** What a text has in it that some secrets have, as bits. */
export const SIGNS = {
  /** `=`, `:`, `<` or `%`: between a key and its value. */
  pair: 1,
  /** `@`: in an address with a password. */
  at: 2,
  quote: 4,
  /** `<` */
  element: 8,
  /** `--` or ` -`: an option of a command, the frame of a private key. */
  option: 16,
  /** Sixteen letters, digits, dashes and underscores in a row: a token. */
  longWord: 32,
  /** Twelve digits with nothing but separators in between. */
  longNumber: 64,
  /** A word that begins like `bearer` or `basic`. */
  scheme: 128,
  /** Four digits or more behind a blank: a code in a message. */
  code: 256,
  /** `%`: a part is written as an address writes it. */
  percent: 512,
  /** A word that begins like `password`, or like `laluan` in `kata laluan`. */
  word: 1024,
  /** Nine digits with nothing but separators in between. */
  number: 2048,
} as const;

const LETTER = 0;
const DIGIT = 1;
// What else words have in them.
/** Letters that words begin with which are asked for. */
const INITIAL = 2;
const UNDERSCORE = 3;
const DASH = 4;
// What parts words, and numbers do not mind.
const NUMBER_PART = 5;
const PERCENT = 6;
const ESCAPE = 7;
// What parts both.
const PAIR = 8;
const AT = 9;
const QUOTE = 10;
const ELEMENT = 11;
const OTHER = 12;
/** What each kind is a sign of, by its number. */
const SIGN_OF_KIND: readonly number[] = [
  ...[LETTER, DIGIT, INITIAL, UNDERSCORE, DASH, NUMBER_PART].map(() => 0),
  SIGNS.pair | SIGNS.percent,
  0,
  SIGNS.pair,
  SIGNS.at,
  SIGNS.quote,
  SIGNS.pair | SIGNS.element,
  0,
];
const KINDS = kindsOfCharacters();
const LONG_WORD = 16;
const LONG_NUMBER = 12;
const NUMBER = 9;
const CODE = 4;
const BLANK = 0x20;
const MINUS = 0x2d;
/** The bit by which a small letter differs from its capital. */
const SMALL = 0x20;
const SMALL_A = 0x61;
const SMALL_B = 0x62;
const SMALL_E = 0x65;
const SMALL_U = 0x75;

/**
 * One look at each character, which tells nearly all texts apart from those in which a secret has to be looked
 * for: every text that is logged comes here.
 *
 * @returns Bits of `SIGNS`; 0 where there is nothing to look for.
 */
export function signsOf(text: string): number {
  let signs = 0;
  let wordStart = 0;
  let digits = 0;
  for (let at = 0; at < text.length; at += 1) {
    const kind = KINDS[text.charCodeAt(at)] ?? OTHER;
    if (kind === LETTER) {
      digits = 0;
    } else if (kind === DIGIT) {
      digits += 1;
      signs |= signOfDigits(text, at, digits);
    } else if (kind <= DASH) {
      if (kind === INITIAL) digits = 0;
      signs |= signInWord(text, at, kind);
    } else {
      if (kind > ESCAPE) digits = 0;
      signs |= signOfEnd(kind, at - wordStart);
      at += skipped(text, at, kind);
      wordStart = at + 1;
    }
  }
  return signs | signOfEnd(OTHER, text.length - wordStart);
}

/** @param kind What ends a word. @param length Of the word. */
function signOfEnd(kind: number, length: number): number {
  const sign = SIGN_OF_KIND[kind] ?? 0;
  return length >= LONG_WORD ? sign | SIGNS.longWord : sign;
}

/** The two digits behind `%`, the code behind `\\u`. */
function skipped(text: string, at: number, kind: number): number {
  if (kind === PERCENT) return 2;
  return kind === ESCAPE && text.charCodeAt(at + 1) === SMALL_U ? 5 : 0;
}

function signOfDigits(text: string, at: number, digits: number): number {
  if (digits === NUMBER) return SIGNS.number;
  if (digits === LONG_NUMBER) return SIGNS.longNumber;
  if (digits !== CODE) return 0;
  const isBehindBlank = at < CODE || text.charCodeAt(at - CODE) === BLANK;
  // A year, with its month behind it, is none.
  return isBehindBlank && text.charCodeAt(at + 1) !== MINUS ? SIGNS.code : 0;
}

/** ` -` and `--`; `ba…` and `be…`, `la…`, `pa…`. */
function signInWord(text: string, at: number, kind: number): number {
  const next = text.charCodeAt(at + 1);
  if (kind === DASH) {
    return next === MINUS || text.charCodeAt(at - 1) === BLANK ? SIGNS.option : 0;
  }
  if (kind !== INITIAL) return 0;
  const isA = (next | SMALL) === SMALL_A;
  if ((text.charCodeAt(at) | SMALL) !== SMALL_B) return isA ? SIGNS.word : 0;
  return isA || (next | SMALL) === SMALL_E ? SIGNS.scheme : 0;
}

/** Letters of other writings part words, as their dashes and blanks do; digits of full width are digits. */
function kindsOfCharacters(): Uint8Array {
  const kinds = new Uint8Array(0x1_0000).fill(OTHER, 0, 0x80).fill(NUMBER_PART, 0x80);
  const set = (characters: string, kind: number): void => {
    for (const character of characters) kinds[character.charCodeAt(0)] = kind;
  };
  for (let code = 0x41; code <= 0x5a; code += 1) kinds[code] = kinds[code | 0x20] = LETTER;
  set('0123456789', DIGIT);
  set('\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19', DIGIT);
  set('bBlLpP', INITIAL);
  set('_', UNDERSCORE);
  set(' \t./+()', NUMBER_PART);
  set('-', DASH);
  set('=:：', PAIR);
  set('%', PERCENT);
  set('@', AT);
  set('"\'`', QUOTE);
  set('<', ELEMENT);
  set('\\', ESCAPE);
  return kinds;
}
