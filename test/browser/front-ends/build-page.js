/**
 * Builds a page as its developers do, with the bundler's own defaults: `node build-page.js react|vue|webpack FOLDER`.
 * In a process of its own, since native bundlers do not take what Jest's sandbox makes.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import HtmlPlugin from 'html-webpack-plugin';
import { build } from 'vite';
import webpack from 'webpack';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const [name, outDir] = process.argv.slice(2);

/** What the Vue plugin would say. */
const define = {
  __VUE_OPTIONS_API__: 'false',
  __VUE_PROD_DEVTOOLS__: 'false',
  __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
};

async function buildWithVite(root) {
  const options = { root, configFile: false, logLevel: 'error', define };
  await build({ ...options, build: { outDir, emptyOutDir: true } });
}

async function buildWithWebpack(context) {
  const compiler = webpack({
    mode: 'production',
    context,
    entry: './main.js',
    output: { path: outDir, publicPath: '/', trustedTypes: 'webpack' },
    plugins: [new HtmlPlugin({ template: 'index.html' })],
  });
  await new Promise((resolve, reject) => {
    compiler.run((error, stats) => {
      if (error) reject(error);
      else if (stats.hasErrors()) reject(new Error(stats.toString('errors-only')));
      else resolve();
    });
  });
}

if (name === 'webpack') await buildWithWebpack(join(HERE, name));
else await buildWithVite(join(HERE, name));
