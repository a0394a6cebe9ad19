import { isIdNumber, isPersonalDate } from './id-number.ts';
import { looksLikeToken } from './token-look.ts';

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const EMAIL = /@|%40/i;
/** What a document's name ends with: `notice.pdf.html`. */
const EXTENSION =
  /\.(?:x?html?|phtml|php|aspx?|jspx?|pdf|docx?|xlsx?|pptx?|csv|txt|xml|json|png|jpe?g|zip)$/i;
const MOST_EXTENSIONS = 3;
const VERSION = /^v?\d{1,3}(?:\.\d{1,3}){0,2}(?:-?(?:alpha|beta|rc)\.?\d{0,2})?$/i;
/** Most segments are words, and too short for a token without a digit. */
const WORDS = /^[a-z]{1,7}(?:-[a-z]{1,7})*$/;
const ASCII = /^[\x20-\x7e]*$/;
const ALL_DIGITS = /^\d+$/;

/**
 * One segment of a path, or a campaign's value, as figures may show it: what names a person, a case or a secret
 * is replaced by `:id`, `:email`, `:date` or `:token`. A document's name is judged without its extension.
 *
 * @param segment In plain text, see {@link plainText}.
 */
export function maskedSegment(segment: string): string {
  if (WORDS.test(segment)) return segment;
  if (EMAIL.test(segment)) return ':email';
  const name = withoutExtensions(segment);
  if (ALL_DIGITS.test(name) || UUID.test(name)) return ':id';
  if (VERSION.test(segment)) return segment;
  if (isPersonalDate(name)) return ':date';
  if (isIdNumber(name)) return ':id';
  return looksLikeToken(name) ? ':token' : segment;
}

function withoutExtensions(segment: string): string {
  if (!segment.includes('.')) return segment;
  let name = segment;
  for (let cut = 0; cut < MOST_EXTENSIONS; cut += 1) name = name.replace(EXTENSION, '');
  return name;
}

/**
 * Text whose letters and digits are the plain ones (Unicode NFKC; decimal digits of any script as 0 to 9), so that
 * nothing is told by its look alone, and without what has no place in a table: control and bidi characters, and
 * halves of characters.
 */
export function plainText(text: string): string {
  if (ASCII.test(text)) return text;
  return text
    .normalize('NFKC')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .replaceAll(/(?![0-9])\p{Nd}/gu, digitOf);
}

const DECIMAL = /^\p{Nd}$/u;

/** The digits of a script follow one another from its zero, and its scripts in tens. */
function digitOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  let before = 0;
  while (before < 50 && DECIMAL.test(String.fromCodePoint(code - before - 1))) before += 1;
  return String(before % 10);
}
