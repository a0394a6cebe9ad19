import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { get } from 'node:https';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createEventBus } from '@emas/events';
import { suite } from '@emas/suite';
import type { Suite } from '@emas/suite';
import express from 'express';
import request from 'supertest';
import { WebSocket, WebSocketServer } from 'ws';
import { waitUntil } from '../waiting/wait-until.ts';

/* The app behind nginx, with the very configuration that docs/deployment.md shows. */

const DOCUMENT = new URL('../../docs/deployment.md', import.meta.url);

let folder: string;
let emas: Suite;
let server: Server;
let nginx: ChildProcess;
let origin: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'emas-nginx-'));
  emas = suite({
    ...{ app: 'portal', version: '1.0.0', data: folder, clickhouse: false, lockFile: false },
    ...{ trustProxy: 1, announce: false, log: { console: false }, events: createEventBus() },
    shutdown: { signals: false },
  });
  const app = express();
  emas.mount(app);
  app.get('/', (req, res) => {
    res.json({ address: req.emas?.address, secure: req.secure, host: req.get('Host') });
  });
  app.post('/', express.text(), (_req, res) => void res.send('taken'));
  app.get('/stream', (_req, res) => {
    res.set('X-Accel-Buffering', 'no').type('text/event-stream').flushHeaders();
    res.write('data: first\n\n');
  });
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  sockets(app);
  const port = await freePort();
  origin = `https://127.0.0.1:${port}`;
  nginx = startNginx((server.address() as AddressInfo).port, port);
  await waitUntil('nginx to listen', () => isListening(port));
});

afterAll(async () => {
  nginx.kill('SIGQUIT');
  await once(nginx, 'exit');
  server.closeAllConnections();
  await emas.close();
  rmSync(folder, { recursive: true, force: true });
});

function sockets(app: express.Application): void {
  const all = new WebSocketServer({ noServer: true });
  const handshake = emas.handshake(app);
  server.on('upgrade', (req, raw, head) => {
    handshake(req, {}, (error) => {
      if (error !== undefined) {
        raw.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
        return;
      }
      all.handleUpgrade(req, raw, head, (socket) => {
        socket.send('hello');
        socket.close();
      });
    });
  });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return new Promise((resolve) => {
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

/** The document's configuration, where only ports, names of files and what needs root are others. */
function startNginx(appPort: number, port: number): ChildProcess {
  const [, documented = ''] = /```nginx\n([^]*?)```/.exec(readFileSync(DOCUMENT, 'utf8')) ?? [];
  const key = join(folder, 'tls.key');
  const certificate = join(folder, 'tls.crt');
  const words = 'req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=portal.example';
  const files = ['-keyout', key, '-out', certificate];
  execFileSync('openssl', [...words.split(' '), ...files], { stdio: 'ignore' });
  const own = documented
    .replace('127.0.0.1:3000', `127.0.0.1:${appPort}`)
    .replace('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
    .replace('/etc/portal/tls.crt', certificate)
    .replace('/etc/portal/tls.key', key);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  );
  // As root it would give its work to a user who may not write here.
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  const configuration = join(folder, 'nginx.conf');
  writeFileSync(
    configuration,
    `${user} daemon off; pid ${join(folder, 'nginx.pid')}; error_log stderr warn;
    events {} http { access_log off; ${temporary.join(' ')}\n${own} }`,
  );
  const options = ['-c', configuration, '-p', folder, '-e', 'stderr'];
  return spawn('/usr/sbin/nginx', options, { stdio: ['ignore', 'ignore', 'inherit'] });
}

it('the address is that of who asks, whatever he says it is; the scheme is that of nginx', async () => {
  const { body } = await request(origin)
    .get('/')
    .disableTLSCerts()
    .set('X-Forwarded-For', '203.0.113.9')
    .set('X-Forwarded-Proto', 'http');
  expect(body).toEqual({ address: '127.0.0.1', secure: true, host: origin.slice(8) });
});

it('the cookie and the headers are those of HTTPS', async () => {
  const { headers } = await request(origin).get('/').disableTLSCerts();
  expect([headers['set-cookie']].flat().join()).toMatch(/^__Host-[0-9a-f]{32}=.*Secure/);
  expect(headers['strict-transport-security']).toContain('max-age=31536000');
});

it('sockets are opened by the site itself, on whatever port it is, and by no other', async () => {
  const open = (from: string): Promise<string> =>
    new Promise((resolve) => {
      const url = origin.replace('https', 'wss');
      const socket = new WebSocket(url, { rejectUnauthorized: false, origin: from });
      socket.on('message', (data: Buffer) => resolve(data.toString()));
      socket.on('unexpected-response', (_req, { statusCode }) => resolve(String(statusCode)));
      socket.on('error', (error) => resolve(error.message));
    });
  expect(await open(origin)).toBe('hello');
  expect(await open('https://evil.example')).toBe('403');
});

it('a stream arrives as it is sent', async () => {
  const first = await new Promise<string>((resolve, reject) => {
    const asked = get(`${origin}/stream`, { rejectUnauthorized: false }, (answer) => {
      answer.once('data', (chunk) => {
        asked.destroy();
        resolve(String(chunk));
      });
    });
    asked.on('error', reject);
  });
  expect(first).toBe('data: first\n\n');
});

it('a body that is too long is refused before the app, one that is not arrives', async () => {
  const send = async (bytes: number): Promise<number> => {
    const body = 'x'.repeat(bytes);
    const sent = request(origin).post('/').disableTLSCerts().type('text').send(body);
    return (await sent).status;
  };
  expect(await send(50_000)).toBe(200);
  expect(await send(1_100_000)).toBe(413);
});
