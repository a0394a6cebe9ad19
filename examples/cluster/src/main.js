/**
 * As many processes as there are cores, which share sessions, limits, login counters and visits through Redis
 * and figures through ClickHouse:
 *
 *   EMAS_REDIS_URL=redis://127.0.0.1:6379 EMAS_CLICKHOUSE_URL=http://127.0.0.1:8123 npm start
 */
import cluster from 'node:cluster';
import { availableParallelism } from 'node:os';
import { createApp } from './app.js';

const WORKERS = Number(process.env.WORKERS ?? availableParallelism());
const PORT = Number(process.env.PORT ?? 3000);

if (cluster.isPrimary) {
  let isEnding = false;
  for (let count = 0; count < WORKERS; count += 1) cluster.fork();
  // One that dies is replaced; one that was asked to end is not.
  cluster.on('exit', () => {
    if (!isEnding) cluster.fork();
  });
  let listening = 0;
  cluster.on('listening', (_worker, { port }) => {
    listening += 1;
    if (listening === WORKERS) process.stdout.write(`http://localhost:${port}/\n`);
  });
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.once(signal, () => {
      isEnding = true;
      // Each worker ends what it has under way; this process ends with the last of them.
      for (const worker of Object.values(cluster.workers)) worker.process.kill('SIGTERM');
    });
  }
} else {
  createApp().listen(PORT);
}
