import { warnOnce } from '@emas/warnings';
import type { Request, Response } from 'express';
import onHeaders from 'on-headers';
import type { Purpose } from '../registry/purpose.ts';
import type { Registry } from '../registry/registry.ts';
import { clearingCookies } from './clearing-cookies.ts';
import { keepPrivate } from './visitor-caching.ts';

/**
 * Keeps cookies of purposes that are not allowed out of the response, no matter who set them, and has the browser
 * clear those that it still sends.
 */
export function gateCookies(
  req: Request,
  res: Response,
  registry: Registry,
  allows: (purpose: Purpose) => boolean,
): void {
  onHeaders(res, () => {
    keepOut(req, res, registry, allows);
    // Last: whether the answer depends on a choice may have been found out just now.
    keepPrivate(res);
  });
}

function keepOut(
  req: Request,
  res: Response,
  registry: Registry,
  allows: (purpose: Purpose) => boolean,
): void {
  if (!registry.hasCookies) return;
  const given = cookiesOf(res);
  const sent = given.filter((cookie) => {
    const owner = registry.ownerOf(nameOf(cookie));
    if (owner === undefined || allows(owner.purpose)) return true;
    warnHeldBack(nameOf(cookie), owner.purpose.id);
    return false;
  });
  const unwanted = (req.headers.cookie ?? '').split(';').flatMap((pair) => {
    const name = nameOf(pair);
    const owner = registry.ownerOf(name);
    return owner === undefined || allows(owner.purpose) ? [] : [{ name, ...owner }];
  });
  const all = [...sent, ...clearingCookies(req, unwanted)];
  if (all.length > 0) res.setHeader('Set-Cookie', all);
  else if (given.length > 0) res.removeHeader('Set-Cookie');
}

function cookiesOf(res: Response): string[] {
  const header = res.getHeader('Set-Cookie');
  if (header === undefined) return [];
  return Array.isArray(header) ? header : [String(header)];
}

function nameOf(cookie: string): string {
  return cookie.split('=', 1)[0]?.trim() ?? '';
}

function warnHeldBack(name: string, purpose: string): void {
  if (process.env['NODE_ENV'] === 'production') return;
  warnOnce(
    'WARN_EMAS_CONSENT_COOKIE',
    `The cookie "${name}" was held back: the visitor has not allowed "${purpose}". Ask req.consent.allows("${purpose}") before setting it.`,
  );
}
