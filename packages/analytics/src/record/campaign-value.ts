import { isIP } from 'node:net';
import { maskedSegment, plainText } from './masked-segment.ts';
import { isHostName, plainHost } from './plain-host.ts';

const MAX_CAMPAIGN = 100;
/** Between a person's name and the father's, in Malay and among Malaysia's Indians. */
const NAME_OF_A_PERSON = /(?:^|\s)(?:binti|bin|bte|bt|a\/l|a\/p)\s/;
/** `member-4711`, `user_12`, `u1024`: a word for a person, and a number. */
const NUMBERED_PERSON =
  /^(?:member|user|customer|client|patient|policy|account|uid|id|staff|agent|u|m)[-_ .:]?\d+$/;
const URL_START = /^[a-z][a-z+.-]*:\/\//;
const WORD = /^[\p{L}\p{N}][\p{L}\p{N}\p{M}_.+-]*$/u;

/** A campaign's value as figures may show it: lower case, bounded; ids, tokens, addresses and names masked. */
export function campaignValue(value: string): string {
  const plain = plainText(value).trim().slice(0, MAX_CAMPAIGN).trim();
  const lower = plain.toLowerCase();
  if (NAME_OF_A_PERSON.test(lower)) return ':name';
  if (NUMBERED_PERSON.test(lower)) return ':id';
  const masked = maskedSegment(plain);
  return masked === plain ? lower : masked;
}

/**
 * A source: a name, or a host; of a URL its host, of a path nothing.
 *
 * @param origin `named` by `utm_source`, which may be any text; `guessed` from a parameter that apps use for other
 * things too, so only a single word or a host counts, and nothing that was masked.
 */
export function sourceValue(value: string, origin: 'named' | 'guessed'): string {
  const lower = plainText(value).trim().toLowerCase();
  const host = plainHost(lower.replace(URL_START, '').split(/[/?#]/, 1)[0] ?? '');
  if (isIP(host.replace(/^\[(.*)\]$/, '$1')) !== 0) return '';
  if (URL_START.test(lower)) return hostOf(lower);
  if (lower.startsWith('/')) return '';
  // `a/l` stands in names, `shop.example/page` is a URL without its beginning.
  if (lower.includes('/') && host.includes('.') && isHostName(host)) return host;
  const masked = campaignValue(value);
  if (origin === 'named') return masked;
  return masked.startsWith(':') || !WORD.test(masked) ? '' : masked;
}

function hostOf(url: string): string {
  if (!URL.canParse(url)) return '';
  const host = plainHost(new URL(url).hostname);
  return isHostName(host) && isIP(host) === 0 ? host : '';
}
