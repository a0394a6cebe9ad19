import { describe, expect, it, test } from '@jest/globals';
import { createEventBus } from '@emas/events';
import type { EmasEvent } from '@emas/events';
import { crossSiteCheck } from '@emas/hardening';
import type { CrossSiteOptions } from '@emas/hardening';
import express from 'express';
import type { Application } from 'express';
import express4 from 'express4';
import request from 'supertest';

function site(
  options: CrossSiteOptions = {},
  framework: typeof express = express,
): { app: Application; heard: EmasEvent[] } {
  const bus = createEventBus();
  const heard: EmasEvent[] = [];
  bus.subscribe((event) => heard.push(event));
  const app = framework();
  app.use(crossSiteCheck({ events: bus, ...options }));
  app.use((_req, res) => void res.send('done'));
  return { app, heard };
}

const HOST = 'portal.example';

describe('a request that changes something', () => {
  test.each<[string, Record<string, string>, number]>([
    ['from our own page', { 'Sec-Fetch-Site': 'same-origin' }, 200],
    ['from the address bar', { 'Sec-Fetch-Site': 'none' }, 200],
    ['from another site', { 'Sec-Fetch-Site': 'cross-site' }, 403],
    ['from a sister host', { 'Sec-Fetch-Site': 'same-site' }, 403],
    [
      'from another site that claims our origin',
      { 'Sec-Fetch-Site': 'cross-site', Origin: `https://${HOST}` },
      403,
    ],
    ['from an older browser, our page', { Origin: `https://${HOST}`, Cookie: 'a=b' }, 200],
    [
      'from an older browser, our page by plain HTTP',
      { Origin: `http://${HOST}`, Cookie: 'a=b' },
      200,
    ],
    ['from an older browser, by another scheme', { Origin: `ftp://${HOST}`, Cookie: 'a=b' }, 403],
    ['from an older browser, another page', { Origin: 'https://evil.example', Cookie: 'a=b' }, 403],
    ['from an older browser, nobody’s page', { Origin: 'null', Cookie: 'a=b' }, 403],
    ['from a program without cookies', {}, 200],
    ['with cookies and no word of where from', { Cookie: 'a=b' }, 403],
  ])('%s', async (_name, headers, status) => {
    const { app, heard } = site();
    const answer = await request(app)
      .post('/claims?x=1')
      .set({ Host: HOST, ...headers });
    expect(answer.status).toBe(status);
    expect(heard.map(({ name }) => name)).toEqual(status === 403 ? ['cross_site_refused'] : []);
  });

  test.each(['PUT', 'PATCH', 'DELETE'])('%s is one', async (method) => {
    const { app } = site();
    const agent = request(app);
    const call =
      method === 'PUT' ? agent.put('/') : method === 'PATCH' ? agent.patch('/') : agent.delete('/');
    expect((await call.set('Sec-Fetch-Site', 'cross-site')).status).toBe(403);
  });
});

describe.each([
  ['Express 5', express],
  ['Express 4', express4],
])('on %s, a page of an older browser', (_name, framework) => {
  const send = async (app: Application, headers: Record<string, string>): Promise<number> =>
    (
      await request(app)
        .post('/')
        .set({ Cookie: 'a=b', ...headers })
    ).status;

  it('is ours with its port, and another without', async () => {
    const { app } = site({}, framework);
    const origin = 'http://portal.example:8080';
    expect(await send(app, { Host: 'portal.example:8080', Origin: origin })).toBe(200);
    expect(await send(app, { Host: 'portal.example', Origin: origin })).toBe(403);
  });

  it('is ours behind a proxy that is trusted, and a claim behind none', async () => {
    const { app } = site({}, framework);
    const headers = { 'X-Forwarded-Host': 'portal.example', Origin: 'https://portal.example' };
    expect(await send(app, headers)).toBe(403);
    app.set('trust proxy', 'loopback');
    expect(await send(app, headers)).toBe(200);
  });
});

it('lets other sites read and link', async () => {
  const { app } = site();
  expect((await request(app).get('/').set('Sec-Fetch-Site', 'cross-site')).status).toBe(200);
  expect((await request(app).head('/').set('Sec-Fetch-Site', 'cross-site')).status).toBe(200);
});

it('lets those in that the app names, by origin and by route', async () => {
  const { app } = site({ origins: ['https://app.example'], except: (req) => req.path === '/hook' });
  const from = (origin: string, path = '/'): Promise<{ status: number }> =>
    request(app).post(path).set({ 'Sec-Fetch-Site': 'cross-site', Origin: origin });
  expect((await from('https://app.example')).status).toBe(200);
  expect((await from('https://app.example.evil.example')).status).toBe(403);
  expect((await from('https://evil.example', '/hook')).status).toBe(200);
});

it('answers as the app wants it', async () => {
  const { app } = site({ refuse: (_req, res) => void res.send('not from there') });
  const answer = await request(app).post('/').set('Sec-Fetch-Site', 'cross-site');
  expect([answer.status, answer.text]).toEqual([403, 'not from there']);
});

it('refuses an origin that is none', () => {
  expect(() => crossSiteCheck({ origins: ['https://app.example/path'] })).toThrow(
    expect.objectContaining({ code: 'ERR_EMAS_CROSS_SITE_OPTIONS' }),
  );
});

test('a page by plain HTTP is none of a site on HTTPS: anybody on the way can write one', async () => {
  const { app } = site();
  app.set('trust proxy', 'loopback');
  const send = async (origin: string): Promise<number> => {
    const headers = { Host: HOST, 'X-Forwarded-Proto': 'https', Origin: origin, Cookie: 'a=b' };
    return (await request(app).post('/').set(headers)).status;
  };
  expect(await send(`https://${HOST}`)).toBe(200);
  expect(await send(`http://${HOST}`)).toBe(403);
});
