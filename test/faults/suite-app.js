/** An app with the suite and the embedded engine in a data folder, to be started twice. Tells its port over IPC. */
import { suite } from '@emas/suite';
import express from 'express';

const emas = suite({ app: 'reload', data: process.argv[2], timeZone: 'UTC', announce: false });
const app = express();
emas.mount(app);
app.get('/', (_req, res) => {
  res.type('html').send('<h1>Page</h1>');
});
app.get('/count', async (_req, res) => {
  const day = (time) => new Date(time).toISOString().slice(0, 10);
  const { views } = await emas.traffic.totals({
    // Midnight may pass while a test runs.
    from: day(Date.now() - 86_400_000),
    to: day(Date.now()),
  });
  res.json({ views });
});
const server = app.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('disconnect', () => process.exit());
