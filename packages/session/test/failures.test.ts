import { afterEach, expect, test } from '@jest/globals';
import { memoryStore } from '@emas/session';
import type { SessionOptions } from '@emas/session';
import type { Application, NextFunction, Request, Response } from 'express';
import { failingStore } from './altered-store.ts';
import { CHROME_ON_WINDOWS, serveSessions } from './visitor.ts';
import type { SessionSite } from './visitor.ts';

/* What goes wrong in an app or in its store, and what the visitor then gets. */

let site: SessionSite | undefined;

afterEach(async () => {
  await site?.close();
});

async function open(
  options: Partial<SessionOptions>,
  routes: (app: Application) => void = () => undefined,
): Promise<SessionSite> {
  site = await serveSessions(options, (app) => {
    routes(app);
    // Express tells error handlers by their four parameters.
    app.use((error: Error, _req: Request, res: Response, _next: NextFunction) => {
      res.status(500).json({ message: error.message });
    });
  });
  return site;
}

test('a session that cannot be written as JSON gets the app’s error page, not a hanging request', async () => {
  const { visitor } = await open({}, (app) => {
    app.get('/circle', (req, res) => {
      Object.assign(req.session, { circle: req.session });
      res.json({});
    });
  });
  const somebody = visitor();
  await somebody.get('/views');
  const answer = await somebody.get('/circle');
  expect(answer.status).toBe(500);
  expect(String(answer.json['message'])).toContain('circular');
  expect((await somebody.get('/views')).json['views']).toBe(2);
});

test('an account that cannot be read gets the app’s error page as well', async () => {
  const { visitor } = await open({
    account: () => {
      throw new Error('no such account');
    },
  });
  const answer = await visitor().get('/views');
  expect(answer.json).toEqual({ message: 'no such account' });
});

test.each([
  [
    'throws',
    () => {
      throw new Error('no captcha');
    },
  ],
  ['is rejected', async () => Promise.reject(new Error('no captcha'))],
])('a challenge that %s is an error of the request', async (_, challenge) => {
  const { visitor } = await open({ binding: { challenge } });
  const owner = visitor();
  await owner.get('/views');
  const thief = owner.thief({ 'user-agent': CHROME_ON_WINDOWS, 'x-forwarded-for': '198.51.100.1' });
  const answer = await thief.get('/views');
  expect(answer.json).toEqual({ message: 'no captcha' });
});

test('a write that fails as the answer ends costs the write, and is counted', async () => {
  const faults = new Set<string>();
  const { visitor, sessions } = await open({ store: failingStore(faults) });
  const somebody = visitor();
  await somebody.get('/views');
  faults.add('save');
  expect((await somebody.get('/views')).json['views']).toBe(2);
  faults.clear();
  expect((await somebody.get('/views')).json['views']).toBe(2);
  expect(sessions.counters().lostWrites).toBe(1);
});

test('a write that the app asks for tells it that it failed', async () => {
  const faults = new Set<string>();
  const { visitor } = await open({ store: failingStore(faults) }, (app) => {
    app.get('/save', (req, res) => {
      Reflect.set(req.session, 'saved', true);
      req.session.save((error: unknown) => {
        const { code, cause } = error as { code?: string; cause?: Error };
        res.json({ code, message: cause?.message });
      });
    });
  });
  const somebody = visitor();
  await somebody.get('/views');
  faults.add('save');
  expect((await somebody.get('/save')).json).toEqual({
    code: 'ERR_EMAS_SESSION_UNAVAILABLE',
    message: 'store is gone',
  });
});

test('a sign-in whose session cannot be listed does not happen', async () => {
  const faults = new Set<string>(['link']);
  const { visitor } = await open({ store: failingStore(faults) }, (app) => {
    app.get('/who', (req, res) => res.json({ account: req.emas?.session?.account ?? null }));
  });
  const member = visitor();
  await member.get('/views');
  expect((await member.get('/sign-in/aisyah')).status).toBe(500);
  faults.clear();
  expect((await member.get('/who')).json).toEqual({ account: null });
});

test.each(['save', 'end', 'link', 'linked'])(
  'whoever was told that the sign-in failed is not signed in all the same: %s',
  async (method) => {
    const faults = new Set<string>();
    const { visitor, sessions } = await open({ store: failingStore(faults) }, (app) => {
      app.get('/who', (req, res) => res.json({ account: req.emas?.session?.account ?? null }));
    });
    const member = visitor();
    await member.get('/views');
    faults.add(method);
    const answer = await member.get('/sign-in/aisyah');
    expect(answer.status).toBe(500);
    expect(answer.setCookies).toEqual([]);
    faults.clear();
    expect((await member.get('/who')).json).toEqual({ account: null });
    expect(await sessions.registry.list('aisyah')).toEqual([]);
  },
);

test('a sign-out that the store does not hear of clears the browser and is an error', async () => {
  const faults = new Set<string>();
  const { visitor } = await open({ store: failingStore(faults) });
  const member = visitor();
  await member.get('/sign-in/aisyah');
  faults.add('end');
  const answer = await member.get('/sign-out');
  expect(answer.status).toBe(500);
  expect(answer.headers.get('clear-site-data')).toBe('"storage"');
  expect(member.jar.size).toBe(0);
});

test('a sign-out while the store cannot be read ends the session once it hears of it', async () => {
  const faults = new Set<string>();
  const { visitor, sessions } = await open({ store: failingStore(faults) });
  const member = visitor();
  await member.get('/sign-in/aisyah');
  const copy = member.thief({});
  faults.add('load');
  expect((await member.get('/sign-out')).status).toBe(200);
  faults.clear();
  expect(await sessions.registry.list('aisyah')).toEqual([]);
  expect((await copy.get('/untouched')).json['status']).toBe('ended');
});

test('signing in without a store says so', async () => {
  const faults = new Set<string>(['load']);
  const { visitor } = await open({ store: failingStore(faults) });
  const member = visitor();
  await member.get('/views');
  const answer = await member.get('/sign-in/aisyah');
  expect(answer.status).toBe(500);
  expect(String(answer.json['message'])).toContain('no session');
});

test('metadata that somebody else wrote counts as no session', async () => {
  const store = memoryStore();
  const { visitor } = await open({ store });
  const somebody = visitor();
  await somebody.get('/views');
  const [key = ''] = await store.keys();
  await store.touch(key, 'nonsense', { at: Date.now() + 60_000, reason: 'idle' });
  expect((await somebody.get('/views')).json).toMatchObject({ views: 1, status: 'ended' });
});
