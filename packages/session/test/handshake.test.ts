import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { createEventBus } from '@emas/events';
import { memoryStore, session } from '@emas/session';
import type { SessionHandler, SessionOptions } from '@emas/session';
import express from 'express';
import type { Request } from 'express';
import { failingStore } from './altered-store.ts';
import { CHROME_ON_WINDOWS, SECRET, Visitor } from './visitor.ts';

/* Requests that open sockets: `upgrade` of the server itself, which Express never sees. */

let server: Server | undefined;
let sessions: SessionHandler | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  await sessions?.close();
});

/** An app, and beside it sockets that tell what they know of whoever opens them. */
async function listen(options: Partial<SessionOptions> = {}): Promise<string> {
  const app = express();
  app.set('trust proxy', 'loopback');
  const made = session({
    secret: SECRET,
    store: memoryStore(),
    events: createEventBus(),
    ...options,
  });
  sessions = made;
  app.use(made);
  app.get('/in', async (req, res) => {
    await req.emas?.session?.signIn('aisyah', { user: 'aisyah' } as object);
    res.send('in');
  });
  app.get('/who', (req, res) => void res.json(Object.keys(req.session)));
  const handshake = made.handshake({ app });
  const opened = createServer(app);
  server = opened;
  opened.on('upgrade', (given: IncomingMessage, socket) => {
    handshake(given, {}, (error) => {
      const req = given as Request;
      const { status, account } = req.emas?.session ?? {};
      const told = {
        error: error === undefined ? null : Reflect.get(Object(error), 'code'),
        user: Reflect.get(Object(req.session), 'user') ?? null,
        isMember: account !== undefined,
        status,
        address: req.emas?.address,
        path: req.emas?.path,
      };
      if (req.session !== undefined) Reflect.set(req.session, 'socket', true);
      const save = (done: () => void): void => {
        if (req.session === undefined || given.url !== '/save') done();
        else req.session.save(() => done());
      };
      save(() =>
        socket.end(
          `HTTP/1.1 101 Switching\r\nX-Told: ${JSON.stringify(told)}\r\nConnection: Upgrade\r\nUpgrade: test\r\n\r\n`,
        ),
      );
    });
  });
  opened.listen(0, '127.0.0.1');
  await once(opened, 'listening');
  return `http://127.0.0.1:${(opened.address() as AddressInfo).port}`;
}

function openSocket(
  url: string,
  visitor: Visitor,
  headers: Readonly<Record<string, string>> = {},
): Promise<Record<string, unknown>> {
  const cookie = [...visitor.jar].map(([name, value]) => `${name}=${value}`).join('; ');
  return new Promise((resolve, reject) => {
    const asked = request(url, {
      headers: {
        connection: 'Upgrade',
        upgrade: 'test',
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
        cookie,
        ...headers,
      },
    });
    asked.on('error', reject);
    asked.on('upgrade', (answer, socket) => {
      socket.destroy();
      resolve(JSON.parse(String(answer.headers['x-told'])) as Record<string, unknown>);
    });
    asked.end();
  });
}

test('a socket is opened by whoever is signed in, from where they are', async () => {
  const url = await listen();
  const member = new Visitor(url);
  await member.get('/in');
  expect(await openSocket(`${url}/socket?x=1`, member)).toEqual({
    error: null,
    user: 'aisyah',
    isMember: true,
    status: 'active',
    address: '127.0.0.1',
    path: '/socket',
  });
  const behind = await openSocket(`${url}/socket`, member, { 'x-forwarded-for': '60.48.1.2:9' });
  expect(behind['address']).toBe('60.48.1.2');
  const nobody = await openSocket(`${url}/socket`, new Visitor(url));
  expect(nobody).toMatchObject({ user: null, isMember: false, status: 'new' });
});

test('a thief opens none, and nobody is asked for a proof', async () => {
  let asked = 0;
  const url = await listen({ binding: { challenge: () => void (asked += 1) } });
  const member = new Visitor(url);
  await member.get('/in');
  const elsewhere = { 'user-agent': CHROME_ON_WINDOWS, 'x-forwarded-for': '198.51.100.7' };
  expect(await openSocket(`${url}/socket`, member, elsewhere)).toMatchObject({
    user: null,
    isMember: false,
    status: 'challenged',
  });
  expect(asked).toBe(0);
});

test('what a socket puts into the session is kept where it is saved', async () => {
  const url = await listen();
  const member = new Visitor(url);
  await member.get('/in');
  await openSocket(`${url}/socket`, member);
  expect((await member.get('/who')).text).not.toContain('socket');
  await openSocket(`${url}/save`, member);
  expect((await member.get('/who')).text).toContain('socket');
});

test('without a store that answers, a socket is refused by an error where pages are', async () => {
  const url = await listen({
    store: failingStore(new Set(['load'])),
    onStoreFailure: 'refuse',
  });
  const member = new Visitor(url);
  await member.get('/in');
  expect(await openSocket(`${url}/socket`, member)).toMatchObject({
    error: 'ERR_EMAS_SESSION_UNAVAILABLE',
  });
});

test('session() itself says what to use for a request that is none of Express', async () => {
  const made = session({ secret: SECRET, store: memoryStore(), events: createEventBus() });
  sessions = made;
  const raw = createServer((req, res) => {
    try {
      void made(req as Request, res as never, () => undefined);
    } catch (error) {
      res.end(String(Reflect.get(Object(error), 'code')));
    }
  });
  server = raw.listen(0, '127.0.0.1');
  await once(raw, 'listening');
  const { port } = raw.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/`);
  expect(await answer.text()).toBe('ERR_EMAS_SESSION_HANDSHAKE');
});
