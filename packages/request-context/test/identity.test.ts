import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { RequestOptions, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, jest, test } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { askTarget } from '../../../test/requests/ask-target.ts';
import { requestContext } from '../src/index.ts';
import { requestPath } from '../src/internal.ts';

let server: Server | undefined;
afterEach(() => {
  server?.close();
  server = undefined;
});

/** An app that tells what it knows of a request, under a mount path and by a rewritten URL as well. */
async function listen(trust: unknown, at: number | string): Promise<Server> {
  const app = express();
  app.set('trust proxy', trust);
  app.use(requestContext({ app }));
  const tell: express.RequestHandler = (req, res) =>
    void res.json({ path: req.emas?.path, address: req.emas?.address });
  app.use('/mounted', (req, _res, next) => {
    req.url = '/rewritten';
    next();
  });
  app.use('/mounted', tell);
  app.use(tell);
  server = createServer(app);
  server.listen(typeof at === 'number' ? { port: at, host: '127.0.0.1' } : { path: at });
  await once(server, 'listening');
  return server;
}

test.each([
  ['/claims?id=1', '/claims'],
  ['/', '/'],
  ['http://portal.example/claims?id=1', '/claims'],
  ['HTTP://PORTAL.EXAMPLE/claims', '/claims'],
  ['http://portal.example', '/'],
  ['http://portal.example?id=1', '/'],
  ['http://portal.example/mounted/x', '/mounted/x'],
  ['/mounted/x', '/mounted/x'],
  ['/mounted', '/mounted'],
  ['//other.example/claims', '//other.example/claims'],
  ['/a/../b', '/a/../b'],
  ['/%2e%2e/claims', '/%2e%2e/claims'],
])('the path of %s is %s', async (target, path) => {
  const { port } = (await listen(false, 0)).address() as AddressInfo;
  const { text } = await askTarget(target, { port });
  expect(JSON.parse(text)).toMatchObject({ path });
});

it('is the path that Express routes by, whatever the target', () => {
  for (const target of ['/x', 'http://h/x?y', '//h/x', 'x', '', '*', 'http:x', 'h:443', '/x#y']) {
    const req = { url: target, originalUrl: target } as unknown as express.Request;
    const { path } = Object.setPrototypeOf(req, express.request) as express.Request;
    expect([target, requestPath(req)]).toEqual([target, path ?? '/']);
  }
});

it('has none for a target that nobody can read', () => {
  const req = { url: 'http://[', originalUrl: 'http://[' } as unknown as express.Request;
  expect(requestPath(req)).toBe('');
});

async function addressFor(trust: unknown, forwarded: string): Promise<string> {
  const app = express();
  app.set('trust proxy', trust);
  app.use(requestContext({ app }));
  app.use((req, res) => void res.json(req.emas?.address));
  const { body } = await request(app).get('/').set('X-Forwarded-For', forwarded);
  return body as string;
}

test.each([
  [1, '60.48.1.2:51123', '60.48.1.2'],
  [1, '[2001:e68::1]:443', '2001:e68::1'],
  [1, '[2001:e68::1]', '2001:e68::1'],
  [1, '[::ffff:60.48.1.2]:443', '60.48.1.2'],
  [1, 'fe80::1%eth0', 'fe80::1'],
  [1, '6.6.6.6, 60.48.1.2:51123', '60.48.1.2'],
  [1, ' 6.6.6.6 ,60.48.1.2 , ', '60.48.1.2'],
  [2, '60.48.1.2:51123, 10.0.0.7:3', '60.48.1.2'],
  [['loopback', '10.0.0.0/8'], '60.48.1.2:51123, 10.0.0.7:3', '60.48.1.2'],
  [['loopback', '10.0.0.0/8'], '6.6.6.6, 60.48.1.2, [::ffff:10.0.0.7]:3', '60.48.1.2'],
  [1, 'unknown', ''],
  [1, '6.6.6.6, garbage', ''],
  [2, 'garbage, 10.0.0.7', ''],
])('with trust proxy %j, %j comes from %j', async (trust, forwarded, address) => {
  expect(await addressFor(trust, forwarded)).toBe(address);
});

/** What is warned of while something is done; each warning comes once in a process. */
async function warningsOf(action: () => Promise<unknown>): Promise<string[]> {
  const told = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  try {
    await action();
    return told.mock.calls.map(([message]) => String(message));
  } finally {
    told.mockRestore();
  }
}

it('says once what of a proxy it could not read, and whom it does not believe', async () => {
  const untrusted = await warningsOf(async () => {
    expect(await addressFor(false, '60.48.1.2')).toBe('127.0.0.1');
    expect(await addressFor(false, '60.48.1.3')).toBe('127.0.0.1');
  });
  expect(untrusted).toEqual([expect.stringMatching(/from 127\.0\.0\.1, which `trust proxy` does/)]);
});

it('reads who asks over a socket file, and says what it lacks', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'emas-socket-'));
  try {
    const socketPath = join(folder, 'app.sock');
    const address = async (
      trust: unknown,
      headers: RequestOptions['headers'],
    ): Promise<unknown> => {
      const opened = await listen(trust, socketPath);
      const { text } = await askTarget('/', { socketPath, headers });
      opened.close();
      await once(opened, 'close');
      return Reflect.get(JSON.parse(text) as object, 'address');
    };
    expect(await address(1, { 'x-forwarded-for': '60.48.1.2' })).toBe('60.48.1.2');
    const told = await warningsOf(async () => {
      expect(await address('loopback', { 'x-forwarded-for': '60.48.1.2' })).toBe('');
      expect(await address(1, {})).toBe('');
    });
    expect(told).toEqual([expect.stringMatching(/over a Unix socket.*set `trust proxy` to 1/)]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
