/** Other versions of Node than the machine's, from the npm package that ships the program. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from './setup.js';

/**
 * Installs a version of Node for this project alone, unless it is there.
 *
 * @param version Such as `24` or `24.11.0`.
 * @returns The environment in which `node` is that version; npm stays the machine's, and runs on it.
 * @throws Error When it cannot be installed.
 */
export function environmentOn(version) {
  if (!/^\d+(?:\.\d+){0,2}$/.test(version)) {
    throw new Error(`"${version}" is not a version of Node. Expected one such as 24 or 24.11.0.`);
  }
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const folder = join(root, '.cache', `node-${version}`);
  const programs = join(folder, 'node_modules', name, 'bin');
  if (!runs(programs)) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const quiet = ['--no-audit', '--no-fund', '--no-save', '--loglevel=error'];
    const words = ['install', '--prefix', folder, ...quiet, `${name}@${version}`];
    spawnSync('npm', words, { cwd: root, stdio: 'inherit' });
    if (!runs(programs)) throw new Error(`Node ${version} could not be installed.`);
  }
  return { ...process.env, PATH: `${programs}${delimiter}${process.env.PATH ?? ''}` };
}

function runs(programs) {
  return spawnSync(join(programs, 'node'), ['--version']).status === 0;
}
