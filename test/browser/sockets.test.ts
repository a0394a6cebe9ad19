import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createEventBus } from '@emas/events';
import type { EmasEvent } from '@emas/events';
import { hardening } from '@emas/hardening';
import { requestContext } from '@emas/request-context';
import { memoryStore, session } from '@emas/session';
import type { SessionHandler } from '@emas/session';
import express from 'express';
import type { Application, Request } from 'express';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { Server as SocketServer } from 'socket.io';
import { io as connectIo } from 'socket.io-client';
import { WebSocket, WebSocketServer } from 'ws';
import { waitUntil } from '../waiting/wait-until.ts';
import { newReader, openBrowser } from './open-browser.js';

const SECRET = 'kG3vX9pQ2mWb7sTz4nRj8fYc5hLd6eUa';

let browser: Browser;
let context: BrowserContext;
let site: Site;

interface Site {
  readonly origin: string;
  readonly told: EmasEvent[];
  readonly sessions: SessionHandler;
  close(): Promise<void>;
}

/** Each page connects in its own way, and shows whom the server says it is, and that it was let go. */
const PAGES: Readonly<Record<string, string>> = {
  'socket.io': `const socket = io();
    socket.on('who', show);
    socket.on('disconnect', (reason) => { if (reason === 'io server disconnect') show('let go'); });`,
  ws: `const socket = new WebSocket('ws://' + location.host + '/live');
    socket.addEventListener('message', ({ data }) => show(data));
    socket.addEventListener('close', () => show('let go'));`,
  'server-sent events': `const source = new EventSource('/stream');
    source.addEventListener('message', ({ data }) => show(data));
    source.addEventListener('error', () => { source.close(); show('let go'); });`,
};

function pages(app: Application): void {
  app.get('/page/:kind', (req, res) => {
    const nonce = String(res.locals['nonce']);
    res.send(`<!doctype html><html lang="en"><title>page</title><p id="who"></p>
      <script nonce="${nonce}" src="/socket.io/socket.io.js"></script>
      <script nonce="${nonce}">
        const show = (text) => { document.querySelector('#who').textContent = text; };
        ${PAGES[req.params.kind] ?? ''}
      </script>`);
  });
}

const userOf = (req: Request): string =>
  String(Reflect.get(Object(req.session), 'user') ?? 'nobody');

/** Has the server let go of a connection once its session has ended. */
function untilEnd({ registry }: SessionHandler, req: Request, letGo: () => void): () => void {
  const handle = req.emas?.session?.handle;
  return handle === undefined ? () => undefined : registry.onEnd(handle, letGo);
}

function stream(app: Application, sessions: SessionHandler): void {
  app.get('/stream', (req, res) => {
    res.type('text/event-stream').flushHeaders();
    res.write(`data: ${userOf(req)}\n\n`);
    req.once(
      'close',
      untilEnd(sessions, req, () => res.end()),
    );
  });
}

function socketIo(server: Server, app: Application, sessions: SessionHandler): SocketServer {
  const io = new SocketServer(server);
  io.engine.use(sessions.handshake({ app }));
  io.on('connection', (socket) => {
    const req = socket.request as Request;
    const stop = untilEnd(sessions, req, () => socket.disconnect(true));
    socket.on('disconnect', stop);
    socket.emit('who', userOf(req));
  });
  return io;
}

function ws(server: Server, app: Application, sessions: SessionHandler): WebSocketServer {
  const sockets = new WebSocketServer({ noServer: true });
  const handshake = sessions.handshake({ app });
  server.on('upgrade', (given: IncomingMessage, raw, head) => {
    if (given.url !== '/live') return;
    handshake(given, {}, (error) => {
      if (error !== undefined) {
        raw.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
        return;
      }
      sockets.handleUpgrade(given, raw, head, (socket) => {
        const req = given as Request;
        socket.on(
          'close',
          untilEnd(sessions, req, () => socket.close()),
        );
        socket.send(userOf(req));
      });
    });
  });
  return sockets;
}

async function open(): Promise<Site> {
  const events = createEventBus();
  const told: EmasEvent[] = [];
  events.subscribe((event) => told.push(event));
  const app = express();
  const sessions = session({ secret: SECRET, store: memoryStore(), events });
  app.use(requestContext({ app }), hardening({ events }), sessions);
  pages(app);
  stream(app, sessions);
  app.post('/in', async (req, res) => {
    await req.emas?.session?.signIn('aisyah', { user: 'aisyah' } as object);
    res.end();
  });
  app.post('/out', async (req, res) => {
    await req.emas?.session?.signOut();
    res.end();
  });
  const server = createServer(app);
  const io = socketIo(server, app, sessions);
  const sockets = ws(server, app, sessions);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    told,
    sessions,
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      await io.close();
      server.closeAllConnections();
      await sessions.close();
    },
  };
}

beforeAll(async () => {
  browser = await openBrowser();
});
beforeEach(async () => {
  site = await open();
  context = await newReader(browser);
});
afterEach(async () => {
  await context.close();
  await site.close();
});
afterAll(() => browser?.close());

async function pageOf(kind: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${site.origin}/page/${encodeURIComponent(kind)}`);
  return page;
}

describe.each(Object.keys(PAGES))('%s', (kind) => {
  it('knows the member of the page, and nobody where nobody has signed in', async () => {
    const stranger = await pageOf(kind);
    await stranger.getByText('nobody').waitFor();
    await context.request.post(`${site.origin}/in`);
    const page = await pageOf(kind);
    await page.getByText('aisyah').waitFor();
    expect(await page.locator('#who').innerText()).toBe('aisyah');
  });

  it('is let go of as the member signs out on another page', async () => {
    await context.request.post(`${site.origin}/in`);
    const page = await pageOf(kind);
    await page.getByText('aisyah').waitFor();
    await context.request.post(`${site.origin}/out`);
    await page.getByText('let go').waitFor();
    expect(await page.locator('#who').innerText()).toBe('let go');
  });
});

describe("another site's page", () => {
  const foreign = { Origin: 'https://evil.example' };

  it('opens no socket of socket.io, and it is told', async () => {
    const socket = connectIo(site.origin, { extraHeaders: foreign, reconnection: false });
    const failed = await new Promise<unknown>((resolve) => {
      socket.once('connect_error', resolve);
      socket.once('connect', () => resolve('connected'));
    });
    socket.close();
    expect(failed).toBeInstanceOf(Error);
    expect(site.told.map(({ name }) => name)).toContain('cross_site_refused');
  });

  it('opens none of ws, with the cookie of a member', async () => {
    await context.request.post(`${site.origin}/in`);
    const cookies = await context.cookies();
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const url = `${site.origin.replace('http', 'ws')}/live`;
    const statusOf = (headers: Record<string, string>): Promise<number> =>
      new Promise((resolve) => {
        const socket = new WebSocket(url, { headers: { cookie, ...headers } });
        socket.on('unexpected-response', (_req, { statusCode = 0 }) => resolve(statusCode));
        socket.on('open', () => {
          socket.close();
          resolve(101);
        });
      });
    expect(await statusOf(foreign)).toBe(403);
    // It is the origin that it is refused for.
    expect(await statusOf({ Origin: site.origin })).toBe(101);
    await waitUntil('the refusal to be told', async () =>
      site.told.some(({ name }) => name === 'cross_site_refused'),
    );
  });
});
