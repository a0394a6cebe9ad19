import { createHash, randomBytes } from 'node:crypto';
import type { CookieOptions, Request, Response } from 'express';
import type { Account } from './accounts.ts';

/*
 * A stand-in: the suite's session package takes this over once it is here. Until then it is one map
 * in the memory of one process, so a restart signs everybody out.
 */

const PLAIN_COOKIE = 'portal';
/** The prefix makes browsers refuse the cookie without `Secure` and `Path=/`, or with a `Domain`. */
const SECURE_COOKIE = '__Host-portal';
const IDLE_MS = 15 * 60_000;
/** However busy: a page that asks by itself, like a dashboard, must not keep somebody signed in for good. */
const LONGEST_MS = 8 * 60 * 60_000;
const MOST_AT_ONCE = 10_000;

/** What is kept while somebody is signed in, and dropped with it. */
export interface SignIn {
  readonly account: Account;
  readonly since: Date;
  /** Where the sign-in came from. Shown to the member, who is the one to know whether it was them. */
  readonly address: string;
  readonly cookieName: string;
  readonly expiry: NodeJS.Timeout;
}

/** By the SHA-256 of the token: who reads this map still cannot make a cookie from it. */
const signIns = new Map<string, SignIn>();

/** Starts a sign-in under a fresh token and ends the one that the browser had. */
export function signIn(req: Request, res: Response, account: Account, secure: boolean): void {
  forget(req);
  const token = randomBytes(32).toString('base64url');
  const key = keyOf(token);
  const cookieName = secure ? SECURE_COOKIE : PLAIN_COOKIE;
  signIns.set(key, {
    account,
    since: new Date(),
    address: req.ip ?? '',
    cookieName,
    expiry: setTimeout(() => signIns.delete(key), IDLE_MS).unref(),
  });
  makeRoom();
  res.cookie(cookieName, token, cookieOptions(secure));
}

/** Ends the sign-in on the server first; the cookie that is left behind would open nothing. */
export function signOut(req: Request, res: Response, secure: boolean): void {
  forget(req);
  res.clearCookie(secure ? SECURE_COOKIE : PLAIN_COOKIE, cookieOptions(secure));
}

/** Who sent this request, if signed in. Works on any request of the app, also outside the portal. */
export function signedInAccount(req: Request): Account | undefined {
  return currentSignIn(req)?.account;
}

/** The whole sign-in. Each look starts its fifteen idle minutes anew. */
export function currentSignIn(req: Request): SignIn | undefined {
  const key = currentKey(req);
  if (key === undefined) return undefined;
  const found = signIns.get(key);
  if (found === undefined) return undefined;
  if (Date.now() - found.since.getTime() > LONGEST_MS) {
    drop(key);
    return undefined;
  }
  found.expiry.refresh();
  // Put at the end again, so that the first entry is always the one idle for longest.
  signIns.delete(key);
  signIns.set(key, found);
  return found;
}

function forget(req: Request): void {
  const key = currentKey(req);
  if (key !== undefined) drop(key);
}

function drop(key: string): void {
  const dropped = signIns.get(key);
  if (dropped !== undefined) clearTimeout(dropped.expiry);
  signIns.delete(key);
}

function makeRoom(): void {
  if (signIns.size <= MOST_AT_ONCE) return;
  const longestIdle = signIns.keys().next();
  if (longestIdle.done !== true) drop(longestIdle.value);
}

/** A token counts only in the cookie it was given in: a plain cookie never stands in for a secure one. */
function currentKey(req: Request): string | undefined {
  for (const cookieName of [SECURE_COOKIE, PLAIN_COOKIE]) {
    const token = cookieValue(req, cookieName);
    if (token === undefined) continue;
    const key = keyOf(token);
    if (signIns.get(key)?.cookieName === cookieName) return key;
  }
  return undefined;
}

function cookieValue(req: Request, name: string): string | undefined {
  const prefix = `${name}=`;
  const pair = (req.headers.cookie ?? '')
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(prefix));
  return pair?.slice(prefix.length);
}

function keyOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

function cookieOptions(secure: boolean): CookieOptions {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure };
}
