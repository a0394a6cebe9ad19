/**
 * An app that counts its page views, in a process of its own to be killed. Takes its settings as JSON;
 * answers pages at /, what was counted at /count, the pipeline's state at /state; asked over IPC it runs
 * out of memory.
 */
import { connect } from '@emas/clickhouse';
import { analytics } from '@emas/analytics';
import { requestContext } from '@emas/request-context';
import express from 'express';

const { connection, ...options } = JSON.parse(process.argv[2]);
const client = connect(connection);
const traffic = analytics({ client, app: 'faults', timeZone: 'UTC', smallCells: 1, ...options });
if ('embedded' in connection) await traffic.ready;

const app = express();
app.use(requestContext({ app }));
app.get('/state', (_req, res) => {
  res.json({ ...traffic.counters(), heap: process.memoryUsage().heapUsed });
});
app.get('/drain', (_req, res) => {
  traffic.flush().catch(() => undefined);
  res.end();
});
app.get('/count', async (_req, res) => {
  await traffic.flush();
  const day = (time) => new Date(time).toISOString().slice(0, 10);
  res.json(
    await traffic.queries.totals({
      // Midnight may pass while a test runs.
      from: day(Date.now() - 86_400_000),
      to: day(Date.now()),
    }),
  );
});
app.use(traffic);
app.get('/', (_req, res) => {
  res.type('html').send('<h1>Page</h1>');
});
const server = app.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('disconnect', () => process.exit());
process.on('message', () => {
  const kept = [];
  for (;;) kept.push(Array.from({ length: 1000 }, (_, i) => ({ i })));
});
