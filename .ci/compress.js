/**
 * Packs what browsers load, `NAME.br` and `NAME.gz` beside each script and style sheet: `PageAsset` of
 * packages/page sends them. It runs last, for what vite leaves in each `dist/web`.
 */
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { root } from './setup.js';

const FORMS = {
  '.br': (body) =>
    brotliCompressSync(body, {
      params: {
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
      },
    }),
  '.gz': (body) => gzipSync(body, { level: constants.Z_BEST_COMPRESSION }),
};

const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}`);
for (const folder of [...packages, 'dashboards']) compress(join(root, folder, 'dist/web'));

function compress(folder) {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder, { encoding: 'utf8', recursive: true })) {
    if (!/\.(?:js|css)$/.test(name)) continue;
    const body = readFileSync(join(folder, name));
    for (const [ending, pack] of Object.entries(FORMS)) {
      const packed = pack(body);
      const file = join(folder, `${name}${ending}`);
      if (packed.length < body.length) writeFileSync(file, packed);
      else rmSync(file, { force: true });
    }
  }
}
