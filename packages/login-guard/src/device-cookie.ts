import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { contextOf } from '@emas/request-context';
import { parse, serialize } from 'cookie';
import type { Request, Response } from 'express';

/** Accounts that sign in on one device and are remembered there, the latest first. */
const MOST_TOKENS = 4;
const NONCE_BYTES = 12;
const MAC_BYTES = 16;
/** `NONCE.DAY.MAC`. */
const TOKEN = /^([\w-]{16})\.(\d{1,7})\.([\w-]{22})$/;
const PATH = /^\/[\w\-.~!$&'()*+,=:@%/]{0,500}$/;
const DAY_MS = 86_400_000;

/**
 * Tells a device on which somebody signed in to an account from all others, so that failures elsewhere do
 * not hold it up, not even failures of a stranger behind the same address.
 *
 * Device cookies as OWASP describes them ("Slow Down Online Guessing Attacks with Device Cookies"): a token
 * is bound to one account, and names nobody to a reader without the key. Each sign-in makes a new one. The
 * browser sends it to the path of the sign-in only.
 */
export class DeviceCookie {
  readonly #key: Buffer;
  readonly #lifetime: number;

  /** @param lifetime Milliseconds for which a token is good. */
  constructor(key: string | Uint8Array, lifetime: number) {
    this.#key = Buffer.from(hkdfSync('sha256', key, '', 'emas login device', 32));
    this.#lifetime = lifetime;
  }

  /** The random part of the token for this account; `undefined` where there is none. */
  find(req: Request, account: string, now: number): string | undefined {
    const token = this.#tokens(req, now).find((one) => this.#isFor(one, account));
    return token?.split('.', 1)[0];
  }

  /** Gives the browser a token for the account in place of the one that it has. */
  issue(req: Request, res: Response, account: string, now: number): void {
    const path = contextOf(req).path.replace(/(?<=.)\/$/, '');
    // What the handler said comes too late once the answer is on its way.
    if (res.headersSent || !PATH.test(path)) return;
    const others = this.#tokens(req, now).filter((one) => !this.#isFor(one, account));
    const body = `${randomBytes(NONCE_BYTES).toString('base64url')}.${Math.floor(now / DAY_MS)}`;
    const token = `${body}.${this.#mac(body, account).toString('base64url')}`;
    const value = [token, ...others].slice(0, MOST_TOKENS).join('~');
    const cookie = serialize(deviceCookieName(req.secure), value, {
      path,
      httpOnly: true,
      sameSite: 'strict',
      secure: req.secure,
      maxAge: Math.floor(this.#lifetime / 1000),
    });
    res.append('Set-Cookie', cookie);
  }

  /** Those that are no older than a token may be. */
  #tokens(req: Request, now: number): string[] {
    const { cookie } = req.headers;
    const sent = cookie === undefined ? undefined : parse(cookie)[deviceCookieName(req.secure)];
    const oldest = Math.floor((now - this.#lifetime) / DAY_MS);
    return (sent ?? '')
      .split('~', MOST_TOKENS)
      .filter((token) => Number(TOKEN.exec(token)?.[2] ?? -1) >= oldest);
  }

  #isFor(token: string, account: string): boolean {
    const end = token.lastIndexOf('.');
    const mac = Buffer.from(token.slice(end + 1), 'base64url');
    const right = this.#mac(token.slice(0, end), account);
    return mac.length === right.length && timingSafeEqual(mac, right);
  }

  #mac(body: string, account: string): Buffer {
    return createHmac('sha256', this.#key)
      .update(`${account}\0${body}`)
      .digest()
      .subarray(0, MAC_BYTES);
  }
}

/** The prefix has browsers take it over HTTPS only (RFC 6265bis §4.1.3.1). */
export function deviceCookieName(isSecure: boolean): string {
  return isSecure ? '__Secure-login-device' : 'login-device';
}
