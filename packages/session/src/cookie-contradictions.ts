/** Options that each are right, as far as they bear on whether a browser keeps the cookie. */
interface CookieRelated {
  readonly name?: string | undefined;
  readonly key?: string | undefined;
  readonly nameDays: number;
  readonly idleTimeout: number | false;
  readonly absoluteTimeout: number | false;
  readonly cookie?:
    | {
        readonly domain?: string | undefined;
        readonly path?: string | undefined;
        readonly secure?: boolean | 'auto' | undefined;
        readonly sameSite?: boolean | string | undefined;
        readonly partitioned?: boolean | undefined;
      }
    | undefined;
}

/** What is wrong, and which option has to give way. */
export interface Contradiction {
  readonly path: readonly string[];
  readonly message: string;
}

const DAY_MS = 86_400_000;

/**
 * Options that are right alone and wrong together. Browsers do not keep such a cookie, and say nothing: each
 * request of a visitor would begin a session (RFC 6265bis sections 4.1.3 and 5.7; CHIPS for `Partitioned`).
 */
export function contradictions(options: CookieRelated): Contradiction[] {
  const { cookie = {}, name = options.key ?? '' } = options;
  const { domain, path = '/', secure, sameSite, partitioned } = cookie;
  const isHost = /^__Host-/i.test(name);
  const found: [boolean, string[], string][] = [
    [
      secure === false && /^__(?:Host|Secure)-/i.test(name),
      ['cookie', 'secure'],
      'expected true: a name with this prefix is for HTTPS only',
    ],
    [
      isHost && domain !== undefined,
      ['cookie', 'domain'],
      'expected none: a name that begins with __Host- is of one host',
    ],
    [
      isHost && path !== '/',
      ['cookie', 'path'],
      'expected "/": a name that begins with __Host- is for all paths',
    ],
    [
      secure === false && sameSite === 'none',
      ['cookie', 'sameSite'],
      "expected 'lax' or 'strict': 'none' is for HTTPS only",
    ],
    [
      secure === false && partitioned === true,
      ['cookie', 'partitioned'],
      'expected false: a partitioned cookie is for HTTPS only',
    ],
    [
      name === '' && idleFor(options) > options.nameDays * DAY_MS,
      ['idleTimeout'],
      'expected at most "nameDays": an older name of the cookie is not known any more',
    ],
  ];
  return found.flatMap(([is, at, message]) => (is ? [{ path: at, message }] : []));
}

/** Milliseconds that a session may last without use; none where both of its ends are off. */
function idleFor({ idleTimeout, absoluteTimeout }: CookieRelated): number {
  const ends = [idleTimeout, absoluteTimeout].filter((end) => end !== false);
  return ends.length === 0 ? 0 : Math.min(...ends);
}
