/** `npm run bench -- NAME [--json] [--keep] [--node 20]`: see test/bench/README.md. */
import { environmentOn } from './node-version.js';
import { prepare, run } from './setup.js';

/** What those who install the suite run. */
const NODE = '24';

const words = process.argv.slice(2);
const at = words.indexOf('--node');
const [, version = NODE] = at === -1 ? [] : words.splice(at, 2);
prepare();
run('node', ['test/bench/bench.js', ...words], environmentOn(version));
