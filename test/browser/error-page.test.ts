import { once } from 'node:events';
import type { Server } from 'node:http';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createEventBus } from '@emas/events';
import { errorHandler } from '@emas/logging';
import { requestContext } from '@emas/request-context';
import express from 'express';
import type { Browser } from 'playwright-core';
import { newReader, openBrowser } from './open-browser.js';
import { accessibilityFaults, sidewaysOverflow, watch } from './page-checks.ts';

/* The page that an app shows which has none of its own, under a policy that allows nothing else. */

const POLICY =
  "default-src 'none'; style-src 'nonce-n1'; img-src 'self'; require-trusted-types-for 'script'";
let server: Server;
let origin: string;
let browser: Browser;

beforeAll(async () => {
  const app = express();
  app.use(requestContext({ app }), (_req, res, next) => {
    res.locals['nonce'] = 'n1';
    res.set('Content-Security-Policy', POLICY);
    next();
  });
  app.get('/favicon.ico', (_req, res) => void res.sendStatus(204));
  app.get('/fails', () => {
    throw new Error('out of ink');
  });
  app.use(errorHandler({ events: createEventBus(), details: false }));
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  server.close();
});

it.each([
  ['a desktop, in English', 'en-GB', { width: 1280, height: 800 }, 'Something went wrong'],
  ['a phone, in Malay', 'ms-MY', { width: 320, height: 640 }, 'Sesuatu tidak kena'],
])(
  'is readable, in its language and within its policy on %s',
  async (_name, locale, viewport, title) => {
    const context = await newReader(browser, { locale, viewport, bypassCSP: false });
    const watched = await watch(context, origin);
    const page = await context.newPage();
    const response = await page.goto(`${origin}/fails`);
    expect(response?.status()).toBe(500);
    expect(await page.textContent('h1')).toBe(title);
    expect(await page.textContent('main')).toContain(response?.headers()['x-request-id']);
    expect(await page.content()).not.toContain('out of ink');
    expect(await sidewaysOverflow(page)).toBe(0);
    // The browser itself notes the status; nothing else is wrong.
    expect(watched.complaints.filter((text) => !text.includes('status of 500'))).toEqual([]);
    expect(watched.foreignRequests).toEqual([]);
    await context.close();
  },
);

it('has nothing that axe finds wrong', async () => {
  const context = await newReader(browser, { bypassCSP: true });
  const page = await context.newPage();
  await page.goto(`${origin}/fails`);
  expect(await accessibilityFaults(page)).toEqual([]);
  await context.close();
});
