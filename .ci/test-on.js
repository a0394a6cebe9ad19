/** `npm run test:on -- 24`: what `npm test` does, on another version of Node. Further arguments go to Jest. */
import { spawn } from 'node:child_process';
import { environmentOn } from './node-version.js';
import { root, stop } from './setup.js';

const [version, ...jestArguments] = process.argv.slice(2);
if (version === undefined) stop('Name a version of Node: npm run test:on -- 24');
const tests = spawn('node', ['.ci/test.js', ...jestArguments], {
  cwd: root,
  stdio: 'inherit',
  env: environmentOn(version),
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => tests.kill(signal));
tests.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
