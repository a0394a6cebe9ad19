import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import * as ours from '@emas/session';
import type { Application } from 'express';
import express4 from 'express4';
import upstream from 'express-session';
import type { SessionData } from 'express-session';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { CONTENDERS, MapStore, bag, closeSites, contractSite } from './contract-sites.ts';
import { SECRET, Visitor } from './visitor.ts';

afterEach(closeSites);

const counter = (app: Application): void => {
  app.get('/count', (req, res) => {
    bag(req)['count'] = Number(bag(req)['count'] ?? 0) + 1;
    res.json({ count: bag(req)['count'], id: req.sessionID });
  });
};

test('everything that express-session exports is here, and is the same', () => {
  expect(ours.Store).toBe(upstream.Store);
  expect(ours.Cookie).toBe(upstream.Cookie);
  expect(ours.Session).toBe(upstream.Session);
  expect(ours.MemoryStore).toBe(upstream.MemoryStore);
  for (const name of Object.keys(upstream)) {
    expect(Reflect.get(ours.session, name)).toBe(Reflect.get(upstream, name));
  }
});

describe.each(CONTENDERS)('$name', (contender) => {
  test('an app can read, write and end sessions by their ids', async () => {
    const site = await contractSite(contender, {}, (app) => {
      counter(app);
      app.get('/read/:id', (req, res, next) => {
        req.sessionStore.get(req.params.id, (error: unknown, session) => {
          if (error) next(error);
          else
            res.json({
              count:
                session === null || session === undefined ? null : Reflect.get(session, 'count'),
            });
        });
      });
      app.get('/write/:id', (req, res, next) => {
        req.sessionStore.get(req.params.id, (error: unknown, session) => {
          if (error || !session) return next(error);
          Object.assign(session, { count: 40 });
          return req.sessionStore.set(req.params.id, session, (fault: unknown) =>
            fault ? next(fault) : res.json({}),
          );
        });
      });
      app.get('/end/:id', (req, res, next) => {
        req.sessionStore.destroy(req.params.id, (error: unknown) =>
          error ? next(error) : res.json({}),
        );
      });
    });
    const visitor = site.visitor();
    const { json } = await visitor.get('/count');
    const staff = site.visitor();
    expect((await staff.get(`/read/${String(json['id'])}`)).json).toEqual({ count: 1 });
    await staff.get(`/write/${String(json['id'])}`);
    expect((await visitor.get('/count')).json['count']).toBe(41);
    await staff.get(`/end/${String(json['id'])}`);
    expect((await staff.get(`/read/${String(json['id'])}`)).json).toEqual({ count: null });
    expect((await visitor.get('/count')).json['count']).toBe(1);
    expect(site.faults).toEqual([]);
  });

  test('the store is one, with listeners and all', async () => {
    const site = await contractSite(contender, {}, (app) => {
      app.get('/store', (req, res) => {
        const { sessionStore } = req;
        let heard = 0;
        sessionStore.once('hello', () => (heard += 1));
        sessionStore.emit('hello');
        res.json({
          heard,
          store: sessionStore instanceof ours.Store,
          again: sessionStore === req.sessionStore,
        });
      });
    });
    expect((await site.visitor().get('/store')).json).toEqual({
      heard: 1,
      store: true,
      again: true,
    });
  });
});

describe('a store of the app’s own', () => {
  const own = CONTENDERS.filter(({ name }) => name === 'express-session' || name === 'ours');

  test.each(own)('is found at req.sessionStore with all it has ($name)', async ({ make }) => {
    const store = new MapStore();
    const site = await contractSite({ name: '', make }, { store }, (app) => {
      counter(app);
      app.get('/own', (req, res) => {
        const found = req.sessionStore as unknown as MapStore;
        res.json({ count: found.count(), label: found.label, is: found instanceof MapStore });
      });
    });
    await site.visitor().get('/count');
    expect((await site.visitor().get('/own')).json).toEqual({ count: 1, label: 'a map', is: true });
  });

  test.each(own)(
    'that is disconnected leaves requests without a session ($name)',
    async ({ make }) => {
      const store = new MapStore();
      const site = await contractSite({ name: '', make }, { store }, (app) => {
        app.get('/session', (req, res) => {
          if (req.session !== undefined) bag(req)['kept'] = true;
          res.json({ session: req.session !== undefined });
        });
      });
      const visitor = site.visitor();
      expect((await visitor.get('/session')).json).toEqual({ session: true });
      store.emit('disconnect');
      expect((await visitor.get('/session')).json).toEqual({ session: false });
      store.emit('connect');
      expect((await visitor.get('/session')).json).toEqual({ session: true });
    },
  );

  test('sees hashes where express-session shows it ids, and no key but the app’s and one of ours', async () => {
    class Watched extends MapStore {
      readonly seen: string[] = [];
      readonly keys = new Set<string>();
      override set(sid: string, data: SessionData, callback?: (error?: unknown) => void): void {
        this.seen.push(sid);
        for (const key of Object.keys(data)) this.keys.add(key);
        super.set(sid, data, callback);
      }
    }
    const store = new Watched();
    const [, contender = { name: '', make: () => () => undefined }] = CONTENDERS;
    const site = await contractSite(contender, { store }, counter);
    const { json } = await site.visitor().get('/count');
    expect(store.seen.length).toBeGreaterThan(0);
    expect(store.seen).not.toContain(json['id']);
    expect([...store.keys].toSorted()).toEqual(['__emas', 'cookie', 'count']);
  });

  test('that says ENOENT of a session says that there is none', async () => {
    class Files extends MapStore {
      override get(
        sid: string,
        callback: (error: unknown, session?: SessionData | null) => void,
      ): void {
        super.get(sid, (_, session) => {
          if (session === null)
            callback(Object.assign(new Error('no such file'), { code: 'ENOENT' }));
          else callback(null, session);
        });
      }
    }
    for (const { make } of own) {
      const site = await contractSite({ name: '', make }, { store: new Files() }, counter);
      const visitor = site.visitor();
      await visitor.get('/count');
      expect((await visitor.get('/count')).json['count']).toBe(2);
    }
  });
});

test('an answer with a length is whole only once the session is written', async () => {
  class Slow extends MapStore {
    override set(sid: string, data: SessionData, callback?: (error?: unknown) => void): void {
      setTimeout(() => super.set(sid, data, callback), 60);
    }
  }
  for (const contender of CONTENDERS.slice(0, 2)) {
    const site = await contractSite(contender, { store: new Slow() }, counter);
    const visitor = site.visitor();
    await visitor.get('/count');
    expect((await visitor.get('/count')).json['count']).toBe(2);
  }
});

test('a store that another process emptied does not get the session back from a slow request', async () => {
  const store = new MapStore();
  const [, contender = { name: '', make: () => () => undefined }] = CONTENDERS;
  let finish: (() => void) | undefined;
  const site = await contractSite(contender, { store }, (app) => {
    counter(app);
    app.get('/slow', (req, res) => {
      bag(req)['slow'] = true;
      finish = () => res.json({});
    });
  });
  const visitor = site.visitor();
  await visitor.get('/count');
  const slow = visitor.get('/slow');
  const underWay = await waitUntil('the slow request', () => finish);
  store.empty();
  underWay();
  await slow;
  expect(store.count()).toBe(0);
});

test('Express 4 does as well', async () => {
  const app = express4();
  app.use(ours.session({ secret: SECRET }));
  counter(app);
  app.get('/in', async (req, res) => {
    await req.emas?.session?.signIn('aisyah');
    res.json({ mine: (await req.emas?.session?.list())?.length });
  });
  const server = createServer(app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const visitor = new Visitor(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await visitor.get('/count');
  expect((await visitor.get('/in')).json).toEqual({ mine: 1 });
  expect((await visitor.get('/count')).json['count']).toBe(2);
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});
