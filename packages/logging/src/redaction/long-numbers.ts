import { cardNumberAt } from './card-number.ts';
import { DigitRun } from './digit-run.ts';
import { identityCardAt } from './identity-card.ts';

/** What parts the digits of a number: dashes, blanks and dots of all kinds, `/`, `_`, and `+` in a form. */
const PARTS = String.raw`[-\t ./_+\xa0\xad\u2000-\u200b\u2010-\u2015\u202f\u2060\u2212\u3000\uff0d-\uff0f]\0{0,5}`;
/**
 * UUIDs (RFC 9562) and hashes, whose digits are no number; else twelve digits or more with at most three
 * separators from one to the next.
 */
const CANDIDATE = new RegExp(
  String.raw`(\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b(?=\d{0,64}[a-f])[0-9a-f]{16,}\b)|\d(?:(?:${PARTS}){0,3}\d){11,}`,
  'gi',
);
/** Signs as an address or JSON writes them, and digits of full width. */
const WRITTEN_OTHERWISE = /%[0-9a-f]{2}|\\u[0-9a-f]{4}|\\[nrt]|[\uff10-\uff19]/gi;
const MAYBE_OTHERWISE = /[%\\\uff10-\uff19]/;
const FULL_WIDTH_ZERO = 0xff10;

/** Masks numbers of identity cards and of payment cards. */
export function withoutLongNumbers(text: string): string {
  // Of the same length, so that what is found there is found in the text.
  const plain = MAYBE_OTHERWISE.test(text)
    ? text.replaceAll(WRITTEN_OTHERWISE, plainlyWritten)
    : text;
  let masked = '';
  let from = 0;
  for (const { 0: found, 1: isNoNumber, index } of plain.matchAll(CANDIDATE)) {
    if (isNoNumber !== undefined) continue;
    const run = new DigitRun(plain, index, index + found.length);
    for (let group = 0; group < run.groups; group += 1) {
      const card = cardNumberAt(run, group);
      const last = card ?? identityCardAt(run, group);
      if (last === undefined) continue;
      masked += `${text.slice(from, run.start(group))}[${card === undefined ? 'identity card' : 'card'}]`;
      from = run.end(last);
      group = last;
    }
  }
  return masked + text.slice(from);
}

function plainlyWritten(written: string): string {
  const digit = written.charCodeAt(0) - FULL_WIDTH_ZERO;
  return digit >= 0 ? String(digit) : ' '.padEnd(written.length, '\0');
}
