import type { Request } from 'express';

/**
 * Whether a form comes from the portal's own pages. Browsers say so in `Sec-Fetch-Site`; older ones,
 * and all of them on plain http, only in `Origin`. What says neither is refused.
 */
export function isFromOwnPages(req: Request): boolean {
  const site = req.get('Sec-Fetch-Site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = req.get('Origin');
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === req.host;
}
