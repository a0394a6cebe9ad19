import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createEventBus } from '@emas/events';
import type { EmasEvent } from '@emas/events';
import { accessLog, errorHandler } from '@emas/logging';
import express from 'express';
import type { Express } from 'express';
import { waitUntil } from '../../../test/waiting/wait-until.ts';

let server: Server | undefined;
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server?.closeAllConnections();
  server?.close();
});

interface Site {
  readonly server: Server;
  readonly told: readonly EmasEvent[];
  /** What the one line about a request says. */
  line(): Promise<object>;
  /** A connection on which something was written. */
  say(text: string): Socket;
}

async function site(build: (app: Express) => void): Promise<Site> {
  const events = createEventBus();
  const told: EmasEvent[] = [];
  events.subscribe((event) => void told.push(event));
  const app = express();
  app.use(accessLog({ events }));
  build(app);
  app.use(errorHandler({ events, details: false }));
  const own = createServer(app).listen(0, '127.0.0.1');
  server = own;
  await once(own, 'listening');
  return {
    server: own,
    told,
    async line() {
      const isLine = ({ name }: EmasEvent): boolean => name === 'http_request';
      await waitUntil('the line', () => told.some(isLine));
      expect(told.filter(isLine)).toHaveLength(1);
      return told.find(isLine)?.fields ?? {};
    },
    say(text) {
      const socket = connect((own.address() as AddressInfo).port, '127.0.0.1');
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.write(text);
      return socket;
    },
  };
}

const GET = 'GET /pay?card=1 HTTP/1.1\r\nHost: x.test\r\n\r\n';

describe('the line of a request that', () => {
  it('was answered has the status', async () => {
    const { say, line } = await site((app) =>
      app.get('/pay', (_req, res) => void res.status(201).send('ok')),
    );
    say(GET).resume();
    expect(await line()).toMatchObject({
      method: 'GET',
      path: '/pay',
      status: 201,
      source_ip: '127.0.0.1',
    });
    expect(await line()).not.toHaveProperty('aborted');
  });

  it('the visitor did not wait for has 499', async () => {
    let isAsked = false;
    const { say, line } = await site((app) => app.get('/pay', () => void (isAsked = true)));
    const socket = say(GET);
    await waitUntil('the request', () => isAsked);
    socket.destroy();
    expect(await line()).toMatchObject({ status: 499 });
    expect(await line()).not.toHaveProperty('aborted');
  });

  it('the visitor left in the midst of the answer has 499', async () => {
    const { say, line } = await site((app) =>
      app.get('/pay', (_req, res) => {
        res.write('the first half');
      }),
    );
    const socket = say(GET);
    await once(socket, 'data');
    socket.resetAndDestroy();
    expect(await line()).toMatchObject({ status: 499 });
    expect(await line()).not.toHaveProperty('aborted');
  });

  it('the server broke off has the status that was sent, and says so', async () => {
    const { say, line } = await site((app) =>
      app.get('/pay', (_req, res) => {
        res.write('the first half', () => res.destroy());
      }),
    );
    say(GET).resume();
    expect(await line()).toMatchObject({ status: 200, aborted: 'server' });
  });

  it('failed in the midst of the answer has the status that was sent, and says so', async () => {
    const { say, line } = await site((app) =>
      app.get('/pay', (_req, res, next) => {
        res.status(206).write('the first half', () => next(new Error('the source broke')));
      }),
    );
    say(GET).resume();
    expect(await line()).toMatchObject({ status: 206, aborted: 'server' });
  });

  it('the server did not answer at all has 444', async () => {
    const { say, line } = await site((app) => app.get('/pay', (req) => void req.socket.destroy()));
    say(GET).resume();
    expect(await line()).toMatchObject({ status: 444, aborted: 'server' });
  });

  it('took the server too long has 444', async () => {
    const own = await site((app) => app.get('/pay', () => undefined));
    own.server.setTimeout(50);
    own.say(GET).resume();
    expect(await own.line()).toMatchObject({ status: 444, aborted: 'server' });
  });
});
