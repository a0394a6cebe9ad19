import { randomBytes } from 'node:crypto';
import { PAGE_LANGUAGES, isPageLanguage, needOnPage, pageNonce as nonceOfApp } from '@emas/page';
import type { Request, Response } from 'express';
import type { PageAssets } from './assets.ts';
import { unnamedActor } from './options.ts';
import type { FrameSettings } from './options.ts';
import type { TitledPage, OpenPage } from './page.ts';
import { renderShell } from './shell.ts';
import type { ShellConfig } from '../contract.ts';

/** What the document of a page needs. */
export type ShownPage = Omit<TitledPage<never>, 'open'> &
  Pick<OpenPage, 'facts'> & { readonly assets: PageAssets };

const LONGEST_NAME = 100;

/** What is shown, to whom. */
interface Shown {
  readonly page: ShownPage;
  /** Those that the reader may open. */
  readonly pages: readonly ShownPage[];
  readonly settings: FrameSettings;
}

/** The document of a page. Its addresses are relative, so the first page lives below a trailing slash. */
export function sendPage(req: Request, res: Response, shown: Shown): void {
  const [path = '', query] = req.originalUrl.split('?', 2);
  if (req.path === '/' && !path.endsWith('/')) {
    res.redirect(
      301,
      `${path.slice(path.lastIndexOf('/') + 1)}/${query === undefined ? '' : `?${query}`}`,
    );
    return;
  }
  const { page, pages, settings } = shown;
  const { app, timeZone, refresh, signOutUrl, actor, attribution } = settings;
  const asked = req.query['lang'];
  const language = isPageLanguage(asked) ? asked : settings.language;
  const { name, title, filters, choices, facts, assets } = page;
  const config: ShellConfig = {
    page: name,
    pages: pages.map((other) => ({ name: other.name, title: other.title })),
    languages: PAGE_LANGUAGES,
    filters,
    choices,
    facts,
    app,
    timeZone,
    language,
    refresh,
    reader: actor === unnamedActor ? null : actor(req).slice(0, LONGEST_NAME),
    signOutUrl: signOutUrl ?? null,
    attribution: attribution ?? null,
  };
  const nonce = pageNonce(res);
  res.type('html').send(renderShell({ nonce, assets, config, title: title[language] }));
}

/**
 * The app's own policy is kept where it has a strict one, so that what browsers report of it arrives; where
 * it has none, or only tries one out, the page brings its own.
 */
function pageNonce(res: Response): string {
  const ofApp = nonceOfApp(res);
  if (ofApp !== undefined && isStrict(res.getHeader('Content-Security-Policy'), ofApp)) {
    needOnPage(res, { images: ['data:'] });
    return ofApp;
  }
  const nonce = randomBytes(16).toString('base64');
  res.setHeader('Content-Security-Policy', policy(nonce));
  return nonce;
}

function isStrict(header: unknown, nonce: string): boolean {
  const text = String(header);
  return (
    text.includes("default-src 'none'") &&
    text.includes(`script-src 'nonce-${nonce}' 'strict-dynamic'`)
  );
}

/** CSP Level 3 and Trusted Types. */
function policy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "font-src 'self'",
    "base-uri 'none'",
    // Signing out is the one form.
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}
