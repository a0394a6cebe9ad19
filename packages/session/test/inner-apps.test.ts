import { expect, it, test } from '@jest/globals';
import { memoryStore } from '@emas/session';
import express from 'express';
import type { Request } from 'express';
import { serveSessions } from './visitor.ts';

const saved = (req: Request): Promise<void> =>
  new Promise((done, failed) =>
    req.session.save((error?: unknown) => (error === undefined ? done() : failed(error))),
  );

it('saves and ends a session in an app behind a router as in the outer one', async () => {
  const inner = express();
  inner.get('/save', async (req, res) => {
    Reflect.set(req.session, 'mark', 'kept');
    await saved(req);
    res.json({ mark: Reflect.get(req.session, 'mark') });
  });
  inner.get('/out', (req, res, next) =>
    req.session.destroy((error: unknown) => (error === undefined ? res.json({}) : next(error))),
  );
  const site = await serveSessions({}, (app) => {
    // What looks at the session before, opens it there.
    app.use('/in', (req, _res, next) => next(req.session === undefined ? 'none' : undefined));
    app.use('/in', express.Router().use(inner));
    app.get('/mark', (req, res) => res.json({ mark: Reflect.get(req.session, 'mark') ?? null }));
  });
  const visitor = site.visitor();
  await visitor.get('/in/save');
  expect((await visitor.get('/mark')).json).toEqual({ mark: 'kept' });
  expect((await visitor.get('/in/out')).status).toBe(200);
  expect((await visitor.get('/mark')).json).toEqual({ mark: null });
  await site.close();
});

test.each(['spread', 'inherited', 'altered'] as const)(
  'a store that is built on the one in memory is asked: %s',
  async (how) => {
    const own = memoryStore();
    const asked: string[] = [];
    const methods = {
      ...Object.fromEntries(
        (['touch', 'end', 'endDue', 'link', 'unlink', 'linked', 'keys', 'clear'] as const).map(
          (name) => [name, own[name].bind(own)],
        ),
      ),
      load: async (key: string) => {
        asked.push('load');
        const loaded = await own.load(key);
        return loaded.state === 'live'
          ? { ...loaded, record: Object.freeze(loaded.record) }
          : loaded;
      },
      save: (...given: Parameters<typeof own.save>) => {
        asked.push('save');
        return own.save(...given);
      },
    };
    const altered = (): typeof own => {
      const original = { load: own.load.bind(own), save: own.save.bind(own) };
      own.load = async (key) => {
        asked.push('load');
        return original.load(key);
      };
      own.save = async (...given) => {
        asked.push('save');
        return original.save(...given);
      };
      return own;
    };
    const store =
      how === 'altered'
        ? altered()
        : how === 'spread'
          ? { ...own, ...methods }
          : Object.assign(Object.create(own), methods);
    const site = await serveSessions({ store }, (app) => {
      app.get('/count', (req, res) => {
        const count = Number(Reflect.get(req.session, 'count') ?? 0) + 1;
        Reflect.set(req.session, 'count', count);
        res.json({ count });
      });
    });
    const visitor = site.visitor();
    await visitor.get('/count');
    expect((await visitor.get('/count')).json).toEqual({ count: 2 });
    expect(asked).toEqual(['save', 'load', 'save']);
    await site.close();
  },
);

it('answers an app that saves once more, after the response, when the app is done', async () => {
  const order: string[] = [];
  const site = await serveSessions({}, (app) => {
    app.get('/again', (req, res) => {
      Reflect.set(req.session, 'first', 1);
      res.json({});
      Reflect.set(req.session, 'second', 2);
      req.session.save(() => order.push('saved'));
      order.push('called');
    });
  });
  await site.visitor().get('/again');
  await new Promise((done) => setImmediate(done));
  expect(order).toEqual(['called', 'saved']);
  await site.close();
});

it('has an id from the first look on, for a visitor who is new and for one who comes back', async () => {
  const site = await serveSessions({ saveUninitialized: false }, (app) => {
    app.get('/id', (req, res) => {
      const id = req.sessionID;
      Reflect.set(req.session, 'seen', true);
      res.json({ id, again: req.sessionID, own: req.session.id });
    });
  });
  const visitor = site.visitor();
  const { id, again, own } = (await visitor.get('/id')).json;
  expect(id).toEqual(expect.stringMatching(/^[\w-]{32}$/));
  expect([again, own]).toEqual([id, id]);
  expect((await visitor.get('/id')).json).toEqual({ id, again: id, own: id });
  await site.close();
});
