import escapeHtml from 'escape-html';
import type { ShellConfig } from '../contract.ts';
import type { PageAssets } from './assets.ts';

/** What one answer of the page needs. */
export interface ShellOptions {
  /** Made anew for each request; the same one goes into the answer's content security policy. */
  readonly nonce: string;
  readonly config: ShellConfig;
  readonly assets: PageAssets;
  /** Of the page, in the document's language. */
  readonly title: string;
}

/** The three bars of the page's own icon: inline, so that no browser asks the app for `favicon.ico`. */
const ICON =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="#a16207">' +
      '<rect x="1" y="8" width="4" height="7" rx="1"/>' +
      '<rect x="6" y="4" width="4" height="11" rx="1"/>' +
      '<rect x="11" y="1" width="4" height="14" rx="1"/></svg>',
  );

/**
 * The HTML document of a page.
 *
 * Every address in it is relative, so it must be served right below the mount path.
 * The figures come later, from `api/…`: the document is the same for every view.
 */
export function renderShell({ nonce, config, assets, title }: ShellOptions): string {
  const nonceAttribute = `nonce="${escapeHtml(nonce)}"`;
  const styles = assets.styles.map(
    (href) => `<link rel="stylesheet" href="${escapeHtml(href)}" ${nonceAttribute}>`,
  );
  const modules = assets.modules.map(
    (href) => `<link rel="modulepreload" href="${escapeHtml(href)}" ${nonceAttribute}>`,
  );
  return [
    '<!doctype html>',
    `<html lang="${config.language}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="robots" content="noindex">',
    '<meta name="referrer" content="same-origin">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(`${title} · ${config.app}`)}</title>`,
    `<link rel="icon" href="${ICON}">`,
    ...styles,
    ...modules,
    '</head>',
    '<body>',
    '<div id="emas-page"></div>',
    '<noscript>',
    '<p lang="en">This page draws its figures with JavaScript. Allow it for this site and reload.</p>',
    '<p lang="ms">Halaman ini melukis angkanya dengan JavaScript. Benarkannya untuk laman ini dan muat semula.</p>',
    '</noscript>',
    `<script type="application/json" id="emas-config" ${nonceAttribute}>${scriptJson(config)}</script>`,
    `<script type="module" src="${escapeHtml(assets.script)}" ${nonceAttribute}></script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** With every `<` escaped, no value can end the script element or open a comment inside it. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', String.raw`\u003c`);
}
