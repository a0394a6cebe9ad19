/** An app with sessions: ours or express-session's. */
import { requestContext } from '@emas/request-context';
import { memoryStore, redisStore, session } from '@emas/session';
import { RedisStore } from 'connect-redis';
import express from 'express';
import upstream from 'express-session';
import { createClient } from 'redis';
import { listen } from './page.js';

const { kind, store, redis, sessions = 0 } = JSON.parse(process.argv[2]);
const secret = 'a secret for this bench and nothing else';
const DAY_MS = 86_400_000;

async function ourStore() {
  if (store === 'redis') return redisStore({ redis: await connected(), app: 'portal' });
  const kept = memoryStore({ max: 2_000_000 });
  for (let visitor = 0; visitor < sessions; visitor += 1) await kept.save(...keptOf(visitor));
  return kept;
}

/** A session of somebody else, as it is kept. */
function keptOf(visitor) {
  const created = Date.now();
  const address = `10.${visitor >> 16}.${(visitor >> 8) & 255}.${visitor & 255}`;
  const prefix = `${address.slice(0, address.lastIndexOf('.'))}.0/24`;
  const meta = {
    created,
    seen: created,
    networks: [{ address, prefix, since: created, proven: true }],
    clients: ['Firefox/Linux'],
    country: '',
    account: '',
  };
  const data = JSON.stringify({ views: 1, user: userOf(visitor) });
  const end = { at: created + DAY_MS, reason: 'absolute' };
  const standing = { importance: 'guest', prefix };
  return [`key-${visitor}`, { data, meta: JSON.stringify(meta), end, standing }];
}

/** As much as an app keeps of somebody who is signed in. */
function userOf(id) {
  return { id, name: 'Nur Aisyah', roles: ['member'], language: 'ms' };
}

async function connected() {
  const client = createClient({ socket: { path: redis, tls: false } });
  await client.connect();
  return client;
}

const app = express();
if (kind !== 'express-session, alone') app.use(requestContext({ app, exposeId: false }));
if (kind === 'ours') app.use(session({ secret, store: await ourStore() }));
else {
  const options = { secret, resave: false, saveUninitialized: true };
  const shared = store === 'redis' ? { store: new RedisStore({ client: await connected() }) } : {};
  app.use(upstream({ ...options, ...shared }));
}
app.get('/views', (req, res) => {
  req.session.views = (req.session.views ?? 0) + 1;
  req.session.user ??= userOf(4711);
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
