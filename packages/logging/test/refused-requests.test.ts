import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server, ServerOptions } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createEventBus } from '@emas/events';
import type { EventBus } from '@emas/events';
import { accessLog } from '@emas/logging';
import express from 'express';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { watchRefusedRequests } from '../src/refused-requests.ts';
import { logFolder } from './log-folder.ts';
import { makeCertificates } from './syslog/certificates.ts';

let bus: EventBus;
let refused: object[];
const servers: Server[] = [];
beforeEach(() => {
  bus = createEventBus();
  refused = [];
  bus.subscribe(({ name, fields }) => {
    if (name === 'http_request_refused') refused.push({ ...fields });
  });
});
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen<Listening extends Server>(server: Listening): Promise<Listening> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function watchedServer(options: ServerOptions = {}): Promise<Server> {
  const server = createServer(options, (_req, res) => res.end('ok'));
  watchRefusedRequests(server, bus, { hasAddress: true });
  return listen(server);
}

function send(server: Server, request: string): Socket {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(request);
  return socket;
}

async function answerOf(server: Server, request: string): Promise<string> {
  const [first = ''] = (await text(send(server, request))).split('\r\n');
  return first;
}

const HOST = 'Host: x.test\r\n';
const REFUSED: readonly (readonly [string, string, object, string])[] = [
  [
    'garbage',
    '\x16\x03\x01 no HTTP\r\n\r\n',
    { reason: 'malformed', status: 400 },
    '400 Bad Request',
  ],
  [
    'a bad request line',
    'GET / HTTP/9.9\r\n\r\n',
    { reason: 'malformed', status: 400 },
    '400 Bad Request',
  ],
  [
    'a bad header',
    `GET / HTTP/1.1\r\n${HOST}a b: c\r\n\r\n`,
    { reason: 'malformed', status: 400 },
    '400 Bad Request',
  ],
  [
    'headers that are too large',
    `GET / HTTP/1.1\r\n${HOST}X: ${'x'.repeat(20_000)}\r\n\r\n`,
    { reason: 'headers_too_large', status: 431 },
    '431 Request Header Fields Too Large',
  ],
  ['no host', 'GET / HTTP/1.1\r\n\r\n', { reason: 'no_host', status: 400 }, '400 Bad Request'],
];

describe('a request that Node refuses is told, and answered as without us', () => {
  it.each(REFUSED)('%s', async (_name, request, wanted, answer) => {
    const plain = await listen(createServer((_req, res) => res.end('ok')));
    expect(await answerOf(plain, request)).toBe(`HTTP/1.1 ${answer}`);
    const server = await watchedServer();
    expect(await answerOf(server, request)).toBe(`HTTP/1.1 ${answer}`);
    expect(refused).toEqual([{ ...wanted, source_network: '127.0.0.1' }]);
  });

  it('one that takes too long to come', async () => {
    const server = await watchedServer({ headersTimeout: 50, connectionsCheckingInterval: 20 });
    expect(await answerOf(server, 'GET / HTTP/1.1\r\n')).toBe('HTTP/1.1 408 Request Timeout');
    expect(refused).toEqual([{ reason: 'timeout', status: 408, source_network: '127.0.0.1' }]);
  });

  it('one that speaks no TLS where it should', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'emas-refused-'));
    const { cert, key } = makeCertificates(folder).server;
    rmSync(folder, { recursive: true });
    const server = await listen(createSecureServer({ cert, key }, (_req, res) => res.end('ok')));
    watchRefusedRequests(server, bus, { hasAddress: false });
    await once(send(server, 'GET / HTTP/1.1\r\n\r\n').resume(), 'close');
    await waitUntil('the event', () => refused.length > 0);
    expect(refused).toEqual([{ reason: 'tls', status: undefined, source_network: undefined }]);
  });
});

describe('what is no refusal is not told', () => {
  it('a request, one of HTTP/1.0 without a host, a visitor who leaves', async () => {
    const server = await watchedServer();
    expect(await answerOf(server, `GET / HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`)).toBe(
      'HTTP/1.1 200 OK',
    );
    expect(await answerOf(server, 'GET / HTTP/1.0\r\n\r\n')).toBe('HTTP/1.1 200 OK');
    const leaving = send(server, `POST / HTTP/1.1\r\n${HOST}Content-Length: 9\r\n\r\n`);
    await once(leaving, 'data');
    leaving.resetAndDestroy();
    expect(await answerOf(server, 'GET / HTTP/1.0\r\n\r\n')).toBe('HTTP/1.1 200 OK');
    expect(refused).toEqual([]);
  });

  it('no host where the app asks for none', async () => {
    const server = await watchedServer({ requireHostHeader: false });
    expect(await answerOf(server, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).toBe(
      'HTTP/1.1 200 OK',
    );
    expect(refused).toEqual([]);
  });
});

it("the app's own listener has the last word", async () => {
  const server = await watchedServer();
  server.on('clientError', (_error, socket) => socket.end('HTTP/1.1 418 Teapot\r\n\r\n'));
  expect(await answerOf(server, 'garbage\r\n\r\n')).toBe('HTTP/1.1 418 Teapot');
  expect(refused).toHaveLength(1);
});

it('each is told once to each bus, however often somebody asks for it', async () => {
  const server = await watchedServer();
  watchRefusedRequests(server, bus, { hasAddress: true });
  const other = createEventBus();
  watchRefusedRequests(server, other, { hasAddress: true });
  await answerOf(server, 'garbage\r\n\r\n');
  await answerOf(server, 'GET / HTTP/1.1\r\n\r\n');
  expect(refused).toHaveLength(2);
  expect(other.counters().emitted).toBe(2);
});

it('an app with an access log alone has them from its first request on', async () => {
  const app = express();
  app.use(accessLog({ events: bus }), (_req, res) => void res.send('ok'));
  const server = await listen(createServer(app));
  await answerOf(server, 'GET / HTTP/1.0\r\n\r\n');
  await answerOf(server, 'garbage\r\n\r\n');
  expect(refused).toEqual([{ reason: 'malformed', status: 400, source_network: '127.0.0.1' }]);
});

it('a flood of them is two lines of each kind, however many addresses it has', async () => {
  const log = logFolder();
  for (let request = 0; request < 500; request += 1) {
    log.bus.emit('http_request_refused', {
      reason: request % 2 === 0 ? 'malformed' : 'no_host',
      status: 400,
      source_network: `203.0.113.${request % 256}`,
    });
  }
  expect(log.lines('client').map(({ data }) => [data?.['reason'], data?.['count']])).toEqual([
    ['malformed', undefined],
    ['no_host', undefined],
    ['malformed', 249],
    ['no_host', 249],
  ]);
  await log.end();
});
