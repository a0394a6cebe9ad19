/** `npm run bench -- NAME [--json]`: see test/bench/README.md. */
import { prepare, run } from './setup.js';

prepare();
run(process.execPath, ['test/bench/bench.js', ...process.argv.slice(2)]);
