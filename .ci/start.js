/** `npm start`: the portal with its dashboard, on embedded parts. */
import { prepare, run } from './setup.js';

prepare();
run(process.execPath, ['examples/portal/dist/main.js', ...process.argv.slice(2)]);
