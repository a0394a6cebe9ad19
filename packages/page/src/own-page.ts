import type { Request } from 'express';

/**
 * Whether a request comes from a page of the site itself: browsers say so by `Sec-Fetch-Site`, older ones
 * by `Origin` (OWASP Cross-Site Request Forgery Prevention). What says neither comes from no browser that
 * has cookies of ours to misuse, and counts only where it carries none.
 *
 * @param allowed Origins besides the site's own.
 */
export function isFromOwnPage(req: Request, allowed: ReadonlySet<string> = new Set()): boolean {
  const origin = req.get('Origin');
  if (origin !== undefined && allowed.has(origin)) return true;
  return saysOwn(req) ?? req.headers.cookie === undefined;
}

/**
 * Whether the browser says that another site led here: by a link, a picture, a script. What a link asks for
 * must cost nothing and do nothing, so that no other site can have it asked for by a visitor of its own.
 */
export function isFromOtherSite(req: Request): boolean {
  return saysOwn(req) === false;
}

/** What the browser says; `undefined` where it says nothing. */
function saysOwn(req: Request): boolean | undefined {
  const site = req.get('Sec-Fetch-Site');
  // `none`: the visitor's own doing, from the address bar or a bookmark.
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = req.get('Origin');
  if (origin === undefined) return undefined;
  return URL.canParse(origin) && isOfHost(new URL(origin), req);
}

/** By plain HTTP anybody between the visitor and the site can write a page of it. */
function isOfHost({ protocol, host }: URL, req: Request): boolean {
  if (host !== hostOf(req)) return false;
  return protocol === 'https:' || (protocol === 'http:' && !req.secure);
}

/** With its port, which Express 4 leaves out of `req.host`. */
function hostOf(req: Request): string | undefined {
  const trusts: (address: string, hop: number) => boolean = req.app.get('trust proxy fn');
  const forwarded = trusts(req.socket.remoteAddress ?? '', 0) ? req.get('X-Forwarded-Host') : '';
  const [first = ''] = (forwarded ?? '').split(',', 1);
  return first.trim() === '' ? req.get('Host') : first.trim();
}
