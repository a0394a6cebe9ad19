/** An app with sessions: ours or express-session's. */
import { requestContext } from '@emas/request-context';
import { redisStore, session } from '@emas/session';
import { RedisStore } from 'connect-redis';
import express from 'express';
import upstream from 'express-session';
import { createClient } from 'redis';
import { listen } from './page.js';

const { kind, store, redis } = JSON.parse(process.argv[2]);
const secret = 'a secret for this bench and nothing else';
const client = createClient({ socket: { path: redis, tls: false } });
if (store === 'redis') await client.connect();

const app = express();
if (kind !== 'express-session, alone') app.use(requestContext({ app, exposeId: false }));
if (kind === 'ours') {
  app.use(
    session({
      secret,
      ...(store === 'redis' ? { store: redisStore({ redis: client, app: 'portal' }) } : {}),
    }),
  );
} else {
  const options = { secret, resave: false, saveUninitialized: true };
  app.use(
    upstream({ ...options, ...(store === 'redis' ? { store: new RedisStore({ client }) } : {}) }),
  );
}
app.get('/views', (req, res) => {
  req.session.views = (req.session.views ?? 0) + 1;
  // As much as an app keeps of somebody who is signed in.
  req.session.user ??= { id: 4711, name: 'Nur Aisyah', roles: ['member'], language: 'ms' };
  res.json({ views: req.session.views });
});
app.get('/read', (req, res) => res.json({ views: req.session.views }));
app.get('/put/:key', (req, res) => {
  req.session[req.params.key] = true;
  res.json({});
});
app.get('/data', (req, res) => res.json(Object.keys(req.session)));
app.get('/untouched', (_req, res) => res.json({}));
listen(app);
