import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

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
}));
