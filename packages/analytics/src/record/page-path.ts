import { maskedSegment, plainText } from './masked-segment.ts';
import { routeName } from './route-name.ts';

/** Longer paths are cut: real ones are shorter. */
const MAX_PATH = 200;
const MAX_SEGMENTS = 20;

/** A target that is a whole address (RFC 9112 §3.2.2). */
const ORIGIN = /^https?:\/\/[^/?#]*/i;
const YEAR = /^(?:19|20)\d\d$/;
const MONTH_OR_DAY = /^(?:0[1-9]|1\d|2\d|3[01])$/;
/** A word among those of a segment after which the next one is a secret. */
const SECRET_WORDS = new Set([
  ...['verify', 'verification', 'validate', 'reset', 'resets', 'recover', 'recovery', 'unlock'],
  ...[
    'invite',
    'invites',
    'invitation',
    'invitations',
    'token',
    'tokens',
    'confirm',
    'confirmation',
  ],
  ...['activate', 'activation', 'unsubscribe', 'magic', 'otp', 'sso', 'passwordless', 'secret'],
]);
/** `how-to-reset-your-password` is about it. */
const MOST_WORDS = 3;
/** What an app says after such a word besides a secret; the secret may come after it. */
const NO_SECRETS = new Set([
  ...['password', 'email', 'e-mail', 'phone', 'mobile', 'account', 'link', 'code', 'user', 'new'],
  ...['sent', 'resend', 'success', 'done', 'complete', 'completed', 'failed', 'error', 'expired'],
  ...['thanks', 'thank-you', 'request', 'accept', 'decline', 'start', 'index.html', 'index.php'],
  ...['verify', 'confirm', 'reset'],
]);
const BIRTH = /^(?:dob|birth(?:day|date)?|born|date[-_]?of[-_]?birth|tarikh[-_]?lahir)$/i;

/** Paths in which nothing is masked, and which are nobody's: pages are asked for over and over. */
const plainPaths = new Map<string, string>();
const MOST_PLAIN_PATHS = 2000;

/** What the segments so far say about the next one. */
interface Walk {
  inDate: boolean;
  afterSecret: boolean;
  afterBirth: boolean;
}

/**
 * A path as figures may show it: ids, tokens, e-mail addresses, numbers of identity cards, policies and telephones
 * and birth dates masked, no query string, no trailing slash, bounded. Dates (`/2026/11/23/`) stay, they are
 * nobody's.
 */
export function maskedPath(url: string): string {
  const known = plainPaths.get(url);
  if (known !== undefined) return known;
  const masked = maskedUrl(url);
  if (masked !== url) return masked;
  if (plainPaths.size >= MOST_PLAIN_PATHS) plainPaths.clear();
  // Not what was given: that is a piece of a line or a request, which would stay as a whole.
  plainPaths.set(masked, masked);
  return masked;
}

function maskedUrl(url: string): string {
  const local = url.slice(0, MAX_PATH * 10).replace(ORIGIN, '');
  const end = local.search(/[?#;]/);
  return maskedText(decoded(end < 0 ? local : local.slice(0, end)));
}

function maskedText(path: string): string {
  const segments = plainText(path)
    .split('/')
    .map((segment) => segment.trim())
    .filter((segment) => segment !== '');
  const walk: Walk = { inDate: false, afterSecret: false, afterBirth: false };
  const masked = segments.slice(0, MAX_SEGMENTS).map((segment) => maskedNext(walk, segment));
  return `/${masked.join('/')}`.slice(0, MAX_PATH);
}

function maskedNext(walk: Walk, segment: string): string {
  if (walk.afterBirth && /\d/.test(segment)) return ':date';
  walk.afterBirth = BIRTH.test(segment);
  if (walk.afterSecret) {
    if (NO_SECRETS.has(segment.toLowerCase())) return segment;
    walk.afterSecret = false;
    return maskedSegment(segment) === ':email' ? ':email' : ':token';
  }
  walk.afterSecret = announcesSecret(segment);
  walk.inDate = walk.inDate ? MONTH_OR_DAY.test(segment) : YEAR.test(segment);
  return walk.inDate ? segment : maskedSegment(segment);
}

function announcesSecret(segment: string): boolean {
  const words = segment
    .replaceAll(/[a-z](?=[A-Z])/g, '$&-')
    .toLowerCase()
    .split(/[-_.]/);
  return words.length <= MOST_WORDS && words.some((word) => SECRET_WORDS.has(word));
}

/** An address escaped twice, `%2540`, is as readable to people. */
function decoded(path: string): string {
  let text = path.slice(0, MAX_PATH * 4);
  for (let layer = 0; layer < 2 && text.includes('%'); layer += 1) {
    try {
      text = decodeURIComponent(text);
    } catch {
      // Broken escapes are shown as they came.
      return text;
    }
  }
  return text;
}

/**
 * The route's own template where Express knows one, `/claims/:claimId`; the masked path otherwise. A
 * wildcard's template would make one page of many, so there the path counts.
 *
 * @param mount Where the router sits (`req.baseUrl`): it holds real values, not their names.
 */
export function pagePath(
  url: string,
  mount: string,
  route: unknown,
  params?: Readonly<Record<string, unknown>>,
): string {
  if (typeof route !== 'string' || /[*(]/.test(route)) return maskedPath(url);
  const named = routeName(route, params);
  const below = named === '/' ? '' : named;
  const whole = mount === '' ? below : `${maskedPath(mount)}${below}`;
  const name = whole.endsWith('/') ? whole.replace(/\/+$/, '') : whole;
  return name === '' ? '/' : name.slice(0, MAX_PATH);
}

const URL_OR_PATH = /^(?:\/|https?:\/\/)/i;

/**
 * A page's name as the app gave it: bounded and masked as a path is, since an app may put into it what it has at
 * hand. `undefined` for what is no name.
 */
export function pageName(given: unknown): string | undefined {
  if (typeof given !== 'string' || given.trim() === '') return undefined;
  const name = given.trim();
  // An app that names a page by its URL means the page, not who asked for it.
  return URL_OR_PATH.test(name)
    ? maskedPath(name)
    : maskedText(name.slice(0, MAX_PATH * 4)).slice(1);
}
