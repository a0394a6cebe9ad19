import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, it, test } from '@jest/globals';
import { createEventBus } from '@emas/events';
import { boundServer, hardening } from '@emas/hardening';
import type { HardeningOptions, ServerBounds } from '@emas/hardening';
import express from 'express';

let server: Server | undefined;

afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  if (server !== undefined) await once(server, 'close');
  server = undefined;
});

async function listen(
  options: HardeningOptions = {},
  bounds: ServerBounds = {},
  env = 'test',
): Promise<number> {
  const app = express();
  app.set('env', env);
  app.use(hardening(options));
  app.use((req, res) => {
    let bytes = 0;
    req.on('data', (chunk: Buffer) => (bytes += chunk.length));
    req.on('end', () => void res.json({ bytes }));
    req.on('error', () => undefined);
  });
  server = boundServer(createServer(app), bounds);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** What comes back of what is written, until the other side ends. */
async function exchange(port: number, write: (socket: Socket) => void): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => (text += String(chunk)));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  write(socket);
  await new Promise((resolve) => socket.once('close', resolve));
  return text;
}

const status = (text: string): string | undefined => /^HTTP\/1\.1 (\d+)/.exec(text)?.[1];

describe('what is sent is bounded', () => {
  test.each([
    ['an address', `/${'a'.repeat(2999)}`, 414, 'ERR_EMAS_URL_TOO_LONG', 'maxUrlLength', '2,048'],
    [
      'a query',
      `/?${'a=1&'.repeat(101)}`,
      400,
      'ERR_EMAS_TOO_MANY_PARAMETERS',
      'maxParameters',
      '100',
    ],
  ])('%s', async (_name, path, wanted, code, option, most) => {
    const port = await listen();
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    expect(response.status).toBe(wanted);
    const detail = expect.stringContaining(`; hardening({ ${option} }) allows ${most}.`);
    expect(await response.json()).toMatchObject({ code, detail });
  });

  test('in production nobody is told of options', async () => {
    const port = await listen({}, {}, 'production');
    const response = await fetch(`http://127.0.0.1:${port}/${'a'.repeat(3000)}`);
    expect(await response.json()).not.toHaveProperty('detail');
  });

  test('a hundred parameters are not too many', async () => {
    const port = await listen();
    const path = `/?${Array.from({ length: 100 }, (_, n) => `p${n}=1`).join('&')}`;
    expect((await fetch(`http://127.0.0.1:${port}${path}`)).status).toBe(200);
  });

  test('a body that says that it is too long is not waited for', async () => {
    const port = await listen({ maxBodyBytes: 2048 });
    const text = await exchange(port, (socket) =>
      socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2049\r\n\r\n'),
    );
    expect(status(text)).toBe('413');
    expect(text).toContain('ERR_EMAS_BODY_TOO_LONG');
  });

  test('a body without an end is stopped at the bound', async () => {
    const port = await listen({ maxBodyBytes: 65_536 });
    let sent = 0;
    const text = await exchange(port, (socket) => {
      socket.write('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n');
      const timer = setInterval(() => {
        if (!socket.writable) return clearInterval(timer);
        sent += 16_384;
        socket.write(`4000\r\n${'x'.repeat(16_384)}\r\n`);
        return undefined;
      }, 5);
      socket.on('close', () => clearInterval(timer));
    });
    expect(status(text)).toBe('413');
    expect(sent).toBeLessThan(1_048_576);
  });

  test('a path may take more than the rest, and what only begins like it does not', async () => {
    const port = await listen({
      maxBodyBytes: { '/': 2048, '/claims': 4096, '/claims/receipts': 8192 },
    });
    const send = async (path: string, bytes: number): Promise<number> => {
      const body = 'x'.repeat(bytes);
      return (await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body })).status;
    };
    expect(await send('/claims/receipts/7?a=1', 8192)).toBe(200);
    expect(await send('/claims/receipts', 8193)).toBe(413);
    expect(await send('/claims/receipts-of-others', 4097)).toBe(413);
    expect(await send('/claims', 4096)).toBe(200);
    expect(await send('/contact', 2049)).toBe(413);
    // Express finds the route all the same.
    expect(await send('/CLAIMS/Receipts', 8192)).toBe(200);
    expect(await send('/Claims', 4097)).toBe(413);
    expect(await send('/contact?path=/claims/receipts', 2049)).toBe(413);
  });

  test('a path without a bound of its own keeps the default', async () => {
    const port = await listen({ maxBodyBytes: { '/claims': 4096 } });
    const send = async (bytes: number): Promise<number> => {
      const body = 'x'.repeat(bytes);
      return (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body })).status;
    };
    expect(await send(1_048_576)).toBe(200);
    expect(await send(1_048_577)).toBe(413);
  });

  test.each([
    ['a path that is none', { maxBodyBytes: { claims: 4096 } }],
    ['a bound that is none', { maxBodyBytes: { '/claims': 'much' } }],
    ['no bound at all', { maxBodyBytes: false }],
  ])('%s stops the start', (_name, options) => {
    expect(() => hardening(options as never)).toThrow(/option "maxBodyBytes/);
  });

  test('one that keeps to it arrives whole', async () => {
    const port = await listen({ maxBodyBytes: 65_536 });
    const text = await exchange(port, (socket) => {
      socket.write('POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n');
      socket.write(`Transfer-Encoding: chunked\r\n\r\n4000\r\n${'x'.repeat(16_384)}\r\n0\r\n\r\n`);
    });
    expect(text).toContain('{"bytes":16384}');
  });
});

describe('bounds that only report', () => {
  const LONG = `/${'a'.repeat(2999)}`;
  const body = (): RequestInit => ({ method: 'POST', body: 'x'.repeat(4096) });
  const streamed = (): RequestInit => ({
    method: 'POST',
    body: new Blob(['x'.repeat(4096)]).stream(),
    duplex: 'half',
  });
  test.each([
    ['a long address', 'maxUrlLength', LONG, undefined],
    ['many parameters', 'maxParameters', `/?${'a=1&'.repeat(101)}`, undefined],
    ['a long body', 'maxBodyBytes', '/', body],
    ['a long body that does not say so', 'maxBodyBytes', '/', streamed],
  ] as const)('let %s through, and tell', async (_name, bound, path, init) => {
    const events = createEventBus();
    const told: unknown[] = [];
    events.subscribe(({ name, fields }) => told.push([name, fields]));
    const port = await listen({ mode: 'report', maxBodyBytes: 2048, events });
    const response = await fetch(`http://127.0.0.1:${port}${path}`, init?.());
    expect(response.status).toBe(200);
    const fields = expect.objectContaining({ setting: `hardening.${bound}` });
    expect(told).toEqual([['would_block', fields]]);
  });
});

describe('slow senders', () => {
  it('who never end their headers are let go of', async () => {
    const port = await listen({}, { headersTimeout: 1000 });
    let headers = 0;
    const text = await exchange(port, (socket) => {
      socket.write('GET / HTTP/1.1\r\nHost: a\r\n');
      const timer = setInterval(() => {
        headers += 1;
        socket.write('X-Slow: 1\r\n');
      }, 200);
      socket.on('close', () => clearInterval(timer));
    });
    expect(status(text)).toBe('408');
    // Node looks for such senders every half minute, in which 150 are sent, unless it is told otherwise.
    expect(headers).toBeLessThan(100);
  });

  it('who never end their body are let go of', async () => {
    const port = await listen({}, { requestTimeout: 1500, headersTimeout: 1000 });
    const text = await exchange(port, (socket) => {
      socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n');
      const timer = setInterval(() => socket.write('x'), 200);
      socket.on('close', () => clearInterval(timer));
    });
    expect(status(text)).toBe('408');
  });

  it('may be given other times, which are checked', () => {
    const bounded = boundServer(createServer(), { keepAliveTimeout: 5000 });
    expect(bounded).toMatchObject({
      keepAliveTimeout: 5000,
      headersTimeout: 10_000,
      requestTimeout: 60_000,
      maxHeadersCount: 100,
      maxRequestsPerSocket: 10_000,
    });
    expect(() => boundServer(createServer(), { headersTimeout: 5 })).toThrow(/"headersTimeout"/);
  });
});
