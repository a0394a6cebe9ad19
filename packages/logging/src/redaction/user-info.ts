import { replaceSpans } from './spans.ts';
import type { Span } from './spans.ts';

const AUTHORITY = '://';
/** Longer ones are no addresses. */
const LONGEST = 256;
/** What ends an address's authority for sure: a password may hold `/` and `@` that should have been encoded. */
const ENDS = ' \t\r\n"\'`<>?#\\';
/** A host and its port, then a path with `@` in it. */
const PORT = /^\d{1,5}(?:\/|$)/;
/** A token in place of a name. */
const TOKEN = /^(?=[^\d]*\d)[\w-]{16,256}$/;
const ENCODED = /(?<=%3A%2F%2F)[^\s%&]{0,128}%3A[^\s&]{1,256}?(?=%40)/gi;
/** `user:password@host` without a scheme: the host has a dot in it, or is this machine. */
const BARE =
  /(?<![\w@/:%.+-])([\w.+-]{1,64}):[^\s@/:"'<>()]{1,128}(?=@(?:(?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,24}\b|localhost\b|\d{1,3}(?:\.\d{1,3}){3}|\[))/g;
/** What people and programs write before an address of mail. */
const LABELS =
  /^(?:acct|account|author|bcc|by|cc|contact|dari|e-?mail|emel|from|im|kepada|mail|mailto|member|name|owner|recipient|reply-to|sender|sip|sips|to|user|username|xmpp)$/i;

/** Masks the user's part of addresses: `https://user:password@host`. RFC 3986 §3.2.1. */
export function withoutUserInfo(text: string): string {
  const spans: Span[] = [];
  let nextAt = -1;
  for (let at = text.indexOf(AUTHORITY); at !== -1; at = text.indexOf(AUTHORITY, at + 3)) {
    const start = at + AUTHORITY.length;
    // Without another `@` in the text there is nothing left to find.
    if (nextAt < start) nextAt = text.indexOf('@', start);
    if (nextAt === -1) break;
    if (nextAt > start + LONGEST) continue;
    const end = endOfUserInfo(text, start);
    if (end === undefined) continue;
    spans.push({ start, end });
    at = end;
  }
  return replaceSpans(text, spans, '[credentials]')
    .replaceAll(ENCODED, '[credentials]')
    .replaceAll(BARE, (all: string, user: string) => (LABELS.test(user) ? all : '[credentials]'));
}

function endOfUserInfo(text: string, start: number): number | undefined {
  const end = lastSign(text, start);
  if (end === -1) return undefined;
  const user = text.slice(start, end);
  const colon = user.indexOf(':');
  if (colon === -1) return TOKEN.test(user) ? end : undefined;
  return PORT.test(user.slice(colon + 1)) ? undefined : end;
}

/** @returns Where the last `@` stands that the user's part may end with; -1 where there is none. */
function lastSign(text: string, start: number): number {
  const most = Math.min(text.length, start + LONGEST);
  let hasColon = false;
  let last = -1;
  for (let at = start; at < most; at += 1) {
    const sign = text.charAt(at);
    if (ENDS.includes(sign) || text.startsWith(AUTHORITY, at)) break;
    // Without a password before it, this begins the path.
    if (sign === '/' && !hasColon) break;
    if (sign === '@') last = at;
    hasColon ||= sign === ':';
  }
  return last;
}
