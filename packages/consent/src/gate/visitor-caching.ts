import type { Response } from 'express';

const DNT = ', DNT';
/** Directives by which caches that many share may keep an answer (RFC 9111 §5.2.2). */
const SHARED = /^(?:public|s-maxage=.*|proxy-revalidate)$/i;
/** With a list of headers, `private="X"` lets a shared cache keep the rest. */
const WHOLLY_PRIVATE = /^(?:private|no-store)$/i;
/** Cache-Control for caches of the site's own, which is stronger there (RFC 9213). */
const OF_SHARED_CACHES = ['CDN-Cache-Control', 'Surrogate-Control'] as const;

const dependent = new WeakSet<Response>();

/** An answer that depends on a visitor's choice says by what it differs. */
export function varyByVisitor(res: Response, dnt: boolean): void {
  dependent.add(res);
  res.vary(`Cookie, Sec-GPC${dnt ? DNT : ''}`);
}

/** What depends on a visitor's choice is kept by the visitor's own browser only; as the head is sent. */
export function keepPrivate(res: Response): void {
  if (!dependent.has(res)) return;
  for (const header of OF_SHARED_CACHES) res.removeHeader(header);
  const given = res.getHeader('Cache-Control');
  const directives = String(given ?? '')
    .split(',')
    .map((directive) => directive.trim())
    .filter((directive) => directive !== '' && !SHARED.test(directive));
  const isPrivate = directives.some((one) => WHOLLY_PRIVATE.test(one));
  res.setHeader('Cache-Control', (isPrivate ? directives : ['private', ...directives]).join(', '));
}
