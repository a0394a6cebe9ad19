/** `npm run test:on -- 24`: what `npm test` does, on another version of Node. Further arguments go to Jest. */
import { environmentOn } from './node-version.js';
import { run, stop } from './setup.js';

const [version, ...jestArguments] = process.argv.slice(2);
if (version === undefined) stop('Name a version of Node: npm run test:on -- 24');
run('node', ['.ci/test.js', ...jestArguments], environmentOn(version));
