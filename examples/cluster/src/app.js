import { requireSession, suite } from '@emas/suite';
import express from 'express';

/** Whose password is which is the app's own business; here there is one member and one of the staff. */
const PASSWORDS = { member: 'selamat-datang', security: 'jaga-pintu' };

/** The same app in each process. What they share, and the keys, come from the environment. */
export function createApp() {
  const app = express();
  const emas = suite({
    app: 'cluster',
    dashboards: {
      authorize: (req) => req.session?.user === 'security' && ['security', 'developer'],
    },
  });
  emas.mount(app);

  // While Redis is away there is no session. A page that can do without asks for `req.session` first ...
  app.get('/who', (req, res) => res.json({ pid: process.pid, user: req.session?.user ?? null }));
  // ... and one that cannot answers 503 then.
  app.get('/', requireSession(), (req, res) => {
    const visits = (req.session.visits ?? 0) + 1;
    req.session.visits = visits;
    res.type('html').send(`<!doctype html><title>Cluster</title><p>Visits: ${visits}</p>`);
  });
  app.get('/limited', emas.rateLimit({ name: 'limited', limit: 10 }), (_req, res) => res.json({}));
  const form = express.urlencoded({ extended: false });
  app.post('/login', requireSession(), form, emas.loginGuard(), async (req, res) => {
    const { username, password } = req.body;
    if (PASSWORDS[username] !== password) {
      await req.login.failed({ reason: 'wrong_password' });
      res.status(401).send('No.');
      return;
    }
    await req.emas.session.signIn(username, { user: username });
    await req.login.succeeded();
    res.redirect(303, '/');
  });
  return app;
}
