/**
 * What `npm start`, `npm test` and `npm run bench` need before they can run. Only Node and npm are
 * taken for granted, so this file imports nothing but Node; what is done already is skipped.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const cache = join(root, '.cache');

/** Programs by name or path. */
const DEBIAN_PACKAGES = [
  { program: 'redis-server', packages: ['redis-server'] },
  {
    program: '/usr/lib/chromium/chromium-headless-shell',
    packages: ['chromium-headless-shell', 'fonts-dejavu-core'],
    isBrowser: true,
  },
  { program: '/usr/bin/chromium', packages: ['chromium'], isBrowser: true },
  { program: '/usr/sbin/nginx', packages: ['nginx-light'] },
  { program: 'rsyslogd', packages: ['rsyslog', 'rsyslog-openssl'] },
  { program: 'openssl', packages: ['openssl'] },
  { program: 'bzip2', packages: ['bzip2'] },
  { program: 'xz', packages: ['xz-utils'] },
  { program: 'zstd', packages: ['zstd'] },
];

/** Installs the dependencies and builds, each only when something changed since it was last done. */
export function prepare() {
  requireNode();
  mkdirSync(cache, { recursive: true });
  once('dependencies', dependencyFiles(), existsSync(join(root, 'node_modules')), () =>
    run('npm', ['ci', '--no-audit', '--no-fund']),
  );
  once('build', sourceFiles(), existsSync(join(root, 'dashboards/dist/web')), () =>
    run('npm', ['run', '--silent', 'build']),
  );
}

/** The programs that tests start: a missing one is installed where that is possible, or named. */
export function prepareTestPrograms() {
  const ownBrowser = process.env.CHROMIUM_PATH !== undefined;
  const missing = DEBIAN_PACKAGES.filter(
    ({ program, isBrowser = false }) => !(isBrowser && ownBrowser) && !isThere(program),
  );
  if (missing.length === 0) return;
  const packages = missing.flatMap((entry) => entry.packages);
  const install = `apt-get install --no-install-recommends ${packages.join(' ')}`;
  if (process.getuid?.() !== 0 || !isThere('apt-get')) {
    const names = missing.map(({ program }) => program).join(' and ');
    stop(`The tests need ${names}. On Debian: sudo ${install}`);
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-qq'], env);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], env);
}

/** Runs a command in the project's root and ends this process with its code when it fails. */
export function run(command, args, env = process.env) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env });
  if (error !== undefined) stop(`${command} could not be started: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

export function stop(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  stop(`Node ${process.versions.node} is too old: 20.19 or newer is needed.`);
}

/** Does a step unless the files it depends on are as they were when it last succeeded. */
function once(step, files, resultExists, action) {
  const stampFile = join(cache, `${step}.stamp`);
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(readFileSync(join(root, file)));
  const stamp = hash.digest('hex');
  const last = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : '';
  if (resultExists && last === stamp) return;
  process.stderr.write(`Set-up: ${step} …\n`);
  // An action that is interrupted leaves what is neither as before nor as it is to be.
  rmSync(stampFile, { force: true });
  action();
  writeFileSync(stampFile, stamp);
}

function workspaces() {
  const inFolder = (folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);
  return [...inFolder('packages'), 'dashboards', ...inFolder('examples')].filter((folder) =>
    existsSync(join(root, folder, 'package.json')),
  );
}

function dependencyFiles() {
  const manifests = workspaces().map((folder) => `${folder}/package.json`);
  return ['package-lock.json', 'package.json', ...manifests];
}

function sourceFiles() {
  const folders = workspaces().flatMap((folder) =>
    ['src', 'frame', 'drawings', 'pages', 'web', 'styles', 'schema', 'queries'].map(
      (name) => `${folder}/${name}`,
    ),
  );
  // An example that is JavaScript is not built.
  const configs = workspaces()
    .map((folder) => `${folder}/tsconfig.json`)
    .filter((config) => existsSync(join(root, config)));
  const builders = ['tsconfig.base.json', 'tsconfig.json', '.ci/bundle.js', '.ci/compress.js'];
  return [...builders, ...configs, ...folders.flatMap(filesBelow)];
}

function filesBelow(folder) {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true })
    .map((name) => `${folder}/${String(name)}`)
    .filter((name) => statSync(join(root, name)).isFile())
    .toSorted();
}

function isThere(program) {
  if (program.startsWith('/')) return existsSync(program);
  const folders = (process.env.PATH ?? '').split(':');
  return folders.some((folder) => existsSync(join(folder, program)));
}
