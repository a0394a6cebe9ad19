import { describe, expect, it } from '@jest/globals';
import express from 'express';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import request from 'supertest';
import { inOrder } from '../src/mount/in-order.ts';

const later: RequestHandler = (_req, _res, next) => {
  setImmediate(next);
};
const failing: RequestHandler = () => {
  throw new Error('a fault of a part');
};
const rejecting: RequestHandler = async () => {
  throw new Error('a fault of a part');
};
const marking =
  (mark: string): RequestHandler =>
  (_req, res, next) => {
    res.append('X-Order', mark);
    next();
  };

function appOf(handlers: readonly RequestHandler[]): express.Express {
  const app = express();
  app.use(inOrder(handlers));
  app.get('/', (_req, res) => {
    res.send('the app');
  });
  const told: ErrorRequestHandler = (error: Error, _req, res, _next) => {
    res.status(500).send(error.message);
  };
  return app.use(told);
}

describe('several handlers as one', () => {
  it('meets them one after the other, and then the app', async () => {
    const app = appOf([marking('1'), later, marking('2')]);
    const { text, headers } = await request(app).get('/');
    expect([headers['x-order'], text]).toEqual(['1, 2', 'the app']);
  });

  it('goes to the app where there are none', async () => {
    expect((await request(appOf([])).get('/')).text).toBe('the app');
  });

  it.each([
    ['throws', failing],
    ['rejects', rejecting],
    ['says so', ((_req, _res, next) => next(new Error('a fault of a part'))) as RequestHandler],
  ])('tells the app of one that %s, also after one that took its time', async (_how, handler) => {
    const { status, text } = await request(appOf([later, handler, marking('3')])).get('/');
    expect([status, text]).toEqual([500, 'a fault of a part']);
  });

  it('leaves alone what is answered', async () => {
    const answering: RequestHandler = (_req, res) => {
      res.send('a part');
    };
    expect((await request(appOf([answering, failing])).get('/')).text).toBe('a part');
  });
});
