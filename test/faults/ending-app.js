/**
 * An app with a request that it answers when it is told to, in a process of its own to be asked to end. Says
 * over IPC where it listens, when a request waits and when it is about to block.
 */
import { suite } from '@emas/suite';
import express from 'express';

const BLOCKED_MS = 3000;

const [, , data] = process.argv;
const apps = Number(process.env.APPS ?? 1);
for (let index = 0; index < apps; index += 1) listen(`ending-${index}`);

function listen(name) {
  const app = express();
  const emas = suite({
    app: name,
    data: `${data}/${name}`,
    clickhouse: false,
    announce: false,
    log: { console: false },
    // Longer than any test: what ends before was asked to end at once.
    shutdown: { grace: 600_000 },
  });
  emas.mount(app);
  app.get('/held', (_req, res) => {
    process.on('message', (message) => message === `answer ${name}` && res.send('whole'));
    process.send('held');
  });
  const server = app.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
}

process.on('message', (message) => {
  if (message !== 'block') return;
  process.send('blocking', () => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BLOCKED_MS);
  });
});
