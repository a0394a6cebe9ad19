/**
 * `npm start`: the portal with its dashboard, on embedded parts. It runs in this process, so that a signal
 * sent to `npm start` is the portal's.
 */
import { prepare, root } from './setup.js';

prepare();
process.chdir(root);
await import('../examples/portal/dist/main.js');
