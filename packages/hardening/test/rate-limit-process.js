/** An app with one limit in Redis, in a process of its own; for rate-limit.test.ts. */
import { createServer } from 'node:http';
import { createEventBus } from '@emas/events';
import { requestContext } from '@emas/request-context';
import express from 'express';
import { createClient } from 'redis';
import { rateLimit } from '../dist/index.js';

const { path, limit, algorithm } = JSON.parse(process.argv[2]);
const redis = createClient({
  socket: { path, tls: false, reconnectStrategy: 50 },
  disableOfflineQueue: true,
});
redis.on('error', () => undefined);
redis.connect().catch(() => undefined);
await new Promise((resolve) => setTimeout(resolve, 300));

const app = express();
app.set('trust proxy', 'loopback');
app.use(requestContext({ app }));
app.use(rateLimit({ limit, algorithm, window: 3_600_000, redis, events: createEventBus() }));
app.use((_req, res) => res.send('ok'));
const server = createServer(app);
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('disconnect', () => process.exit());
