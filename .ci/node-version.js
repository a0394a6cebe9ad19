/** Other versions of Node than the machine's, from the npm package that ships their programs. */
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root, run, stop } from './setup.js';

/**
 * Installs a version of Node for this project alone, unless it is there.
 *
 * @param version Such as `24` or `24.11.0`.
 * @returns The environment in which `node` and `npm` are that version's.
 */
export function environmentOn(version) {
  if (!/^\d+(?:\.\d+){0,2}$/.test(version)) {
    stop(`"${version}" is not a version of Node. Expected one such as 24 or 24.11.0.`);
  }
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const folder = join(root, '.cache', `node-${version}`);
  const programs = join(folder, 'node_modules', name, 'bin');
  if (!existsSync(join(programs, 'node'))) {
    mkdirSync(folder, { recursive: true });
    const quiet = ['--no-audit', '--no-fund', '--no-save', '--loglevel=error'];
    run('npm', ['install', '--prefix', folder, ...quiet, `${name}@${version}`]);
  }
  return { ...process.env, PATH: `${programs}${delimiter}${process.env.PATH ?? ''}` };
}
