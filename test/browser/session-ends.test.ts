import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import type { Server } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { createEventBus } from '@emas/events';
import { session } from '@emas/session';
import express from 'express';
import type { Application } from 'express';
import type { Browser, BrowserContext } from 'playwright-core';
import { makeCertificates } from '../../packages/logging/test/syslog/certificates.ts';
import { runningSuite } from '../../packages/suite/test/running-suite.ts';
import { startEngine } from '../engine/start-engine.ts';
import { newReader, openBrowser } from './open-browser.js';

let browser: Browser;
const closers: (() => unknown)[] = [];
beforeAll(async () => {
  browser = await openBrowser({ domain: 'example.test' });
});
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});
afterAll(() => browser.close());

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function newContext(): Promise<BrowserContext> {
  const context = await newReader(browser, { ignoreHTTPSErrors: true });
  closers.push(() => context.close());
  return context;
}

function portalApp(): Application {
  const app = express();
  const events = createEventBus();
  app.use(session({ secret: 'a secret of more than thirty-two characters', events }));
  app.get('/', (_req, res) => {
    res.append('Set-Cookie', '__Host-consent=none; Path=/; Secure; Max-Age=31536000; SameSite=Lax');
    res.append('Set-Cookie', 'language=ms; Path=/; Secure; Max-Age=31536000');
    res.type('html').send('<title>portal</title>');
  });
  app.get('/in', async (req, res) => {
    await req.emas?.session?.signIn('aisyah');
    res.send('in');
  });
  app.get('/out', async (req, res) => {
    await req.emas?.session?.signOut();
    res.send('out');
  });
  app.get('/who', (req, res) => {
    res.send(req.emas?.session?.account === undefined ? 'nobody' : 'member');
  });
  return app;
}

function mailApp(): Application {
  const app = express();
  app.get('/', (_req, res) => {
    res.append('Set-Cookie', 'mail=open; Path=/; Secure; HttpOnly');
    res.append('Set-Cookie', 'shared=yes; Path=/; Secure; Domain=example.test');
    res.type('html').send('<title>mail</title>');
  });
  return app;
}

test('signing out ends this host alone, and leaves what the visitor chose', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'emas-sister-'));
  closers.push(() => rmSync(folder, { recursive: true }));
  const { server: keys } = makeCertificates(folder);
  const portal = `https://portal.example.test:${await listen(createServer(keys, portalApp()))}`;
  const mail = `https://mail.example.test:${await listen(createServer(keys, mailApp()))}`;
  const context = await newContext();
  const page = await context.newPage();
  const who = async (): Promise<string | null> => {
    await page.goto(`${portal}/who`);
    return page.textContent('body');
  };
  await page.goto(mail);
  await page.evaluate("localStorage.setItem('draft', 'of the mail')");
  await page.goto(portal);
  await page.evaluate("localStorage.setItem('draft', 'of a claim')");
  await page.goto(`${portal}/in`);
  expect(await who()).toBe('member');

  await page.goto(`${portal}/out`);

  const left = (await context.cookies()).map(({ domain, name }) => `${domain} ${name}`);
  expect(left.toSorted()).toEqual([
    '.example.test shared',
    'mail.example.test mail',
    'portal.example.test __Host-consent',
    'portal.example.test language',
  ]);
  expect(await who()).toBe('nobody');
  await page.goto(portal);
  expect(await page.evaluate("localStorage.getItem('draft')")).toBeNull();
  await page.goto(mail);
  expect(await page.evaluate("localStorage.getItem('draft')")).toBe('of the mail');
});

const IDLE_MS = 10_000;

test('a dashboard that refreshes itself ends with its idle time, and one in use does not', async () => {
  const engine = await startEngine();
  closers.push(() => engine.stop());
  const own = runningSuite({
    clickhouse: { url: engine.url },
    session: { idleTimeout: IDLE_MS },
    dashboards: {
      refresh: 1000,
      authorize: (req) => (req.emas?.session?.account === undefined ? [] : ['marketing']),
    },
  });
  closers.push(() => own.end());
  const app = express();
  own.emas.mount(app);
  app.get('/in', async (req, res) => {
    await req.emas?.session?.signIn('marketing');
    res.send('in');
  });
  const origin = `http://127.0.0.1:${await listen(createHttpServer(app))}`;
  const page = await (await newContext()).newPage();
  await page.goto(`${origin}/in`);
  await page.goto(`${origin}/emas/dashboard/traffic`);
  let polls = 0;
  page.on('request', (request) => {
    polls += Number(request.url().includes('/api/traffic'));
  });
  // Somebody looks at one period after the other for longer than the idle time.
  const isOver = Date.now() + 1.3 * IDLE_MS;
  for (let turn = 0; Date.now() < isOver; turn += 1) {
    await page
      .getByRole('link', { name: turn % 2 === 0 ? '30 days' : '7 days', exact: true })
      .click();
    await page.waitForTimeout(500);
  }
  expect(own.told.map(({ name }) => name)).not.toContain('session_expired');
  const asked = polls;
  // Nobody is there any more; the page says so instead of figures.
  await page.getByText('signed out', { exact: false }).first().waitFor();
  expect(polls).toBeGreaterThan(asked);
  expect(own.told.find(({ name }) => name === 'session_expired')?.fields).toMatchObject({
    reason: 'idle',
  });
});
