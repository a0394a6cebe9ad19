import express from 'express';
import { suite } from '@emas/suite';

const app = express();
suite().mount(app);
app.get('/', (_req, res) =>
  res.type('html').send('<!doctype html><title>Kedai</title><h1>Kedai</h1>'),
);
const server = app.listen(0, () => {
  process.stdout.write(`http://localhost:${server.address().port}\n`);
});
