/** Products that say what a program is made of, not what it is. */
export const BROWSER_PARTS: ReadonlySet<string> = new Set([
  ...['mozilla', 'applewebkit', 'webkit', 'khtml', 'gecko', 'chrome', 'chromium', 'safari'],
  ...['version', 'mobile', 'cfnetwork', 'darwin', 'dalvik', 'electron', 'trident', 'edge', 'edg'],
]);
/** RFC 9110 §10.1.5; Apple writes a space in a name as %20. The version may be left out. */
const PRODUCT = /^((?:[a-z]|%20)(?:[\w.!+-]|%20){0,39})(?:\/v?(\d{1,5})?\S{0,40})?$/i;
const COMMENT = /\([^()]*\)/g;
/** What ua-parser-js calls the browser within an app, which then names itself at the end. */
const WITHIN_APPS: ReadonlySet<string> = new Set([
  'Chrome WebView',
  'Android Browser',
  'WebKit',
  'Mobile Safari',
]);

/**
 * The name and the major version of an app that is no browser, `claims-app 2`; '' for a browser.
 *
 * Where no browser is known it is the first product that names no part of one. An app with a web view in it
 * names itself last. The name has 40 characters at most: letters, digits, spaces and `. ! + - _`.
 *
 * @param userAgent Cut before.
 * @param browser That is known of it, '' for none.
 */
export function appName(userAgent: string, browser: string): string {
  const isWithinApp = WITHIN_APPS.has(browser);
  if (browser !== '' && !isWithinApp) return '';
  const products = userAgent.replace(COMMENT, ' ').trim().split(/\s+/);
  const meant = isWithinApp ? products.slice(-1).filter(hasVersion) : products;
  return meant.map(nameOf).find((name) => name !== '') ?? '';
}

function hasVersion(product: string): boolean {
  return product.includes('/');
}

function nameOf(product: string): string {
  const [, encoded = '', version = ''] = PRODUCT.exec(product) ?? [];
  const name = encoded.replaceAll('%20', ' ').trim();
  if (name === '' || BROWSER_PARTS.has(name.toLowerCase())) return '';
  return version === '' ? name : `${name} ${version}`;
}
