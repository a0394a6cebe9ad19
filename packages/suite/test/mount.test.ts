import { afterEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import type { Application } from 'express';
import request from 'supertest';
import type { Suite, SuiteOptions } from '../src/index.ts';
import { FRAMEWORKS } from './frameworks.ts';
import { runningSuite } from './running-suite.ts';
import type { RunningSuite } from './running-suite.ts';

let own: RunningSuite;
afterEach(() => own.end());

const routes = (app: Application): void => {
  app.get('/page', (req, res) => {
    res.json({ id: req.emas?.id, session: req.emas?.session?.status, nonce: res.locals['nonce'] });
  });
  app.get('/fails', () => {
    throw new TypeError('out of ink');
  });
};

describe.each(FRAMEWORKS)('in %s', (_, framework) => {
  const mounted = (
    add: (app: Application, emas: Suite) => void,
    options: SuiteOptions = {},
  ): Application => {
    own = runningSuite(options);
    const app = framework();
    add(app, own.emas);
    return app;
  };

  it.each<[string, (app: Application, emas: Suite) => void]>([
    [
      'before the routes',
      (app, emas) => {
        emas.mount(app);
        routes(app);
      },
    ],
    [
      'after the routes',
      (app, emas) => {
        routes(app);
        emas.mount(app);
      },
    ],
    [
      'between them',
      (app, emas) => {
        app.get('/first', (req, res) => res.json({ id: req.emas?.id }));
        emas.mount(app);
        routes(app);
      },
    ],
  ])('mounted %s, the parts come first and unhandled errors last', async (_when, add) => {
    const app = mounted(add);
    const page = await request(app).get('/page').expect(200);
    expect(page.body).toMatchObject({ id: expect.any(String), session: 'new' });
    expect(page.get('Content-Security-Policy')).toContain(`'nonce-${page.body.nonce}'`);
    expect(page.get('X-Powered-By')).toBeUndefined();
    expect(page.get('Set-Cookie')?.[0]).toMatch(/^[0-9a-f]{32}=/);
    const failed = await request(app).get('/fails').set('Accept', 'application/json').expect(500);
    expect(failed.body).toMatchObject({ status: 500 });
    expect(own.told.map(({ name }) => name)).toContain('unhandled_error');
    await request(app).get('/nowhere').expect(404);
  });

  it('the app’s own error handler comes before ours, wherever it was added', async () => {
    const app = mounted((plain, emas) => {
      emas.mount(plain);
      routes(plain);
      plain.use(((_error, _req, res, _next) => {
        res.status(418).send('handled');
      }) satisfies express.ErrorRequestHandler);
    });
    await request(app).get('/fails').expect(418, 'handled');
    expect(own.told.map(({ name }) => name)).not.toContain('unhandled_error');
  });

  it('what needs no session looks for none', async () => {
    const app = mounted(
      (plain, emas) => {
        emas.mount(plain);
        plain.get(['/files/a.css', '/filesystem'], (req, res) => {
          res.json({ session: req.emas?.session?.status ?? 'none' });
        });
      },
      { sessionless: ['/files'] },
    );
    await request(app).get('/files/a.css').expect({ session: 'none' });
    await request(app).get('/filesystem').expect({ session: 'new' });
  });

  it('parts that are not wanted are not there', async () => {
    const app = mounted(
      (plain, emas) => {
        emas.mount(plain);
        routes(plain);
      },
      { session: false, hardening: false, health: false },
    );
    const page = await request(app).get('/page').expect(200);
    expect(page.get('Set-Cookie')).toBeUndefined();
    expect(page.get('Content-Security-Policy')).toBeUndefined();
    await request(app).get('/emas/health').expect(404);
  });

  it('a line for each request is written only where it is asked for', async () => {
    const app = mounted(
      (plain, emas) => {
        emas.mount(plain);
        routes(plain);
      },
      { accessLog: true },
    );
    await request(app).get('/page');
    expect(own.told.map(({ name }) => name)).toContain('http_request');
  });
});

describe('mount()', () => {
  it.each([
    ['nothing', undefined],
    ['an object', {}],
    ['a router', express.Router()],
  ])('expects an app and not %s', (_, wrong) => {
    own = runningSuite();
    expect(() => own.emas.mount(wrong as unknown as Application)).toThrow(
      expect.objectContaining({ code: 'ERR_EMAS_SUITE_APP' }),
    );
  });

  it('is once', () => {
    own = runningSuite();
    own.emas.mount(express());
    expect(() => own.emas.mount(express())).toThrow(/already called/);
  });
});
