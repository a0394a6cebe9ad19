import { afterEach, describe, expect, it } from '@jest/globals';
import { currentRequestId } from '@emas/request-context';
import express from 'express';
import type { Application, ErrorRequestHandler, RequestHandler } from 'express';
import request from 'supertest';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { FRAMEWORKS } from './frameworks.ts';
import { runningSuite } from './running-suite.ts';
import type { RunningSuite } from './running-suite.ts';

/* Nearly every app has an error page of its own, which ends an error: its developers want to know all the same. */

let own: RunningSuite;
afterEach(() => own.end());

const errors = (): object[] =>
  own.told.filter(({ name }) => name === 'unhandled_error').map(({ fields }) => fields);

const page: ErrorRequestHandler = (error: { status?: number }, _req, res, _next) => {
  res.status(error.status ?? 500).send('Sorry.');
};
const fails: RequestHandler = () => {
  throw new TypeError('out of ink');
};

describe.each(FRAMEWORKS)('in %s', (_, framework) => {
  function site(add: (app: Application) => void): Application {
    own = runningSuite();
    const app = framework();
    own.emas.mount(app);
    add(app);
    // What comes behind it is told in its turn, and so the test knows that all was.
    app.get('/last', (_req, res) => void res.send('here'));
    return app;
  }
  /** A second request: what was to be told of the first has been. */
  async function answer(app: Application, path: string): Promise<[number, string]> {
    const { status, text } = await request(app).get(path);
    await request(app).get('/last');
    return [status, text];
  }

  it.each<[string, (app: Application) => void]>([
    ['of the app', (app) => void app.get('/', fails).use(page)],
    ['of a router', (app) => void app.use(framework.Router().get('/', fails).use(page))],
    ['of a route', (app) => void app.get('/', fails, page)],
  ])('an error page %s answers, and the error is told once', async (_whose, add) => {
    const app = site(add);
    expect(await answer(app, '/')).toEqual([500, 'Sorry.']);
    await waitUntil('the error to be told', async () => errors().length > 0);
    expect(errors()).toEqual([
      expect.objectContaining({ path: '/', status: 500, error: expect.any(TypeError) }),
    ]);
  });

  it('is told once where the page only notes the error and hands it on, twice over', async () => {
    const noted: unknown[] = [];
    const note: ErrorRequestHandler = (error, _req, _res, next) => {
      noted.push(error);
      next(error);
    };
    const app = site((given) => void given.get('/', fails).use(note).use(note));
    const { status } = await request(app).get('/');
    await request(app).get('/last');
    expect([status, noted.length]).toEqual([500, 2]);
    expect(errors()).toHaveLength(1);
  });

  it('tells nothing of what the page answers as a mistake of the client', async () => {
    const wrong: RequestHandler = (_req, _res, next) =>
      next(Object.assign(new Error(), { status: 422 }));
    const app = site((given) => void given.get('/', wrong).get('/fails', fails).use(page));
    expect(await answer(app, '/')).toEqual([422, 'Sorry.']);
    // The same page is heard where it is the app's fault.
    await answer(app, '/fails');
    await waitUntil('the error to be told', async () => errors().length > 0);
    expect(errors()).toEqual([expect.objectContaining({ path: '/fails' })]);
  });

  it('hears error pages that came after the first request, too', async () => {
    const app = site((given) => void given.get('/', fails));
    await request(app).get('/last');
    app.use(page);
    expect(await answer(app, '/')).toEqual([500, 'Sorry.']);
    await waitUntil('the error to be told', async () => errors().length > 0);
  });
});

it('names the request in the log, as the answer does', async () => {
  own = runningSuite();
  const app = express();
  own.emas.mount(app);
  app.get('/', fails).use(page);
  const named: unknown[] = [];
  own.emas.events.subscribe(({ name }) => {
    if (name === 'unhandled_error') named.push(currentRequestId());
  });
  const { headers } = await request(app).get('/');
  await waitUntil('the error to be told', async () => named.length > 0);
  expect(named).toEqual([headers['x-request-id']]);
});
