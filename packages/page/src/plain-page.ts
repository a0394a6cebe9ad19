import escapeHtml from 'escape-html';
import type { PageLanguage } from './page-language.ts';

/** What a page of the suite's own says. */
export interface PlainPage {
  readonly language: PageLanguage;
  /** As text. */
  readonly title: string;
  /** Finished markup, below `<main>`. */
  readonly body: string;
  /** Of the response. Without one the page has no style, which a strict policy would not allow. */
  readonly nonce?: string | undefined;
}

const STYLE =
  ':root{color-scheme:light dark;font:1.0625rem/1.6 system-ui,sans-serif}' +
  'body{margin:0 auto;max-width:38rem;padding:12vh 1.25rem 3rem}h1{font-size:1.6rem;line-height:1.2}' +
  'code{overflow-wrap:anywhere}pre{overflow:auto;padding:1rem;border:1px solid;font-size:.85rem}' +
  // A target of 24 pixels at least (WCAG 2.2, 2.5.8).
  '.way a{display:inline-block;padding:.25rem 0}.way{margin:.5rem 0}';

/** A whole HTML document for an app that gives no page of its own. It is complete without its style. */
export function plainPage({ language, title, body, nonce }: PlainPage): string {
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(title)}</title>`,
    nonce === undefined ? '' : `<style nonce="${escapeHtml(nonce)}">${STYLE}</style>`,
    `</head><body><main>${body}</main></body></html>`,
  ].join('');
}
