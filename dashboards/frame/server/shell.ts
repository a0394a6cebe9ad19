import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmasError } from '@emas/errors';
import type { PageName, ShellConfig } from '../../pages/traffic/contract.ts';

/** What the build left for the document to load; addresses relative to the mount path. */
export interface ShellAssets {
  /** The one entry script, `assets/main-….js`. */
  readonly script: string;
  readonly styles: readonly string[];
}

/** What one answer of the page needs. */
export interface ShellOptions {
  /** Made anew for each request; the same one goes into the answer's content security policy. */
  readonly nonce: string;
  readonly config: ShellConfig;
  readonly assets: ShellAssets;
}

interface ManifestChunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly css?: readonly string[];
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

const TITLES: Readonly<Record<ShellConfig['language'], Readonly<Record<PageName, string>>>> = {
  en: { traffic: 'Traffic', security: 'Security', developers: 'Developers' },
  ms: { traffic: 'Trafik', security: 'Keselamatan', developers: 'Pembangun' },
};

/**
 * The HTML document of a page.
 *
 * Every address in it is relative, so it must be served right below the mount path.
 * The figures come later, from `api/…`: the document is the same for every view.
 */
export function renderShell({ nonce, config, assets }: ShellOptions): string {
  const nonceAttribute = `nonce="${escapeHtml(nonce)}"`;
  const styles = assets.styles.map(
    (href) => `<link rel="stylesheet" href="${escapeHtml(href)}" ${nonceAttribute}>`,
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
    `<title>${escapeHtml(`${TITLES[config.language][config.page]} · ${config.site}`)}</title>`,
    `<link rel="icon" href="${ICON}">`,
    ...styles,
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

/**
 * Which files the document loads, from the manifest that the build leaves in `webDir`.
 *
 * @param webDir The folder of the built page, `dist/web`.
 * @throws EmasError `ERR_EMAS_DASHBOARD_ASSETS`, when the page was not built.
 */
export function readAssets(webDir: string): ShellAssets {
  const path = join(webDir, '.vite', 'manifest.json');
  const entry = Object.values(readManifest(path))
    .filter(isChunk)
    .find((chunk) => chunk.isEntry === true);
  if (entry === undefined) throw assetsError(`${path} names no entry script.`);
  return { script: entry.file, styles: entry.css ?? [] };
}

function readManifest(path: string): object {
  let manifest: unknown;
  try {
    manifest = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw assetsError(`The pages' manifest ${path} cannot be read.`, cause);
  }
  if (typeof manifest !== 'object' || manifest === null) {
    throw assetsError(`${path} is not a build manifest.`);
  }
  return manifest;
}

function isChunk(value: unknown): value is ManifestChunk {
  return (
    typeof value === 'object' && value !== null && 'file' in value && typeof value.file === 'string'
  );
}

function assetsError(message: string, cause?: unknown): EmasError {
  return new EmasError('ERR_EMAS_DASHBOARD_ASSETS', message, {
    help: 'Build the pages first: npm run build.',
    cause,
  });
}

/** With every `<` escaped, no value can end the script element or open a comment inside it. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', String.raw`\u003c`);
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
