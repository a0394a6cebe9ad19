import type { Response } from 'express';
import onHeaders from 'on-headers';

const DNT = ', DNT';
/** Directives by which caches that many share may keep an answer (RFC 9111 §5.2.2). */
const SHARED = /^(?:public|s-maxage=.*|proxy-revalidate)$/i;

/** What depends on a visitor's choice is kept by the visitor's own browser only, and by what it depends on. */
export function dependOnVisitor(res: Response, dnt: boolean): void {
  res.vary(`Cookie, Sec-GPC${dnt ? DNT : ''}`);
  onHeaders(res, () => {
    const given = res.getHeader('Cache-Control');
    const directives = String(given ?? '')
      .split(',')
      .map((directive) => directive.trim())
      .filter((directive) => directive !== '' && !SHARED.test(directive));
    const isPrivate = directives.some((one) => /^(?:private|no-store)\b/i.test(one));
    res.setHeader(
      'Cache-Control',
      (isPrivate ? directives : ['private', ...directives]).join(', '),
    );
  });
}
