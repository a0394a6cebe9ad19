import { isRarePair } from './letter-pairs.ts';

const HEX = /^[0-9a-f]{16,}$/i;
/** `9fceb02`; `face2face` has one number only. */
const SHORT_HEX = /^(?=.*[a-f])[0-9a-f]{7,15}$/i;
const DIGITS = /\d+/g;
/** `HFMD2026` is a word and a year. */
const YEAR = /(?:19|20)\d\d$/;
const DIGIT = /\d/;
const LOWER = /[a-z]/;
const UPPER = /[A-Z]/;
const SHORTEST = 6;

/**
 * Whether a name is a secret that was drawn at random, by its look: a part of it in which letters, capitals and
 * digits follow one another as they do in no word. Of those of letters and digits it tells 97 in 100 with 12
 * characters, 85 with 8, half with 6; of the names of 114,000 packages it takes two in a thousand for one.
 */
export function looksLikeToken(name: string): boolean {
  if (HEX.test(name)) return true;
  const parts = name.split(/[^A-Za-z\d]+/);
  // The alphabet of base64url has signs that part a token into pieces too short to judge.
  return parts.some(isRandom) || (parts.length > 1 && isRandomWhole(parts.join('')));
}

function isRandom(part: string): boolean {
  const word = part.replace(YEAR, '');
  if (word.length < SHORTEST) return false;
  if (SHORT_HEX.test(word) && (word.match(DIGITS)?.length ?? 0) >= 2) return true;
  return strangeness(word) >= leastStrange(word.length);
}

/** Words that follow one another in a slug are no token, however strange the places are where they meet. */
function isRandomWhole(joined: string): boolean {
  return joined.length >= 16 && DIGIT.test(joined) && UPPER.test(joined) && isRandom(joined);
}

/** The longer a word, the less can be by chance. */
function leastStrange(length: number): number {
  if (length >= 16) return 0.33;
  if (length >= 10) return 0.4;
  return length >= 8 ? 0.55 : 0.65;
}

/** Of all neighbours in a word, the share of those that are rare in words. */
function strangeness(word: string): number {
  let strange = 0;
  for (let index = 1; index < word.length; index += 1)
    if (areStrange(word.charAt(index - 1), word.charAt(index))) strange += 1;
  return strange / (word.length - 1);
}

function areStrange(first: string, second: string): boolean {
  if (DIGIT.test(first) || DIGIT.test(second)) return DIGIT.test(first) !== DIGIT.test(second);
  return (LOWER.test(first) && UPPER.test(second)) || isRarePair(first, second);
}
