import { randomBytes } from 'node:crypto';
import escapeHtml from 'escape-html';
import type { Request, Response } from 'express';
import { preferredPageLanguage } from './page-language.ts';
import type { PageLanguage } from './page-language.ts';
import { pageNonce } from './page-nonce.ts';
import { plainPage } from './plain-page.ts';

/** What programs read: a problem document of RFC 9457. What is undefined or empty is left out. */
export interface ProblemDocument {
  /** @default 'about:blank' */
  readonly type?: string | undefined;
  readonly title: string;
  readonly status: number;
  /** Stable, of `docs/errors.md`. */
  readonly code?: string | undefined;
  readonly detail?: string | undefined;
  readonly [member: string]: unknown;
}

/** A way on from a page. */
export interface PageLink {
  /** `''` asks for the same address again. */
  readonly href: string;
  readonly text: string;
}

/** What people read, as text. */
export interface RefusalPage {
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** For who writes to support, with the words before it. */
  readonly reference?: { readonly text: string; readonly value: string } | undefined;
  /** For the app's developer, where they may see it. */
  readonly technical?: string | undefined;
  /** @default the home page */
  readonly ways?: readonly PageLink[];
}

/** Why a request is not carried out. */
export interface Refusal {
  readonly problem: ProblemDocument;
  readonly page: (language: PageLanguage) => RefusalPage;
  /** Of the page. @default what the browser prefers */
  readonly language?: PageLanguage | undefined;
  /** The app's own page, in place of this one. */
  readonly render?: (() => unknown) | undefined;
}

const HOME: Readonly<Record<PageLanguage, PageLink>> = {
  en: { href: '/', text: 'To the home page' },
  ms: { href: '/', text: 'Ke halaman utama' },
};

/** The link to the home page, and one that tries the same address again. */
export function waysOn(language: PageLanguage, again: string): readonly PageLink[] {
  return [{ href: '', text: again }, HOME[language]];
}

/**
 * Answers a request that is not carried out: by a page to people, by a problem document to programs, as the
 * request's `Accept` has it (RFC 9110 section 12.5.1). Who names neither gets the document.
 */
export function sendRefusal(req: Request, res: Response, refusal: Refusal): void {
  const { problem, render } = refusal;
  res.status(problem.status).set('Cache-Control', 'no-store').vary('Accept');
  if (!wantsPage(req)) {
    res.type('application/problem+json').send(problemJson(problem));
    return;
  }
  if (render !== undefined) {
    render();
    return;
  }
  const language = refusal.language ?? preferredPageLanguage(req);
  const page = refusal.page(language);
  if (refusal.language === undefined) res.vary('Accept-Language');
  res.set('Content-Language', language).type('html');
  const { title } = page;
  const body = refusalMarkup(page, language);
  res.send(plainPage({ language, title, body, nonce: styleNonce(res) }));
}

function wantsPage(req: Request): boolean {
  const kinds = ['application/problem+json', 'application/json', 'text/html'];
  return req.accepts(kinds) === 'text/html';
}

function problemJson({ type = 'about:blank', ...members }: ProblemDocument): string {
  const said = Object.entries(members).filter(([, value]) => value !== '');
  return JSON.stringify({ type, ...Object.fromEntries(said) });
}

function refusalMarkup(page: RefusalPage, language: PageLanguage): string {
  const { title, paragraphs, reference, technical = '', ways = [HOME[language]] } = page;
  return [
    `<h1>${escapeHtml(title)}</h1>`,
    ...paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`),
    reference === undefined
      ? ''
      : `<p>${escapeHtml(reference.text)} <code>${escapeHtml(reference.value)}</code></p>`,
    technical === '' ? '' : `<pre lang="en" tabindex="0">${escapeHtml(technical)}</pre>`,
    ...ways.map(
      ({ href, text }) =>
        `<p class="way"><a href="${escapeHtml(href)}">${escapeHtml(text)}</a></p>`,
    ),
  ].join('');
}

/** A page that no policy is made for brings the strictest that lets it have its style. */
function styleNonce(res: Response): string | undefined {
  const ofApp = pageNonce(res);
  if (ofApp !== undefined || res.hasHeader('Content-Security-Policy')) return ofApp;
  const nonce = randomBytes(16).toString('base64');
  res.set('Content-Security-Policy', POLICY.replace('NONCE', nonce));
  return nonce;
}

const POLICY =
  "default-src 'none'; style-src 'nonce-NONCE'; base-uri 'none'; form-action 'none'; " +
  "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
