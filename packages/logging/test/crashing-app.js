/** An app whose requests to /crash end its process. Takes { folder } as JSON, and tells its port. */
import { requestContext } from '@emas/request-context';
import express from 'express';
import { createLogger } from '../dist/index.js';

const { folder } = JSON.parse(process.argv[2]);
createLogger({ app: 'crashing', folder, key: 'crashing '.repeat(4), console: false });
const app = express();
app.use(requestContext({ app }));
app.post('/crash/:claim', () => {
  setTimeout(() => {
    throw new Error('nobody catches this');
  }, 1);
});
app.post('/reject/:claim', () => {
  setTimeout(() => void Promise.reject(new Error('nobody awaits this')), 1);
});
const server = app.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.on('message', () => {
  throw new Error('of no request');
});
