import type { Request } from 'express';

/**
 * Whether a page asks by itself, with nobody there: figures that refresh, a count of new messages. It says so
 * with `Emas-Background: ?1` (a boolean of RFC 9651); a browser that fetches ahead says `Sec-Purpose: prefetch`
 * (HTML Standard). Nobody gains by saying so: all that it does is not to prolong a session.
 */
export function isBackground({ headers }: Request): boolean {
  const { 'emas-background': background, 'sec-purpose': purpose } = headers;
  return background === '?1' || (typeof purpose === 'string' && /^prefetch\b/.test(purpose));
}
