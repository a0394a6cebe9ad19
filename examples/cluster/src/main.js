/**
 * As many processes as there are cores, which share sessions, limits, login counters and visits through Redis
 * and figures through ClickHouse:
 *
 *   EMAS_REDIS_URL=redis://127.0.0.1:6379 EMAS_CLICKHOUSE_URL=http://127.0.0.1:8123 npm start
 *
 * Without EMAS_CLICKHOUSE_URL they share the embedded engine of this machine.
 */
import cluster from 'node:cluster';
import { availableParallelism } from 'node:os';
import { createApp } from './app.js';
import { keepWorkers } from './primary.js';

if (cluster.isPrimary) keepWorkers(Number(process.env.WORKERS ?? availableParallelism()));
else createApp().listen(Number(process.env.PORT ?? 3000));
