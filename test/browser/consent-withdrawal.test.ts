import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { consent } from '@emas/consent';
import type { Service } from '@emas/consent';
import { createEventBus } from '@emas/events';
import { requestContext } from '@emas/request-context';
import express from 'express';
import type { Browser, Page } from 'playwright-core';
import { makeCertificates } from '../../packages/logging/test/syslog/certificates.ts';
import { waitUntil } from '../waiting/wait-until.ts';
import { newReader, openBrowser } from './open-browser.js';

/* What a purpose left in a browser goes when it is withdrawn, however it was set, over HTTPS. */

const folder = mkdtempSync(join(tmpdir(), 'emas-withdrawal-'));
let browser: Browser;
let server: Server;
let origin = '';

const both = (text: string): { en: string; ms: string } => ({ en: text, ms: text });
const named = (name: string) => ({ name, description: both('It'), retention: both('30 days') });
const service = (id: string, cookies: string[], storage: string[]): Service => ({
  id,
  name: id,
  description: both(id),
  provider: { name: id, country: 'MY', privacy: 'https://x.example/' },
  retention: both('30 days'),
  healthData: false,
  cookies: cookies.map(named),
  storage: storage.map(named),
});
const STAT = ['stat', '__Secure-stat', '__Host-stat', 'part', 'deep', '_ga*'];

/** As services set them: by the answer, and by a script. */
const SET_BY_ANSWER = [
  'stat=1; Path=/; Secure',
  '__Secure-stat=1; Path=/; Secure',
  '__Host-stat=1; Path=/; Secure',
  'part=1; Path=/; Secure; SameSite=None; Partitioned',
  'deep=1; Path=/account; Secure',
  'chat=1; Path=/; Secure',
  'own=1; Path=/; Secure',
];
const SET_BY_SCRIPT = `
  document.cookie = '_ga_1=1; domain=example.test; path=/';
  document.cookie = '_ga_2=1; path=/account/deeper';
  localStorage.setItem('stat_seen', 'x'); sessionStorage.setItem('stat_id', 'x');
  localStorage.setItem('chat_log', 'x'); localStorage.setItem('own', 'x');
  indexedDB.open('stat_db');`;

beforeAll(async () => {
  const app = express();
  const purpose = (id: string, one: Service) => ({
    ...{ id, name: both(id), description: both(id) },
    services: [one],
  });
  app.use(requestContext({ app }));
  app.use(
    consent({
      events: createEventBus(),
      purposes: [
        purpose('statistics', service('stats', STAT, ['stat_*'])),
        purpose('support', service('support-chat', ['chat'], ['chat_log'])),
      ],
    }),
  );
  app.get('/account/deeper/page', (req, res) => {
    const isSet = req.query['set'] !== undefined;
    if (isSet) for (const cookie of SET_BY_ANSWER) res.append('Set-Cookie', cookie);
    const script = isSet ? `<script>${SET_BY_SCRIPT}</script>` : '';
    res.send(`<!doctype html><title>Page</title>${res.locals.consentForm?.() ?? ''}${script}`);
  });
  app.get('/sent', (req, res) => void res.json(req.headers.cookie ?? ''));
  const { server: files } = makeCertificates(folder);
  server = createServer({ cert: files.cert, key: files.key }, app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `https://www.example.test:${(server.address() as AddressInfo).port}`;
  browser = await openBrowser({ domain: 'example.test' });
});
afterAll(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const stored = async (page: Page): Promise<string[]> =>
  page.evaluate(`(async () => [
    ...Object.keys(localStorage), ...Object.keys(sessionStorage),
    ...(await indexedDB.databases()).map(({ name }) => name),
  ].toSorted())()`);

it.each([
  ['with JavaScript', true],
  ['without it, the cookies', false],
])('%s', async (_name, javaScriptEnabled) => {
  const context = await newReader(browser, { ignoreHTTPSErrors: true });
  const page = await context.newPage();
  const cookies = async (): Promise<string[]> =>
    (await context.cookies()).map(({ name }) => name).toSorted();
  await page.goto(`${origin}/account/deeper/page`);
  await page.getByRole('button', { name: 'Accept all' }).click();
  await page.getByText('Your choice is saved.').waitFor();
  await page.goto(`${origin}/account/deeper/page?set=1`);
  const all = ['__Host-consent', '__Host-stat', '__Secure-stat', '_ga_1', '_ga_2'];
  const before = [...all, 'chat', 'deep', 'own', 'part', 'stat'];
  await waitUntil('all to be set', async () => (await cookies()).join() === before.join(), {
    state: cookies,
  });
  await waitUntil('the storage', async () => (await stored(page)).length === 5);

  const withdrawing = javaScriptEnabled
    ? page
    : await (
        await browser.newContext({
          ignoreHTTPSErrors: true,
          javaScriptEnabled,
          storageState: await context.storageState(),
        })
      ).newPage();
  const own = withdrawing.context();
  await withdrawing.goto(`${origin}/emas/consent?lang=en`);
  await withdrawing.getByRole('checkbox', { name: 'statistics' }).uncheck();
  await withdrawing.getByRole('button', { name: 'Save my choice' }).click();
  await withdrawing.getByText('Your choice is saved.').waitFor();
  // The likely ways with each answer, the others in turns: it takes some pages at most.
  const left = async (): Promise<string[]> =>
    (await own.cookies()).map(({ name }) => name).toSorted();
  for (let pages = 0; pages < 40 && (await left()).length > 3; pages += 1) {
    await withdrawing.goto(`${origin}/account/deeper/page`);
  }
  expect(await left()).toEqual(['__Host-consent', 'chat', 'own']);
  if (javaScriptEnabled) expect(await stored(page)).toEqual(['chat_log', 'own']);
  await own.close();
  if (own !== context) await context.close();
});
