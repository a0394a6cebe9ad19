import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import type { ResolvedOptions } from '../options.ts';
import { renderShell } from '../shell.ts';
import type { ShellAssets } from '../shell.ts';

/** `GET /`: the document. Its addresses are relative, so it lives below a trailing slash. */
export function page(
  req: Request,
  res: Response,
  options: ResolvedOptions,
  assets: ShellAssets,
): void {
  const [path = '', query] = req.originalUrl.split('?', 2);
  if (!path.endsWith('/')) {
    res.redirect(
      301,
      `${path.slice(path.lastIndexOf('/') + 1)}/${query === undefined ? '' : `?${query}`}`,
    );
    return;
  }
  const nonce = randomBytes(16).toString('base64');
  const { site, queries, refresh, signOutUrl } = options;
  const asked = req.query['lang'];
  const language = asked === 'en' || asked === 'ms' ? asked : options.language;
  res.setHeader('Content-Security-Policy', policy(nonce));
  res.type('html').send(
    renderShell({
      nonce,
      assets,
      config: {
        site,
        timeZone: queries.timeZone,
        language,
        refresh,
        smallCells: queries.smallCells,
        signOutUrl: signOutUrl ?? null,
      },
    }),
  );
}

/** CSP Level 3 and Trusted Types; the page's own, whatever the app around it allows. */
function policy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}
