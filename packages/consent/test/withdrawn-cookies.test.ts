import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it } from '@jest/globals';
import { cookie as named, purpose, service } from './clinic-registry.ts';
import { cookiesOf, get, site } from './clinic-site.ts';

/* A cookie of a purpose that is not allowed, and that a browser still sends. */

it('is cleared in every way in which it may have been set', async () => {
  const visit = { cookie: 'chatter_a=1; wide=2; sid=3; other=4' };
  const host = { Host: 'www.portal.example' };
  const app = site();
  const likely = [
    'chatter_a=; Max-Age=0; Path=/',
    'wide=; Max-Age=0; Domain=portal.example; Path=/help',
  ];
  const cleared = [];
  for (let answer = 0; answer < 40; answer += 1) {
    const headers = cookiesOf(await get(app, '/state', { ...visit, headers: host }));
    expect(headers).toEqual(expect.arrayContaining(likely));
    cleared.push(...headers);
  }
  expect(cleared).toEqual(
    expect.arrayContaining([
      'chatter_a=; Max-Age=0; Domain=www.portal.example; Path=/',
      'chatter_a=; Max-Age=0; Domain=portal.example; Path=/state',
      'wide=; Max-Age=0; Path=/',
    ]),
  );
  expect(cleared.filter((one) => !/^(?:chatter_a|wide)=;/.test(one))).toEqual([]);
  expect(cleared.join('')).not.toMatch(/Domain=example|Secure|Partitioned/);
});

it('is cleared over HTTPS with what browsers ask of such cookies', async () => {
  const headers = { 'X-Forwarded-Proto': 'https' };
  const cookie = 'chatter_a=1; __Host-chatter=2';
  const services = [service('c', { cookies: [named('chatter_*'), named('__Host-chatter')] })];
  const app = site({ purposes: [purpose('p', services)] });
  const cleared = [];
  for (let answer = 0; answer < 40; answer += 1) {
    cleared.push(...cookiesOf(await get(app, '/a/b', { cookie, headers })));
  }
  expect(cleared.filter((one) => !one.includes('; Secure'))).toEqual([]);
  expect([...new Set(cleared.filter((one) => one.startsWith('__Host-')))]).toEqual([
    '__Host-chatter=; Max-Age=0; Path=/; Secure',
    '__Host-chatter=; Max-Age=0; Path=/; Secure; Partitioned; SameSite=None',
  ]);
  expect(cleared).toContain('chatter_a=; Max-Age=0; Path=/a/b; Secure');
});

it.each([
  ['names that no header can have', 'chatter_ x=1; chatter_é=2; chatter_"=3; chatter_=4'],
  ['many', Array.from({ length: 900 }, (_, at) => `chatter_${at}=1`).join('; ')],
  ['a name that is very long', `chatter_${'a'.repeat(6000)}=1`],
])('breaks no page where somebody planted %s', async (_name, cookie) => {
  const hosts = ['a_b.-c.example', 'a-.example.com', '[::1]:80', `${'a.'.repeat(300)}example`];
  for (const Host of hosts) {
    const visit = { cookie, headers: { Host, 'X-Forwarded-Proto': 'https' } };
    const answer = await get(site(), '/state/%0a;x=1', visit);
    expect(answer.status).toBeLessThan(500);
    const bytes = cookiesOf(answer).reduce((sum, one) => sum + one.length + 14, 0);
    expect(bytes).toBeLessThanOrEqual(2048);
  }
});

it('breaks nothing where a request names no host, as those of HTTP/1.0 may', async () => {
  const server = site().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.end('GET /state HTTP/1.0\r\nCookie: chatter_a=1\r\n\r\n');
  const answer = await text(socket);
  expect(answer).toMatch(/^HTTP\/1\.1 200 [^]*Set-Cookie: chatter_a=; Max-Age=0; Path=\//);
  server.close();
});
