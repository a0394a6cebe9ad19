import { expect, it } from '@jest/globals';
import express from 'express';
import type { Application, RequestHandler } from 'express';
import onHeaders from 'on-headers';
import request from 'supertest';
import { beforeHead } from '../src/internal.ts';

function site(...handlers: readonly RequestHandler[]): Application {
  const app = express();
  for (const handler of handlers) app.use(handler);
  app.get('/', (_req, res) => void res.send('page'));
  app.get('/written', (_req, res) => void res.writeHead(201, { 'X-Late': 'late' }).end());
  app.get('/reason', (_req, res) => void res.writeHead(202, 'Fine').end());
  app.get('/streamed', (_req, res) => {
    res.write('a');
    res.end('b');
  });
  return app;
}

const says =
  (text: string): RequestHandler =>
  (_req, res, next) => {
    beforeHead(res, () =>
      res.setHeader('X-Said', `${String(res.getHeader('X-Said') ?? '')}${text}`),
    );
    next();
  };

it.each(['/', '/written', '/reason', '/streamed', '/missing'])(
  'is called once before the head of %s, the latest listener first',
  async (path) => {
    const app = site(says('a'), says('b'));
    for (let time = 0; time < 3; time += 1) {
      const { headers } = await request(app).get(path);
      expect(headers['x-said']).toBe('ba');
    }
  },
);

it('sees headers that come with the head, and can take them away', async () => {
  const app = site((_req, res, next) => {
    beforeHead(res, () => {
      res.setHeader('X-Seen', String(res.getHeader('X-Late')));
      res.removeHeader('X-Late');
    });
    next();
  });
  const { headers, status } = await request(app).get('/written');
  expect(status).toBe(201);
  expect(headers['x-seen']).toBe('late');
  expect(headers).not.toHaveProperty('x-late');
});

it('can change the status', async () => {
  const app = site((_req, res, next) => {
    beforeHead(res, () => void res.status(418));
    next();
  });
  expect((await request(app).get('/')).status).toBe(418);
  expect((await request(app).get('/written')).status).toBe(418);
});

it.each<[string, RequestHandler]>([
  [
    'that calls what it found',
    (_req, res, next) => {
      const found = res.writeHead.bind(res);
      Reflect.set(res, 'writeHead', (status: number) => found(status));
      next();
    },
  ],
  [
    'of on-headers',
    (_req, res, next) => {
      onHeaders(res, () => undefined);
      next();
    },
  ],
])('is called with the first request as well, behind a writeHead %s', async (_what, other) => {
  for (const handlers of [
    [other, says('a')],
    [says('a'), other],
  ]) {
    const app = site(...handlers);
    for (let time = 0; time < 2; time += 1)
      expect((await request(app).get('/')).headers['x-said']).toBe('a');
  }
});

it('comes after what other middlewares do at the same moment', async () => {
  const other: RequestHandler = (_req, res, next) => {
    onHeaders(res, () => res.setHeader('X-Said', 'other '));
    next();
  };
  const app = site(says('a'), other);
  for (let time = 0; time < 2; time += 1) {
    expect((await request(app).get('/')).headers['x-said']).toBe('other a');
  }
});

it('is called in apps that are mounted in others, and for one that is served by itself as well', async () => {
  const inner = site(says('a'));
  const outer = express().use('/inner', inner);
  for (let time = 0; time < 2; time += 1) {
    expect((await request(inner).get('/')).headers['x-said']).toBe('a');
    expect((await request(outer).get('/inner/')).headers['x-said']).toBe('a');
  }
});

it('is an error of the request where a listener throws', async () => {
  const app = site((_req, res, next) => {
    beforeHead(res, () => {
      throw new Error('from the listener');
    });
    next();
  });
  const { status } = await request(app).get('/');
  expect(status).toBe(500);
});
