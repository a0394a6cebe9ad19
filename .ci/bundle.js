/**
 * Writes each package's program as one module for each way in: Node takes as long for each file that it
 * loads, however small, and the suite has some 450. Types stay as tsc writes them.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { root } from './setup.js';

/** Files that are loaded by their own names, besides `index` and `internal`. */
const MORE_WAYS_IN = {
  'packages/suite': ['main'],
  'packages/logging': ['send-rest'],
  'packages/clickhouse': ['engine-program'],
};

// Built by hand it may be another state than the one that set-up remembers.
rmSync(join(root, '.cache/build.stamp'), { force: true });

const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}`);
await Promise.all(packages.map((folder) => bundle(folder, 'src', 'dist')));
await bundle('dashboards', '.', 'dist');

async function bundle(folder, from, to) {
  const inside = existsSync(join(root, folder, from, 'internal.ts')) ? ['internal'] : [];
  const names = ['index', ...inside, ...(MORE_WAYS_IN[folder] ?? [])];
  const output = join(root, folder, to);
  removeScripts(output);
  const build = await rolldown({
    input: Object.fromEntries(names.map((name) => [name, join(root, folder, from, `${name}.ts`)])),
    external: (id) => !id.startsWith('.') && !id.startsWith('/'),
    platform: 'node',
    treeshake: false,
  });
  await build.write({ dir: output, format: 'es', sourcemap: true });
  await build.close();
}

/** Those of the build before, whose names may be others. */
function removeScripts(folder) {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder, { recursive: true })) {
    const isPage = name.startsWith('web');
    if (!isPage && /\.js(?:\.map)?$/.test(name)) rmSync(join(folder, name));
  }
}
