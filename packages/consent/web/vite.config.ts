import { copyFileSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Bytes after gzip, as DESIGN section 8 wants it. */
const BUDGETS: Readonly<Record<string, number>> = { consent: 3072, 'consent-mode': 512 };
const STYLE_BUDGET = 2048;

/** One script a run, named by `--mode`: each stands alone on a page, for browsers of the last eight years. */
export default defineConfig(({ mode }) => ({
  root: here('.'),
  publicDir: false,
  logLevel: 'warn',
  build: {
    outDir: '../dist/web',
    emptyOutDir: false,
    target: 'es2018',
    modulePreload: false,
    lib: {
      entry: here(`${mode}.ts`),
      formats: ['iife'],
      name: 'emas',
      fileName: () => `${mode}.js`,
    },
  },
  plugins: [withinBudget(mode)],
}));

/** Fails the build where what a visitor loads has grown too large. */
function withinBudget(mode: string): Plugin {
  return {
    name: 'within-budget',
    writeBundle() {
      hold(here(`../dist/web/${mode}.js`), BUDGETS[mode] ?? 0);
      copyFileSync(here('../styles/consent.css'), here('../dist/web/consent.css'));
      hold(here('../dist/web/consent.css'), STYLE_BUDGET);
    },
  };
}

function hold(file: string, most: number): void {
  const { length } = gzipSync(readFileSync(file));
  if (length > most)
    throw new Error(`${file} has ${length} bytes after gzip, ${most} are allowed.`);
}
