import { createServer, get } from 'node:http';
import type { RequestListener, ServerResponse } from 'node:http';
import { connect, createServer as createHttp2Server } from 'node:http2';
import type { IncomingHttpHeaders } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { expect, it, test } from '@jest/globals';
import { HeaderBlock } from '../src/header-block.ts';
import type { Header } from '../src/static-headers.ts';

const HEADERS: readonly Header[] = [
  ['X-Content-Type-Options', 'nosniff'],
  ['referrer-policy', 'same-origin'],
];
const block = new HeaderBlock(HEADERS, 'Content-Security-Policy', "script-src 'nonce-0'");

/** All that a client gets, name and value in turns, but for what changes by itself. */
async function sentBy(listener: RequestListener, times = 1): Promise<readonly string[]> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  const { port } = await new Promise<AddressInfo>((listening) =>
    server.once('listening', () => listening(server.address() as AddressInfo)),
  );
  let lines: string[] = [];
  for (let time = 0; time < times; time += 1) {
    const { rawHeaders } = await rawResponse(port);
    lines = [];
    for (let at = 0; at < rawHeaders.length; at += 2)
      lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
  }
  server.close();
  return lines.filter((line) => !/^(?:Date|Connection|Keep-Alive|Content-Length):/.test(line));
}

function rawResponse(port: number): Promise<{ readonly rawHeaders: string[] }> {
  return new Promise((answered, failed) => {
    const asked = get({ port, host: '127.0.0.1', agent: false }, (response) => {
      response.resume().once('end', () => answered(response));
    });
    asked.once('error', failed);
  });
}

const OWN = [
  'X-Content-Type-Options: nosniff',
  'referrer-policy: same-origin',
  "Content-Security-Policy: script-src 'nonce-1'",
];

it('sends what was put on a response together, by the names as they were given', async () => {
  const sent = await sentBy((_req, res) => {
    block.putOn(res, "script-src 'nonce-1'");
    res.end();
  });
  expect(sent).toEqual(OWN);
});

it('keeps headers that were there before, and takes the place of its own', async () => {
  const sent = await sentBy((_req, res) => {
    res.setHeader('X-Request-Id', 'abc');
    res.setHeader('Set-Cookie', ['a=1', 'b=2']);
    res.setHeader('Referrer-Policy', 'unsafe-url');
    block.putOn(res, "script-src 'nonce-1'");
    res.end();
  });
  expect(sent).toEqual([...OWN, 'X-Request-Id: abc', 'Set-Cookie: a=1', 'Set-Cookie: b=2']);
});

test.each<[string, (res: ServerResponse) => void, string[]]>([
  [
    'read',
    (res) => res.setHeader('Got', String(res.getHeader('x-content-type-options'))),
    ['Got: nosniff'],
  ],
  ['changed', (res) => res.setHeader('Referrer-Policy', 'origin'), ['Referrer-Policy: origin']],
  ['asked for', (res) => res.setHeader('Has', `${res.hasHeader('constructor')}`), ['Has: false']],
  ['added', (res) => res.setHeader('constructor', 'x'), ['constructor: x']],
  [
    'written as the head is',
    (res) => void res.writeHead(200, { 'Referrer-Policy': 'origin' }),
    ['Referrer-Policy: origin'],
  ],
])('they can be %s as any other', async (_how, change, added) => {
  const sent = await sentBy((_req, res) => {
    block.putOn(res, "script-src 'nonce-1'");
    change(res);
    res.end();
  });
  expect(sent).toEqual(expect.arrayContaining(added));
});

it('they can be removed', async () => {
  const sent = await sentBy((_req, res) => {
    block.putOn(res, "script-src 'nonce-1'");
    res.removeHeader('X-Content-Type-Options');
    res.end();
  });
  expect(sent).toEqual(OWN.slice(1));
});

it('what is appended to one response is not sent with the next', async () => {
  let responses = 0;
  const sent = await sentBy((_req, res) => {
    block.putOn(res, "script-src 'nonce-1'");
    if (responses === 0) res.appendHeader('referrer-policy', 'unsafe-url');
    responses += 1;
    res.end();
  }, 2);
  expect(sent).toEqual(OWN);
});

it('is for responses of HTTP/2 as well', async () => {
  const server = createHttp2Server((_req, res) => {
    block.putOn(res as unknown as ServerResponse, "script-src 'nonce-1'");
    res.end();
  }).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const { port } = server.address() as AddressInfo;
  const client = connect(`http://127.0.0.1:${port}`);
  const stream = client.request({ ':path': '/' });
  const headers = await new Promise<IncomingHttpHeaders>((answered) =>
    stream.once('response', answered),
  );
  stream.close();
  client.close();
  server.close();
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'content-security-policy': "script-src 'nonce-1'",
  });
});

it.each<[string, readonly Header[], string]>([
  ['a value', [['X-A', 'a\r\nX-B: b']], 'a'],
  ['a name', [['X A', 'a']], 'a'],
  ['the one that changes', [], 'a\nb'],
])('refuses %s that would begin another header, before any response', (_what, headers, example) => {
  expect(() => new HeaderBlock(headers, 'X-Last', example)).toThrow(
    /must be a valid HTTP token|Invalid character in header content/,
  );
});
