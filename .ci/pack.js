/** `npm run pack`: makes a tarball of each package in `packed/`, and prints how an app installs them. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, root } from './setup.js';

const PACKED = join(root, 'packed');

function npm(...args) {
  const { status, error } = spawnSync('npm', args, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

/** Names of the packages that an app may install. */
function published() {
  const folders = readdirSync(join(root, 'packages')).map((name) => join('packages', name));
  return [...folders, 'dashboards']
    .map((folder) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')))
    .filter((manifest) => manifest.private !== true)
    .map(({ name }) => name);
}

const names = published();
prepare();
// A tarball of a former version would be installed beside the new one.
rmSync(PACKED, { recursive: true, force: true });
mkdirSync(PACKED);
npm('pack', '--silent', '--pack-destination', PACKED, ...names.flatMap((name) => ['-w', name]));
process.stdout.write(
  `${names.length} packages are in ${PACKED}. In your app:\n\n` +
    `  npm install express ${join(PACKED, '*.tgz')}\n` +
    `  npm install chdb    # only without a ClickHouse server: 550 MB on disk, 300 MB of memory\n` +
    `  npm install redis   # only with a Redis: for several processes\n`,
);
