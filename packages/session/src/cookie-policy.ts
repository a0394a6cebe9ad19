import { warnOnce } from '@emas/warnings';
import { parse, serialize } from 'cookie';
import type { Request, Response } from 'express';
import type { CookieOptions } from 'express-session';
import { fixedName, hashedNames } from './cookie-name.ts';
import type { CookieNames } from './cookie-name.ts';
import type { CookieData } from './cookie-data.ts';
import { SIGNED } from './cookie-reader.ts';
import type { CookieSigner } from './cookie-signer.ts';
import type { FoundCookie } from './cookie-reader.ts';
import type { ResolvedOptions } from './options.ts';

const DAY_MS = 86_400_000;

/** What browsers hold a cookie's settings to (RFC 6265bis §4.1.3). */
export type CookiePrefix = '__Host-' | '__Secure-' | '';

const PREFIXES: readonly CookiePrefix[] = ['__Host-', '__Secure-', ''];

const STAND_IN = '-away';

/** The name of the cookie of what stands in for a withheld session. A thief of the other does not have it. */
export function standInName(name: string): string {
  return name + STAND_IN;
}

/** How the cookie is called and set. */
export class CookiePolicy {
  readonly names: CookieNames;
  readonly #options: ResolvedOptions;
  readonly #signer: CookieSigner;
  readonly #defaults: CookieOptions;
  /** By plain HTTP and by HTTPS, where they do not depend on the request otherwise. */
  readonly #fixed: { readonly plain: CookieOptions; readonly secure: CookieOptions } | undefined;

  /** @param signer With the newest of the secrets. */
  constructor(options: ResolvedOptions, signer: CookieSigner) {
    const { name, secrets, app, nameDays } = options;
    this.names =
      name === undefined ? hashedNames(secrets, app, nameDays * DAY_MS) : fixedName(name);
    this.#options = options;
    this.#signer = signer;
    const production = process.env['NODE_ENV'] === 'production';
    const secure = production ? true : 'auto';
    this.#defaults = { path: '/', httpOnly: true, sameSite: 'lax', secure };
    const { cookie } = options;
    if (typeof cookie === 'function') return;
    this.#fixed = { plain: this.#decide(cookie, false), secure: this.#decide(cookie, true) };
  }

  /** The cookie's settings for a request, nothing left to decide. */
  settingsFor(req: Request, secure: boolean = this.isSecure(req)): CookieOptions {
    if (this.#fixed !== undefined) return secure ? this.#fixed.secure : this.#fixed.plain;
    const { cookie } = this.#options;
    return this.#decide(typeof cookie === 'function' ? cookie(req) : cookie, secure);
  }

  #decide(given: CookieOptions, isSecure: boolean): CookieOptions {
    const settings = { ...this.#defaults, ...given };
    const sameSite: unknown = settings.sameSite;
    if (settings.secure === 'auto') settings.secure = isSecure;
    if (sameSite === 'auto') settings.sameSite = isSecure ? 'none' : 'lax';
    return settings;
  }

  /** What stands before the name. A name that the app chose is left as it is. */
  prefixOf({ secure, path, domain }: CookieOptions): CookiePrefix {
    if (this.#options.name !== undefined || secure !== true) return '';
    return path === '/' && domain === undefined ? '__Host-' : '__Secure-';
  }

  /**
   * Puts a session's cookie on the response; one for HTTPS only does not go by plain HTTP.
   *
   * @param isStandIn The session's own cookie stays, and this one has its place beside it.
   */
  send(req: Request, res: Response, id: string, cookie: CookieOptions, isStandIn = false): void {
    if (cookie.secure === true && !this.isSecure(req)) return;
    const signed = SIGNED + this.#signer.sign(id);
    const settings = this.settingsFor(req);
    const name = this.#currentName(settings);
    append(res, isStandIn ? standInName(name) : name, signed, cookie);
    if (isStandIn || req.headers.cookie?.includes(STAND_IN) !== true) return;
    // A visitor with a session of his own again needs nothing in its place.
    forgetNamed(res, standInName(name), settings);
  }

  /** Tells the browser to forget the session's cookie, under all of our names and prefixes. */
  forget(req: Request, res: Response): void {
    const settings = this.settingsFor(req);
    const sent = Object.keys(parse(req.headers.cookie ?? ''));
    const current = this.#currentName(settings);
    const former = this.#everyName().filter((name) => name !== current && sent.includes(name));
    for (const name of [current, ...former]) forgetNamed(res, name, settings);
  }

  /** Gives a session that came under a former name, or signed by a former secret, what it would get today. */
  renew(req: Request, res: Response, { name, id }: FoundCookie, own: CookieData | undefined): void {
    const settings = this.settingsFor(req);
    if (name !== this.names.current(Date.now())) {
      forgetNamed(res, this.prefixOf(settings) + name, settings);
    }
    // A rolling cookie comes with each answer anyway.
    if (this.#options.upstream.rolling) return;
    const maxAge = own?.originalMaxAge ?? settings.maxAge;
    const lasting = typeof maxAge === 'number' ? { expires: new Date(Date.now() + maxAge) } : {};
    this.send(req, res, id, { ...settings, ...lasting });
  }

  /** Says once what plain HTTP means for the cookie. */
  warnOfPlainHttp({ secure }: CookieOptions, isSecure: boolean): void {
    if (isSecure) return;
    if (secure === true) {
      warnOnce(
        'WARN_EMAS_SESSION_NOT_SECURE',
        'A request came over plain HTTP, where the session cookie is not sent: nobody stays signed in. Behind an HTTPS proxy, set `trust proxy` to the number of proxies, and make the proxy send X-Forwarded-Proto.',
      );
    } else if (this.#options.name === undefined) {
      warnOnce(
        'WARN_EMAS_SESSION_PLAIN_HTTP',
        'The session cookie is sent over plain HTTP, without Secure and the __Host- prefix. Use this in development only.',
      );
    }
  }

  #everyName(): string[] {
    const own = this.names.read(Date.now());
    const names = [...own, ...own.map(standInName)];
    if (this.#options.name !== undefined) return [...names];
    return PREFIXES.flatMap((prefix) => names.map((name) => prefix + name));
  }

  #currentName(settings: CookieOptions): string {
    return this.prefixOf(settings) + this.names.current(Date.now());
  }

  /** Whether a request came by HTTPS, as express-session decides it. */
  isSecure(req: Request): boolean {
    const { proxy } = this.#options.upstream;
    if ('encrypted' in req.socket && req.socket.encrypted === true) return true;
    if (proxy === false) return false;
    if (proxy !== true) return req.secure;
    const [first = ''] = String(req.headers['x-forwarded-proto'] ?? '').split(',', 1);
    return first.trim().toLowerCase() === 'https';
  }
}

function forgetNamed(res: Response, name: string, settings: CookieOptions): void {
  const { domain: _, ...own } = settings;
  // What browsers want of a cookie with a prefix holds for taking it away as well.
  const wanted: CookieOptions = name.startsWith('__Host-')
    ? { ...own, path: '/', secure: true }
    : name.startsWith('__Secure-')
      ? { ...settings, secure: true }
      : settings;
  append(res, name, '', { ...wanted, expires: new Date(0) });
}

function append(res: Response, name: string, value: string, settings: CookieOptions): void {
  const { domain, httpOnly, partitioned, path, sameSite, secure, expires, priority } = settings;
  const header = serialize(name, value, {
    ...(domain === undefined ? {} : { domain }),
    ...(httpOnly === undefined ? {} : { httpOnly }),
    ...(partitioned === undefined ? {} : { partitioned }),
    ...(path === undefined ? {} : { path }),
    ...(priority === undefined ? {} : { priority }),
    ...(sameSite === undefined ? {} : { sameSite }),
    ...(expires === undefined || expires === null ? {} : { expires }),
    secure: secure === true,
  });
  res.append('Set-Cookie', header);
}
