/** Longer paths are cut: real ones are shorter. */
const MAX_PATH = 200;
const MAX_SEGMENTS = 20;

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const HEX = /^[0-9a-f]{16,}$/i;
const IDENTITY_CARD = /^\d{6}-?\d{2}-?\d{4}$/;
const DOCUMENT = /\.(?:x?html?|php|aspx?|jsp)$/i;
const NUMBER = /\d{5,}/;
const EMAIL = /@|%40/i;
const YEAR = /^(?:19|20)\d\d$/;
const MONTH_OR_DAY = /^(?:0[1-9]|[12]\d|3[01])$/;

/**
 * A path as figures may show it: ids, tokens, e-mail and identity-card numbers masked, no query string,
 * no trailing slash, bounded. Dates (`/2026/11/23/`) stay, they are nobody's.
 */
export function maskedPath(url: string): string {
  const end = url.search(/[?#;]/);
  const path = end < 0 ? url : url.slice(0, end);
  const segments = readable(path)
    .split('/')
    .filter((segment) => segment !== '');
  let inDate = false;
  const masked = segments.slice(0, MAX_SEGMENTS).map((segment) => {
    inDate = inDate ? MONTH_OR_DAY.test(segment) : YEAR.test(segment);
    return inDate ? segment : maskSegment(segment);
  });
  return `/${masked.join('/')}`.slice(0, MAX_PATH);
}

/** One segment, or a campaign's name. */
export function maskSegment(segment: string): string {
  if (EMAIL.test(segment)) return ':email';
  const name = segment.replace(DOCUMENT, '');
  if (/^\d+$/.test(name) || UUID.test(name) || IDENTITY_CARD.test(name)) return ':id';
  if (HEX.test(name) || looksRandom(name)) return ':token';
  // GL-48213 names a case; release-20261123.html names a document.
  return name === segment && NUMBER.test(segment) ? ':id' : segment;
}

/** Changes between letters, capitals and digits inside a word: many in a token, few in a name. */
function looksRandom(name: string): boolean {
  if (name.length < 16) return false;
  const changes = name.match(/[a-z](?=[A-Z\d])|[A-Z](?=\d)|\d(?=[A-Za-z])/g);
  return (changes?.length ?? 0) >= 5;
}

/**
 * The route's own template where Express knows one, `/claims/:claimId`; the masked path otherwise. A
 * wildcard's template would make one page of many, so there the path counts.
 *
 * @param mount Where the router sits (`req.baseUrl`): it holds real values, not their names.
 */
export function pagePath(url: string, mount: string, route: unknown): string {
  if (typeof route !== 'string' || /[*(]/.test(route)) return maskedPath(url);
  const below = route === '/' ? '' : route;
  const whole = `${mount === '' ? '' : maskedPath(mount)}${below}`.replace(/\/+$/, '');
  return (whole === '' ? '/' : whole).slice(0, MAX_PATH);
}

function readable(path: string): string {
  let decoded = path.slice(0, MAX_PATH * 4);
  try {
    decoded = decodeURIComponent(decoded);
  } catch {
    // Broken escapes are shown as they came.
  }
  // Control and bidi characters, and halves of characters, have no business in a table.
  return decoded.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '');
}
