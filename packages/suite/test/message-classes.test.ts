import { IncomingMessage, createServer } from 'node:http';
import type { Server } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { Express, Request, Response } from 'express';
import request from 'supertest';
import type { Suite } from '../src/index.ts';
import { FRAMEWORKS } from './frameworks.ts';
import { runningSuite } from './running-suite.ts';
import type { RunningSuite } from './running-suite.ts';

setFlagsFromString('--allow-natives-syntax');
// V8 alone knows, and it is asked by a text that is compiled after the flag is set.
// oxlint-disable-next-line typescript/no-implied-eval, typescript/no-unsafe-type-assertion
const haveOneHiddenClass = new Function('a', 'b', 'return %HaveSameMap(a, b)') as (
  a: object | undefined,
  b: object | undefined,
) => boolean;

const BEFORE = Symbol('put on requests before the suite was mounted');

let own: RunningSuite;
afterEach(() => own.end());

const servers: [string, (app: Express, emas: Suite) => Server][] = [
  ['app.listen()', (app) => app.listen(0)],
  ['a server of its own', (app, emas) => emas.serve(createServer(app)).listen(0)],
];

describe.each(FRAMEWORKS)('in %s', (_, framework) => {
  function mounted(before: (app: Express) => void = () => undefined): Express {
    own = runningSuite({ accessLog: true });
    const app = framework();
    before(app);
    own.emas.mount(app);
    return app;
  }

  async function expectOneHiddenClass(app: Express, server: Server): Promise<void> {
    app.use(own.emas.rateLimit({ name: 'pages', limit: 1000 }));
    app.get('/page', (_req, res) => res.type('html').send('<p>page'));
    const held: [Request, Response][] = [];
    app.get('/held', (req, res) => {
      Object.assign(req, { user: 'aminah' });
      held.push([req, res]);
      if (held.length === 2) for (const [, waiting] of held) waiting.send('held');
    });
    const client = request(server);
    // What V8 knows of a property becomes more general while it sees the first.
    for (let first = 0; first < 5; first += 1) await client.get('/page').expect(200);
    await Promise.all([client.get('/held').expect(200), client.get('/held').expect(200)]);
    const [[req, res] = [], [otherReq, otherRes] = []] = held;
    expect(haveOneHiddenClass(req, otherReq)).toBe(true);
    expect(haveOneHiddenClass(res, otherRes)).toBe(true);
  }

  it.each(servers)(
    'behind %s requests have one hidden class, and so have responses',
    async (__, listen) => {
      const app = mounted();
      await expectOneHiddenClass(app, listen(app, own.emas));
    },
  );

  it('so have those of a server that the suite was given before the app', async () => {
    const app = framework();
    own = runningSuite({ accessLog: true });
    const server = own.emas.serve(createServer(app));
    own.emas.mount(app);
    await expectOneHiddenClass(app, server.listen(0));
  });

  it('apps mounted before and after have what is put on the requests of the outer one', async () => {
    const [early, late] = [framework(), framework()];
    for (const inner of [early, late])
      inner.get('/', (req, res) => {
        res.json([typeof req.session, Reflect.get(req, BEFORE), Reflect.get(req, 'after')]);
      });
    const app = mounted((outer) => {
      Object.assign(outer.request, { [BEFORE]: 1 });
      outer.use('/early', early);
    });
    app.use('/late', late);
    Object.assign(app.request, { after: 2 });
    const client = request(app.listen(0));
    for (const path of ['/early', '/late'])
      expect((await client.get(path)).body).toEqual(['object', 1, 2]);
  });

  it('a server that was given a class makes its requests of that', async () => {
    class OwnMessage extends IncomingMessage {
      get isOwn(): boolean {
        return this.httpVersion === '1.1';
      }
    }
    const app = mounted();
    // Express takes its prototype away again; it was made by its own class all the same.
    const made: string[] = [];
    const server = own.emas.serve(createServer({ IncomingMessage: OwnMessage }));
    server.on('request', (req, res) => {
      made.push(req.constructor.name);
      app(req, res);
    });
    app.get('/', (_req, res) => res.send('ok'));
    await request(server.listen(0)).get('/').expect(200, 'ok');
    expect(made).toEqual(['OwnMessage']);
  });

  it('a server that the suite knows nothing of is answered as well', async () => {
    const app = mounted();
    app.get('/', (req, res) => res.json([typeof req.session, req.query]));
    const { body } = await request(createServer(app)).get('/?a=1');
    expect(body).toEqual(['object', { a: '1' }]);
  });
});
