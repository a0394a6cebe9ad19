/** So many processes of a subject behind one port. */
import cluster from 'node:cluster';
import { fileURLToPath } from 'node:url';

const { exec, processes, ...options } = JSON.parse(process.argv[2]);
cluster.setupPrimary({
  exec: fileURLToPath(new URL(`${exec}.js`, import.meta.url)),
  args: [JSON.stringify(options)],
});
const ports = Array.from({ length: processes }, () => {
  const worker = cluster.fork();
  return new Promise((listening) => worker.once('message', ({ port }) => listening(port)));
});
const [port] = await Promise.all(ports);
process.send({ port });
// Killed with this process, of which Node.js does not tell its workers.
process.once('disconnect', () => process.exit());
