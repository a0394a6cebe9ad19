import { Readable } from 'node:stream';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Application, Request, Response } from 'express';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { CONTENDERS, bag, closeSites, contractSite } from './contract-sites.ts';
import type { ContractSite } from './contract-sites.ts';

/* What an app and its visitors notice of express-session, held against it and against ours alike. */

afterEach(closeSites);

const counter = (app: Application): void => {
  app.get('/count', (req, res) => {
    bag(req)['count'] = Number(bag(req)['count'] ?? 0) + 1;
    res.json({ count: bag(req)['count'], id: req.sessionID });
  });
  app.get('/look', (req, res) => res.json({ ...bag(req), id: req.session.id, sid: req.sessionID }));
  app.get('/nothing', (_req, res) => res.json({}));
};

describe.each(CONTENDERS)('$name', (contender) => {
  const site = (
    options: Parameters<typeof contractSite>[1] = {},
    routes: (app: Application) => void = () => undefined,
  ): Promise<ContractSite> =>
    contractSite(contender, options, (app) => {
      counter(app);
      routes(app);
    });

  test('what is put into a session is there in the next request', async () => {
    const visitor = (await site()).visitor();
    for (const count of [1, 2, 3]) expect((await visitor.get('/count')).json['count']).toBe(count);
  });

  test('a session has one id, in its two places, for as long as it lives', async () => {
    const visitor = (await site()).visitor();
    const { json } = await visitor.get('/count');
    const looked = await visitor.get('/look');
    expect(looked.json['id']).toBe(json['id']);
    expect(looked.json['sid']).toBe(json['id']);
    expect(String(json['id']).length).toBeGreaterThanOrEqual(22);
  });

  test('a session that nothing is put into is kept only where that is wanted', async () => {
    const without = (await site()).visitor();
    expect((await without.get('/look')).setCookies).toEqual([]);
    const unasked = (await site({ saveUninitialized: true })).visitor();
    expect((await unasked.get('/nothing')).setCookies).toHaveLength(1);
    const { json } = await unasked.get('/look');
    expect((await unasked.get('/look')).json['id']).toBe(json['id']);
  });

  test('the cookie is set once, and not again for changes', async () => {
    const visitor = (await site()).visitor();
    expect((await visitor.get('/count')).setCookies).toHaveLength(1);
    expect((await visitor.get('/count')).setCookies).toEqual([]);
    expect((await visitor.get('/nothing')).setCookies).toEqual([]);
  });

  test('a session has the app’s keys and its cookie, nothing else', async () => {
    const all = await site({}, (app) => {
      app.get('/keys', (req, res) => res.json({ keys: Object.keys(req.session) }));
    });
    const visitor = all.visitor();
    await visitor.get('/count');
    expect((await visitor.get('/keys')).json['keys']).toEqual(
      expect.arrayContaining(['cookie', 'count']),
    );
    expect((await visitor.get('/keys')).json['keys']).toHaveLength(2);
  });

  test('data of every kind comes back as JSON has it, changes deep inside included', async () => {
    const data = {
      list: [1, [2, { three: [] }]],
      empty: {},
      none: null,
      text: 'selamat 🌺\u2028',
      no: false,
      number: 1.5e-7,
    };
    const all = await site({}, (app) => {
      app.get('/put', (req, res) => {
        Object.assign(req.session, { data });
        res.json({});
      });
      app.get('/deep', (req, res) => {
        const { list } = bag(req)['data'] as { list: unknown[] };
        (list[1] as [number, { three: number[] }])[1].three.push(3);
        res.json({});
      });
    });
    const visitor = all.visitor();
    await visitor.get('/put');
    expect((await visitor.get('/look')).json['data']).toEqual(data);
    await visitor.get('/deep');
    expect((await visitor.get('/look')).json['data']).toMatchObject({
      list: [1, [2, { three: [3] }]],
    });
  });

  test('what is deleted from a session is gone', async () => {
    const all = await site({}, (app) => {
      app.get('/drop', (req, res) => {
        delete bag(req)['count'];
        res.json({});
      });
    });
    const visitor = all.visitor();
    await visitor.get('/count');
    await visitor.get('/drop');
    expect((await visitor.get('/look')).json).not.toHaveProperty('count');
  });

  test('regenerate gives an empty session with another id, and ends the one before', async () => {
    const all = await site({}, (app) => {
      app.get('/again', (req, res, next) => {
        req.session.regenerate((error: unknown) => {
          if (error) next(error);
          else res.json({ count: bag(req)['count'] ?? null, id: req.sessionID });
        });
      });
    });
    const visitor = all.visitor();
    const before = await visitor.get('/count');
    const copy = visitor.thief({});
    const again = await visitor.get('/again');
    expect(again.json['count']).toBeNull();
    expect(again.json['id']).not.toBe(before.json['id']);
    expect(again.setCookies).toHaveLength(1);
    expect((await visitor.get('/look')).json['id']).toBe(again.json['id']);
    expect((await copy.get('/count')).json['count']).toBe(1);
  });

  test('destroy ends the session for everybody who has its cookie', async () => {
    const all = await site({}, (app) => {
      app.get('/destroy', (req, res, next) => {
        req.session.destroy((error: unknown) =>
          error ? next(error) : res.json({ left: req.session ?? null }),
        );
      });
    });
    const visitor = all.visitor();
    await visitor.get('/count');
    const answer = await visitor.get('/destroy');
    expect(answer.json).toEqual({ left: null });
    expect(answer.setCookies).toEqual([]);
    expect((await visitor.get('/count')).json['count']).toBe(1);
  });

  test.each([
    ['keep', 2],
    ['destroy', 1],
  ] as const)(
    'a session that is set to null is dealt with as unset says: %s',
    async (unset, count) => {
      const all = await site({ unset }, (app) => {
        app.get('/null', (req, res) => {
          Reflect.set(req, 'session', null);
          res.json({});
        });
      });
      const visitor = all.visitor();
      await visitor.get('/count');
      await visitor.get('/null');
      expect((await visitor.get('/count')).json['count']).toBe(count);
    },
  );

  test('reload drops what was changed and shows what others wrote', async () => {
    let goOn: (() => void) | undefined;
    const all = await site({}, (app) => {
      app.get('/reload', async (req, res, next) => {
        bag(req)['mine'] = true;
        await new Promise<void>((resolve) => (goOn = resolve));
        req.session.reload((error: unknown) => {
          if (error) next(error);
          else res.json({ count: bag(req)['count'], mine: bag(req)['mine'] ?? null });
        });
      });
    });
    const visitor = all.visitor();
    await visitor.get('/count');
    const reloaded = visitor.get('/reload');
    const underWay = await waitUntil('the request', () => goOn);
    await visitor.get('/count');
    underWay();
    expect((await reloaded).json).toEqual({ count: 2, mine: null });
    expect((await visitor.get('/look')).json).not.toHaveProperty('mine');
  });

  test('reload of a session that has ended is an error', async () => {
    let goOn: (() => void) | undefined;
    const all = await site({}, (app) => {
      app.get('/reload', async (req, res) => {
        await new Promise<void>((resolve) => (goOn = resolve));
        req.session.reload((error: unknown) => res.json({ message: (error as Error).message }));
      });
      app.get('/destroy', (req, res) => req.session.destroy(() => res.json({})));
    });
    const visitor = all.visitor();
    await visitor.get('/count');
    const reloaded = visitor.get('/reload');
    const underWay = await waitUntil('the request', () => goOn);
    await visitor.get('/destroy');
    underWay();
    expect((await reloaded).json).toEqual({ message: 'failed to load session' });
  });

  test('save before a redirect has written the session when it calls back', async () => {
    const all = await site({}, (app) => {
      app.get('/save', (req, res, next) => {
        bag(req)['saved'] = true;
        req.session.save((error: unknown) => (error ? next(error) : res.redirect('/look')));
      });
    });
    const visitor = all.visitor();
    const { status, setCookies } = await visitor.get('/save');
    expect(status).toBe(302);
    expect(setCookies).toHaveLength(1);
    expect((await visitor.get('/look')).json['saved']).toBe(true);
  });

  const ANSWERS: Readonly<Record<string, (req: Request, res: Response) => void>> = {
    'in one go': (_req, res) => res.end('selesai'),
    'with a length': (_req, res) => res.set('Content-Length', '7').end('selesai'),
    'with a length of one byte': (_req, res) => res.set('Content-Length', '1').end('s'),
    'with an encoding': (_req, res) => res.end('c2VsZXNhaQ==', 'base64'),
    'with a callback': (_req, res) => res.end('selesai', () => undefined),
    'with bytes': (_req, res) => res.end(Buffer.from('selesai')),
    'in pieces': (_req, res) => {
      res.write('sele');
      res.write('sai');
      res.end();
    },
    'from a stream': (_req, res) => void Readable.from(['sele', 'sai']).pipe(res),
    'without a body': (_req, res) => res.status(204).end(),
    twice: (_req, res) => {
      res.end('selesai');
      res.end('lagi');
    },
    'with headers of its own': (_req, res) => {
      res.writeHead(201, { 'Content-Type': 'text/plain' });
      res.end('selesai');
    },
    'as JSON': (_req, res) => res.json('selesai'),
  };

  test.each(Object.entries(ANSWERS))(
    'an answer %s is whole, and the session written by then',
    async (_, answer) => {
      const all = await site({}, (app) => {
        app.get('/answer', (req, res) => {
          bag(req)['answered'] = true;
          answer(req, res);
        });
      });
      const visitor = all.visitor();
      await visitor.get('/count');
      const { status, text } = await visitor.get('/answer');
      expect([200, 201, 204]).toContain(status);
      expect(['selesai', '"selesai"', 's', '']).toContain(text);
      expect((await visitor.get('/look')).json['answered']).toBe(true);
      expect((await visitor.get('/answer', { method: 'HEAD' })).text).toBe('');
      expect(all.faults).toEqual([]);
    },
  );

  test('a session that is changed after headers went out is written all the same', async () => {
    const all = await site({}, (app) => {
      app.get('/late', (req, res) => {
        res.write('se');
        bag(req)['late'] = true;
        setTimeout(() => res.end('lesai'), 5);
      });
    });
    const visitor = all.visitor();
    await visitor.get('/count');
    expect((await visitor.get('/late')).text).toBe('selesai');
    expect((await visitor.get('/look')).json['late']).toBe(true);
  });

  test('a session can be read once the response has finished', async () => {
    const read: unknown[] = [];
    const all = await site({}, (app) => {
      app.get('/finish', (req, res) => {
        res.on('finish', () => read.push(bag(req)['count']));
        res.json({});
      });
    });
    const visitor = all.visitor();
    await visitor.get('/count');
    await visitor.get('/finish');
    expect(read).toEqual([1]);
  });

  test('a failing route gets its error page, and the session is written', async () => {
    const all = await site({}, (app) => {
      app.get('/fail', (req) => {
        bag(req)['tried'] = true;
        throw new Error('gagal');
      });
    });
    const visitor = all.visitor();
    await visitor.get('/count');
    expect((await visitor.get('/fail')).status).toBe(500);
    expect((await visitor.get('/look')).json['tried']).toBe(true);
  });
});
