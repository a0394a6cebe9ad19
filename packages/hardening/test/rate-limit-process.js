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
await redis.connect();

/** Answers of Redis that came too late for the limit to wait for, or might have. */
let late = 0;
const send = redis.sendCommand.bind(redis);
redis.sendCommand = async (...given) => {
  const began = performance.now();
  try {
    return await send(...given);
  } finally {
    if (performance.now() - began > 75) late += 1;
  }
};

const app = express();
app.set('trust proxy', 'loopback');
app.use(requestContext({ app }));
app.get('/late', (_req, res) => res.json(late));
const shared = { redis, app: 'portal', name: `${limit}-${algorithm}`, events: createEventBus() };
app.use(rateLimit({ limit, algorithm, window: 3_600_000, ...shared }));
app.use((_req, res) => res.send('ok'));
const server = createServer(app);
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('disconnect', () => process.exit());
