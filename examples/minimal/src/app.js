import { session } from '@emas/session';
import express from 'express';

const app = express();
app.use(session({ secret: process.env.SESSION_SECRET ?? 'for this example alone, at home 42' }));

app.get('/', (req, res) => {
  req.session.views = (req.session.views ?? 0) + 1;
  res.type('text').send(`Page views in this session: ${req.session.views}\n`);
});

const server = app.listen(process.env.PORT ?? 3000, () => {
  process.stdout.write(`http://localhost:${server.address().port}/\n`);
});
