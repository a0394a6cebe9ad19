import type { RedactionPattern } from './options.ts';

/**
 * A number of 12 digits that begins with a date: YYMMDD, two for the place of birth, four more. Written
 * together, with dashes or with spaces. National Registration Regulations 1990 (Malaysia).
 */
const IDENTITY_CARD: RedactionPattern = {
  name: 'identity card',
  find: /(?<![\dA-Za-z])\d{6}[- ]?\d{2}[- ]?\d{4}(?![\dA-Za-z])/g,
  confirm(found) {
    const month = Number(found.slice(2, 4));
    const day = Number(found.slice(4, 6));
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
  },
};

/** 13 to 19 digits with a check digit, in groups or together. ISO/IEC 7812-1. */
const CARD_NUMBER: RedactionPattern = {
  name: 'card',
  // Cards of banks and of travel begin with 2 to 6; times in milliseconds begin with 1.
  find: /(?<![\dA-Za-z])[2-6]\d{3}(?:[ -]?\d){9,15}(?![\dA-Za-z])/g,
  confirm: (found) => passesLuhn(found.replaceAll(/[ -]/g, '')),
};

/** What follows `Bearer` or `Basic` in a header. RFC 6750 §2.1, RFC 7617 §2. */
const CREDENTIALS: RedactionPattern = {
  name: 'credentials',
  find: /\b(?:bearer|basic)\s+[\w~+/.-]{8,}=*/gi,
};

/** A JSON Web Token anywhere: three parts, the first the Base64 of `{"`. RFC 7519. */
const WEB_TOKEN: RedactionPattern = {
  name: 'token',
  find: /\beyJ[\w-]{8,}\.[\w-]{4,}\.[\w-]*/g,
};

/** `password=…` in an address, a form or a sentence. */
const ASSIGNED_SECRET: RedactionPattern = {
  name: 'secret',
  find: /(?<=\b[\w-]{0,32}(?:password|passwd|pwd|secret|token|api_?key|otp)=)[^\s&;,"']{1,4096}/gi,
};

/** The user's part of an address: `https://user:password@host`. RFC 3986 §3.2.1. */
const USER_INFO: RedactionPattern = {
  name: 'credentials',
  find: /(?<=:\/\/)[^\s/@:]{1,256}:[^\s/@]{1,256}(?=@)/g,
};

export const BUILT_IN_PATTERNS: readonly RedactionPattern[] = [
  CREDENTIALS,
  WEB_TOKEN,
  USER_INFO,
  ASSIGNED_SECRET,
  CARD_NUMBER,
  IDENTITY_CARD,
];

/**
 * One look that tells most texts apart from those that might hold a secret: four digits, the first letters
 * of the words and of a token, `@` and `=`. It is asked of every text that is logged.
 */
const PERHAPS = /[@=]|\d{4}|eyJ|[Bb][Ee][Aa]|[Bb][Aa][Ss]/;

/**
 * The second look: eight digits, the words, a token's beginning, the `@` behind a password, the last letter
 * of a secret's name and `=`. It spells out its capitals, since `i` takes twice the time.
 */
const SUSPICIOUS =
  /\d{4}[ -]?\d{2}[ -]?\d{2}|\d{6}-|[Bb][Ee][Aa][Rr][Ee][Rr]|[Bb][Aa][Ss][Ii][Cc]|eyJ|@|[DdNnPpTtYy]=/;

/** Whether the patterns have to see a text. */
export function isSuspicious(text: string): boolean {
  return PERHAPS.test(text) && SUSPICIOUS.test(text);
}

/** The check digit of ISO/IEC 7812-1 annex B. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = digits.length - 1, double = false; at >= 0; at -= 1, double = !double) {
    const digit = Number(digits[at]);
    const value = double ? digit * 2 : digit;
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}
