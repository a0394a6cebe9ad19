import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import compression from 'compression';
import type { Application, ErrorRequestHandler, RequestHandler, Response } from 'express';
import { slowStore } from './altered-store.ts';
import { serveSessions } from './visitor.ts';
import type { SessionSite } from './visitor.ts';

/*
 * Every way to end an answer, held until the session is written, with and without a middleware that puts
 * another `end` and `write` in their place.
 */

let site: SessionSite | undefined;
afterEach(async () => {
  await site?.close();
  site = undefined;
});

const SHORT = 'Selamat datang. '.repeat(200);
const LONG = 'Selamat datang. '.repeat(20_000);

const FORMS: Readonly<Record<string, (res: Response, done: () => void) => unknown>> = {
  'end()': (res) => res.end(),
  'end(callback)': (res, done) => res.end(done),
  'end(text)': (res) => res.end(SHORT),
  'end(text, encoding)': (res) => res.end(Buffer.from(SHORT).toString('base64'), 'base64'),
  'end(text, callback)': (res, done) => res.end(SHORT, done),
  'end(text, encoding, callback)': (res, done) => res.end(SHORT, 'utf8', done),
  'end(bytes, callback)': (res, done) => res.end(Buffer.from(SHORT), done),
  'end(long, callback)': (res, done) => res.end(LONG, done),
  'write, then end': (res) => {
    res.write(SHORT);
    res.end();
  },
  'write, then end(text, callback)': (res, done) => {
    res.write('<');
    res.end(SHORT, done);
  },
  'writeHead with a length, then end(text, callback)': (res, done) => {
    res.writeHead(200, { 'Content-Length': Buffer.byteLength(SHORT) });
    res.end(SHORT, 'utf8', done);
  },
  'end(null, callback)': (res, done) => Reflect.apply(res.end.bind(res), res, [null, done]),
  'send(text)': (res) => res.send(SHORT),
  'json()': (res) => res.json({ text: SHORT }),
};
const WANTED: Readonly<Record<string, string>> = {
  'end()': '',
  'end(callback)': '',
  'end(long, callback)': LONG,
  'write, then end(text, callback)': `<${SHORT}`,
  'end(null, callback)': '',
  'json()': JSON.stringify({ text: SHORT }),
};

async function open(
  order: 'alone' | 'before' | 'behind',
  route: RequestHandler,
): Promise<SessionSite> {
  const squeeze = compression({ threshold: 0 });
  const refuse: ErrorRequestHandler = (error: Error, _req, res, next) => {
    if (res.headersSent) next(error);
    else res.status(500).send(error.message);
  };
  site = await serveSessions(
    { store: slowStore(20) },
    (app: Application) => {
      if (order === 'behind') app.use(squeeze);
      app.get('/answer', route);
      app.use(refuse);
    },
    order === 'before' ? [squeeze] : [],
  );
  return site;
}

/** The body as it came, unpacked. */
function bodyOf(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers: { 'accept-encoding': 'gzip' }, agent: false });
    asked.on('error', reject);
    asked.on('response', (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('error', reject);
      res.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const isPacked = res.headers['content-encoding'] === 'gzip' && bytes.length > 0;
        resolve((isPacked ? gunzipSync(bytes) : bytes).toString());
      });
    });
    asked.end();
  });
}

describe.each(['alone', 'before', 'behind'] as const)('with compression %s', (order) => {
  // What compression takes for a chunk is not for a session in front of it to fix.
  const forms = Object.keys(FORMS).filter((form) => order !== 'behind' || form !== 'end(callback)');
  test.each(forms)('%s arrives whole', async (form) => {
    let called = 0;
    const { url } = await open(order, (req, res) => {
      Reflect.set(req.session, 'at', Math.random());
      res.type('text');
      FORMS[form]?.(res, () => (called += 1));
    });
    expect(await bodyOf(`${url}/answer`)).toBe(WANTED[form] ?? SHORT);
    // One that is behind gets the callbacks and drops them, with or without a session.
    const isLost = order === 'behind';
    const wanted = form.includes('callback') ? 1 : 0;
    if (!isLost) expect(called).toBe(wanted);
  });
});

test.each([
  ['a number', 123],
  ['an object', {}],
])('%s is no chunk: Node.js says so, and the answer is the app’s error', async (_, chunk) => {
  const { visitor } = await open('alone', (req, res) => {
    Reflect.set(req.session, 'at', Math.random());
    Reflect.apply(res.end.bind(res), res, [chunk]);
  });
  const answer = await visitor().get('/answer');
  expect(answer.status).toBe(500);
  expect(answer.text).toMatch(/chunk/);
});

test('an error of another’s end, after the session was written, ends the answer and not the process', async () => {
  const { url, visitor } = await open('alone', (req, res) => {
    Reflect.set(req.session, 'at', Math.random());
    res.end(SHORT);
  });
  const broken = await serveSessions(
    { store: slowStore(20) },
    (app) => {
      app.get('/answer', (req, res) => {
        Reflect.set(req.session, 'at', Math.random());
        res.end(SHORT);
      });
    },
    [
      (_req, res, next) => {
        res.end = () => {
          throw new Error('broken end');
        };
        next();
      },
    ],
  );
  await expect(bodyOf(`${broken.url}/answer`)).rejects.toThrow(/aborted|socket hang up|ECONNRESET/);
  await broken.close();
  // The process is there.
  expect(await bodyOf(`${url}/answer`)).toBe(SHORT);
  expect((await visitor().get('/answer')).status).toBe(200);
});
