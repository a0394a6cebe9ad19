import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const PAGES = new URL('pages/', import.meta.url);

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Relative addresses: the page works under any path that the app mounts it at.
  base: './',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: 'dist/web',
    emptyOutDir: true,
    target: 'es2022',
    manifest: true,
    license: true,
    // The page's policy allows no inline script and no data: scripts, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: { input: entries() },
  },
});

/** A script for each page: nobody downloads a page that is not theirs. */
function entries(): Record<string, string> {
  const pages = readdirSync(PAGES, { withFileTypes: true }).filter((one) => one.isDirectory());
  return Object.fromEntries(
    pages.map(({ name }) => [name, fileURLToPath(new URL(`${name}/web/page.tsx`, PAGES))]),
  );
}
