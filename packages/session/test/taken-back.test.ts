import { afterEach, expect, test } from '@jest/globals';
import type { Application } from 'express';
import { slowStore } from './altered-store.ts';
import { serveSessions } from './visitor.ts';
import type { SessionSite } from './visitor.ts';

/* What a request takes back of what it wrote, and what another wrote meanwhile of account and cookie. */

let site: SessionSite | undefined;
afterEach(() => site?.close());

async function open(routes: (app: Application) => void): Promise<SessionSite> {
  site = await serveSessions(
    {
      store: slowStore(20),
      account: (data) => Reflect.get(data, 'user') as string | undefined,
    },
    (app) => {
      routes(app);
      app.get('/data', (req, res) => {
        const { originalMaxAge } = req.session.cookie;
        const { user, slow }: { user?: unknown; slow?: unknown } = req.session as object;
        // express-session reckons it from two readings of the clock.
        res.json({ user, slow, seconds: Math.round(Number(originalMaxAge) / 1000) });
      });
    },
  );
  return site;
}

test.each([1, 2, 3])(
  'what is taken back while %i saves are under way is not there',
  async (saves) => {
    const { visitor } = await open((app) => {
      app.get('/undo', (req, res) => {
        for (let save = 0; save < saves; save += 1) {
          Reflect.set(req.session, 'user', `bob${save}`);
          req.session.save(() => undefined);
        }
        Reflect.deleteProperty(req.session, 'user');
        res.send('undone');
      });
    });
    const somebody = visitor();
    await somebody.get('/views');
    await somebody.get('/undo');
    expect((await somebody.get('/data')).json).not.toHaveProperty('user');
  },
);

test('a request that knows nothing of a sign-in or of a lasting cookie does not undo them', async () => {
  const held: (() => void)[] = [];
  const { visitor, sessions } = await open((app) => {
    app.get('/as/:user', (req, res) => {
      Reflect.set(req.session, 'user', req.params.user);
      req.session.cookie.maxAge = 600_000;
      res.send('in');
    });
    app.get('/slow', (req, res) => {
      Reflect.set(req.session, 'slow', true);
      held.push(() => void res.send('slow'));
    });
  });
  const somebody = visitor();
  await somebody.get('/as/alice');
  const late = somebody.thief({});
  const slow = late.get('/slow');
  while (held.length === 0) await new Promise(setImmediate);
  await somebody.get('/as/bob');
  for (const end of held) end();
  await slow;
  expect((await somebody.get('/data')).json).toMatchObject({
    user: 'bob',
    slow: true,
    seconds: 600,
  });
  expect(await sessions.registry.list('bob')).toHaveLength(1);
  expect(await sessions.registry.list('alice')).toEqual([]);
});
