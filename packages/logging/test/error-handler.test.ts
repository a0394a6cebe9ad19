import { describe, expect, it, test } from '@jest/globals';
import { createEventBus } from '@emas/events';
import type { EmasEvent } from '@emas/events';
import { errorHandler, fingerprintOf } from '@emas/logging';
import type { ErrorHandlerOptions } from '@emas/logging';
import { requestContext } from '@emas/request-context';
import express from 'express';
import type { Express, RequestHandler } from 'express';
import express4 from 'express4';
import request from 'supertest';

interface Failing {
  readonly app: Express;
  readonly heard: EmasEvent[];
}

function failing(
  handler: RequestHandler,
  options: ErrorHandlerOptions = {},
  create: typeof express = express,
): Failing {
  const bus = createEventBus();
  const heard: EmasEvent[] = [];
  bus.subscribe((event) => heard.push(event));
  const app = create();
  app.use(requestContext({ app }));
  app.get('/fails/:id', handler);
  app.use(errorHandler({ events: bus, details: false, ...options }));
  return { app, heard };
}

const boom: RequestHandler = () => {
  throw Object.assign(new Error('the password is hunter2'), { code: 'E_BOOM' });
};

describe.each([
  ['Express 5', express],
  ['Express 4', express4],
])('%s', (_name, create) => {
  it('an error becomes an event with its fingerprint, and a problem document without its insides', async () => {
    const { app, heard } = failing(boom, {}, create);
    const { status, body, headers } = await request(app).get('/fails/1?secret=x');
    expect(status).toBe(500);
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      request: headers['x-request-id'],
    });
    expect(heard).toMatchObject([
      {
        name: 'unhandled_error',
        fields: { method: 'GET', path: '/fails/1', status: 500, error: { code: 'E_BOOM' } },
      },
    ]);
  });
});

it('a browser gets a page in its language, with the request id and without the message', async () => {
  const { app } = failing(boom);
  const page = await request(app)
    .get('/fails/1')
    .set('Accept', 'text/html')
    .set('Accept-Language', 'ms');
  expect(page.headers['content-type']).toMatch(/^text\/html/);
  expect(page.text).toContain('<html lang="ms">');
  expect(page.text).toContain('Sesuatu tidak kena');
  expect(page.text).toContain(page.headers['x-request-id']);
  expect(page.text).not.toMatch(/hunter2|<script/);
  const english = await request(app).get('/fails/1').set('Accept', 'text/html');
  expect(english.text).toContain('Something went wrong');
});

it('the page has its style where the app gives a nonce, and shows details, escaped, where they are on', async () => {
  const { app } = failing(
    (_req, res) => {
      res.locals['nonce'] = 'n1';
      throw new Error('<script>alert(1)</script>');
    },
    { details: true },
  );
  const { text } = await request(app).get('/fails/1').set('Accept', 'text/html');
  expect(text).toContain('<style nonce="n1">');
  expect(text).toContain('&lt;script&gt;');
  expect(text).not.toContain('<script');
});

it("a client's mistake is answered with its status and is no error of the app", async () => {
  const { app, heard } = failing(() => {
    throw Object.assign(new Error('no such id'), { status: 422, expose: true });
  });
  const { status, body } = await request(app).get('/fails/1');
  expect({ status, body }).toMatchObject({
    status: 422,
    body: { detail: 'no such id', status: 422 },
  });
  expect(heard).toEqual([]);
});

it.each([
  ['a text', 'just text'],
  ['nothing', null],
  ['a number', 12],
  ['an odd status', { status: 200 }],
])('whatever is thrown is answered with 500: %s', async (_name, thrown) => {
  const { app, heard } = failing((_req, _res, next) => next(thrown ?? new Error('null')));
  expect((await request(app).get('/fails/1')).status).toBe(500);
  expect(heard).toHaveLength(1);
});

it('what the route said of its answer is not said of the error', async () => {
  const { app } = failing((_req, res) => {
    res.set({ 'Content-Type': 'image/png', ETag: '"x"', 'Content-Length': '5' });
    throw new Error('late');
  });
  const { headers } = await request(app).get('/fails/1');
  expect(headers['content-type']).toMatch(/problem\+json/);
  expect(headers['etag']).not.toBe('"x"');
});

it('an answer that has begun is cut off, and the error is told all the same', async () => {
  const { app, heard } = failing((_req, res) => {
    res.set('Content-Length', '100').write('half');
    throw new Error('half-way');
  });
  await expect(request(app).get('/fails/1')).rejects.toThrow(/aborted|hang up/);
  expect(heard).toHaveLength(1);
});

it("the app's own page is given the problem", async () => {
  const { app } = failing(boom, {
    render: (_req, res, { status }) => void res.send(`sorry: ${status}`),
  });
  expect((await request(app).get('/fails/1').set('Accept', 'text/html')).text).toBe('sorry: 500');
});

test('a misspelt option stops the start', () => {
  expect(() => errorHandler({ detail: true } as ErrorHandlerOptions)).toThrow(
    /did you mean "details"/,
  );
});

describe('fingerprints', () => {
  const thrownAt = (message: string): Error => new Error(message);
  it('are the same for the same place, whatever the message says', () => {
    const [one, two] = ['order 1 of ali', 'order 2 of abu'].map(thrownAt);
    expect(fingerprintOf(one)).toBe(fingerprintOf(two));
  });
  it('differ by type, code and place', () => {
    const at = (): unknown => new Error('x');
    const all = [
      thrownAt('x'),
      new TypeError('x'),
      Object.assign(thrownAt('x'), { code: 'E' }),
      at(),
    ];
    expect(new Set(all.map(fingerprintOf)).size).toBe(4);
  });
  it('of what has no stack go by the message, without numbers and quoted names', () => {
    expect(fingerprintOf('row 12 of "a"')).toBe(fingerprintOf('row 13 of "b"'));
    expect(fingerprintOf('row 12')).not.toBe(fingerprintOf('column 12'));
  });
});
