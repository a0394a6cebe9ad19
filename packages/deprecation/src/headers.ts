import type { Response } from 'express';
import onHeaders from 'on-headers';
import type { ParsedNotice } from './notice.ts';

/** Notices that hold for an answer: a route's, and those of the routers around it. */
const noticesOf = new WeakMap<Response, ParsedNotice[]>();

/**
 * Has an answer say that its endpoint is deprecated. The headers are put together as they are sent, so
 * that what the app sets, before or after, stays as well.
 */
export function announce(res: Response, notice: ParsedNotice): void {
  const known = noticesOf.get(res);
  if (known !== undefined) {
    known.push(notice);
    return;
  }
  const notices = [notice];
  noticesOf.set(res, notices);
  onHeaders(res, () => writeHeaders(res, notices));
}

function writeHeaders(res: Response, notices: readonly ParsedNotice[]): void {
  // RFC 9745 §2: a structured date of RFC 9651. Of nested notices the earliest holds.
  if (!res.hasHeader('Deprecation')) {
    const since = Math.min(...notices.map((notice) => notice.since));
    res.setHeader('Deprecation', `@${Math.floor(since / 1000)}`);
  }
  const sunsets = notices.flatMap(({ sunset }) => sunset ?? []);
  if (sunsets.length > 0 && !res.hasHeader('Sunset')) {
    // RFC 8594 §3: an HTTP date.
    res.setHeader('Sunset', new Date(Math.min(...sunsets)).toUTCString());
  }
  const own = new Set(notices.flatMap(linksOf));
  if (own.size === 0) return;
  const given = res.getHeader('Link');
  const before = given === undefined ? [] : Array.isArray(given) ? given : [String(given)];
  const missing = [...own].filter((link) => !before.some((text) => text.includes(link)));
  res.setHeader('Link', [...before, ...missing].join(', '));
}

/** RFC 9745 §3, RFC 8594 §6, RFC 5829 §3.1. */
function linksOf({ docs, policy, successor }: ParsedNotice): string[] {
  return [
    ...(docs === undefined ? [] : [`<${docs}>; rel="deprecation"; type="text/html"`]),
    ...(policy === undefined ? [] : [`<${policy}>; rel="sunset"; type="text/html"`]),
    ...(successor === undefined ? [] : [`<${successor}>; rel="successor-version"`]),
  ];
}
