/**
 * `npm run check:packages`: packs every package that is published, installs the tarballs into an empty
 * folder and uses them there as an app would: from ESM, from CommonJS, from TypeScript, from a terminal.
 * One line a step; the first failure ends it.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { useThreeLines } from './three-lines.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CONSUMER = fileURLToPath(new URL('consumer/', import.meta.url));
const LONGEST_MS = 600_000;
const QUIETLY = ['--no-audit', '--no-fund', '--prefer-offline', '--silent'];

const root = readJson(join(ROOT, 'package.json'));
const packages = publishedPackages();
const folder = mkdtempSync(join(tmpdir(), 'emas-packages-'));
const app = join(folder, 'app');
const olderApp = join(folder, 'older-app');

const STEPS = [
  ['build', build],
  ['pack', pack],
  ['publint', lint],
  ['types resolve (attw)', checkTypes],
  ['install, without chdb', install],
  ['import from ESM', () => node('every-export.js', exportsToExpect())],
  ['require from CommonJS', () => node('every-export.cjs', exportsToExpect())],
  ['strict TypeScript consumer', typecheck],
  ['an Express app of them', () => node('express-app.js')],
  ['embedded engine missing', () => node('without-chdb.js')],
  ['client of Redis missing', () => node('without-redis.js')],
  ['emas --help', help],
  ['install chdb', () => installMore(app, ['chdb'])],
  ['three lines, Express 5, ESM', () => useThreeLines(app, 'three-lines.js')],
  ['install, Express 4.21', installOlder],
  ['three lines, Express 4, CJS', () => useThreeLines(olderApp, 'three-lines.cjs')],
];

try {
  for (const [name, step] of STEPS) {
    const started = performance.now();
    const note = (await step()) ?? '';
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    process.stdout.write(
      `${name.padEnd(28)} ok ${seconds.padStart(6)} s  ${note}`.trimEnd() + '\n',
    );
  }
} catch (error) {
  process.stdout.write(`FAILED: ${error.message}\n`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function build() {
  const unbuilt = packages.filter(({ path }) => !existsSync(join(path, 'dist')));
  const pages = existsSync(join(ROOT, 'dashboards/dist/web/.vite/manifest.json'));
  if (unbuilt.length === 0 && pages) return 'done before';
  run('npm', ['run', '--silent', 'build'], ROOT);
  return undefined;
}

function pack() {
  mkdirSync(app);
  const workspaces = packages.flatMap(({ manifest }) => ['-w', manifest.name]);
  run('npm', ['pack', '--silent', '--pack-destination', folder, ...workspaces], ROOT);
  for (const one of packages) {
    const { name, version } = one.manifest;
    one.tarball = join(folder, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
    if (!existsSync(one.tarball)) throw new Error(`${name} was not packed.`);
  }
  return `${packages.length} packages`;
}

async function lint() {
  for (const { manifest, tarball } of packages) {
    const { buffer } = new Uint8Array(readFileSync(tarball));
    const { messages } = await publint({ pack: { tarball: buffer }, strict: true });
    const faults = messages.filter(({ type }) => type !== 'suggestion');
    if (faults.length === 0) continue;
    const texts = faults.map((fault) => formatMessage(fault, manifest, { color: false }));
    throw new Error(`${manifest.name}: ${texts.join('; ')}`);
  }
}

function checkTypes() {
  const attw = join(ROOT, 'node_modules/@arethetypeswrong/cli/dist/index.js');
  for (const { tarball } of packages) {
    run(
      process.execPath,
      [attw, tarball, '--profile', 'esm-only', '--no-color', '--no-emoji'],
      app,
    );
  }
}

/** The tarballs and what an app has besides: Express, and for TypeScript the types of both. */
function install() {
  writeFileSync(
    join(app, 'package.json'),
    JSON.stringify({ name: 'app', private: true, type: 'module' }),
  );
  const others = ['express', '@types/express', '@types/node'].map(
    (name) => `${name}@${root.devDependencies[name]}`,
  );
  const tarballs = packages.map(({ tarball }) => tarball);
  run('npm', ['install', ...QUIETLY, ...tarballs, ...others], app);
  if (existsSync(join(app, 'node_modules/chdb'))) {
    throw new Error('chdb was installed, though nobody asked for it.');
  }
  cpSync(CONSUMER, app, { recursive: true });
  return `${readdirSync(join(app, 'node_modules')).length} folders`;
}

function installMore(into, names) {
  const wanted = names.map((name) => `${name}@${root.devDependencies[name]}`);
  run('npm', ['install', ...QUIETLY, ...wanted], into);
}

function installOlder() {
  mkdirSync(olderApp);
  writeFileSync(
    join(olderApp, 'package.json'),
    JSON.stringify({ name: 'older-app', version: '4.0.0', private: true }),
  );
  const version = root.devDependencies.express4.replace(/^npm:/, '');
  run('npm', ['install', ...QUIETLY, ...packages.map(({ tarball }) => tarball), version], olderApp);
  // Half a gigabyte that is here already.
  for (const name of readdirSync(join(app, 'node_modules')).filter((one) => /chdb/.test(one))) {
    symlinkSync(join(app, 'node_modules', name), join(olderApp, 'node_modules', name));
  }
  cpSync(join(CONSUMER, 'three-lines.cjs'), join(olderApp, 'three-lines.cjs'));
}

function typecheck() {
  run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', app], app);
}

function help() {
  const text = run('npx', ['--no-install', 'emas', '--help'], app);
  if (!/\bimport\b.*access logs/.test(text)) throw new Error(`emas --help says: ${text}`);
}

/** Runs a file of the consumer, which fails by its exit code. */
function node(file, ...args) {
  return run(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', file, ...args],
    app,
  ).trim();
}

/** Package to the names that its index exports as values. */
function exportsToExpect() {
  const expected = packages.map(({ path, manifest }) => {
    const text = readFileSync(join(path, manifest.exports['.']['@emas/source']), 'utf8');
    const lists = [...text.matchAll(/^export \{([^}]*)\}/gm)];
    // `one as other` is other.
    const names = lists.flatMap(([, list]) =>
      list.split(',').map((name) => name.replace(/^.* as /, '').trim()),
    );
    return [manifest.name, names.filter((name) => name !== '').toSorted()];
  });
  return JSON.stringify(Object.fromEntries(expected));
}

function run(command, args, cwd) {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    timeout: LONGEST_MS,
    // A run under npm hands its own settings down, which are none of an app's.
    env: Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^npm_(?:package|lifecycle)_/.test(name)),
    ),
  });
  if (error !== undefined) throw new Error(`${command}: ${error.message}`);
  if (status === 0) return stdout;
  throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${stdout}${stderr}`);
}

function publishedPackages() {
  const folders = readdirSync(join(ROOT, 'packages')).map((name) => `packages/${name}`);
  return [...folders, 'dashboards']
    .map((name) => join(ROOT, name))
    .filter((path) => existsSync(join(path, 'package.json')))
    .map((path) => ({ path, manifest: readJson(join(path, 'package.json')) }))
    .filter(({ manifest }) => manifest.private !== true);
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
