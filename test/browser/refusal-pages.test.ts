import { once } from 'node:events';
import type { Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEventBus } from '@emas/events';
import { crossSiteCheck, hardening, rateLimit } from '@emas/hardening';
import { requestContext } from '@emas/request-context';
import express from 'express';
import type { Browser, Page } from 'playwright-core';
import { newReader, openBrowser } from './open-browser.js';
import { accessibilityFaults, sidewaysOverflow, watch } from './page-checks.ts';

/* What people see of a request that the suite does not let through, under its own strict policy. */

let server: Server;
let origin: string;
let browser: Browser;

beforeAll(async () => {
  const app = express();
  app.set('env', 'production');
  const events = createEventBus();
  app.get('/favicon.ico', (_req, res) => void res.sendStatus(204));
  app.use(requestContext({ app }));
  app.use(hardening({ maxUrlLength: 256, maxParameters: 3, maxBodyBytes: 1024, events }));
  app.get('/often', rateLimit({ limit: 1, events }), (_req, res) => void res.send('once'));
  app.get('/form', (_req, res) => {
    const long = 'x'.repeat(2000);
    const form = `<form method="post" action="/form"><textarea name="text">${long}</textarea><button>Send</button></form>`;
    res.type('html').send(`<!doctype html><title>Form</title>${form}`);
  });
  app.post('/only-ours', crossSiteCheck({ events, except: () => false }));
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

interface Refused {
  readonly status: number;
  readonly meet: (page: Page) => Promise<unknown>;
  readonly title: { readonly en: string; readonly ms: string };
}

const open =
  (path: string) =>
  (page: Page): Promise<unknown> =>
    page.goto(`${origin}${path}`);

const REFUSED: Readonly<Record<string, Refused>> = {
  'too many parameters': {
    status: 400,
    meet: open('/?a=1&b=2&c=3&d=4'),
    title: { en: 'This address cannot be read', ms: 'Alamat ini tidak dapat dibaca' },
  },
  'a form of another site': {
    status: 403,
    async meet(page) {
      // A page of no origin, as a file from a mail is.
      await page.setContent(
        `<form method="post" action="${origin}/only-ours"><button>Win</button></form>`,
      );
      await page.click('button');
      await page.waitForURL(`${origin}/only-ours`);
    },
    title: {
      en: 'This did not come from our own page',
      ms: 'Ini tidak dihantar dari halaman kami',
    },
  },
  'a form that is too large': {
    status: 413,
    async meet(page) {
      await page.goto(`${origin}/form`);
      await page.click('button');
      await page.waitForSelector('h1');
    },
    title: { en: 'What you sent is too large', ms: 'Kiriman anda terlalu besar' },
  },
  'a long address': {
    status: 414,
    meet: open(`/${'x'.repeat(300)}`),
    title: { en: 'The address is too long', ms: 'Alamat ini terlalu panjang' },
  },
  'asking too often': {
    status: 429,
    async meet(page) {
      await page.goto(`${origin}/often`);
      await page.goto(`${origin}/often`);
    },
    title: { en: 'Too many requests', ms: 'Terlalu banyak permintaan' },
  },
};

describe.each(Object.entries(REFUSED))('%s', (_name, { status, meet, title }) => {
  it.each([
    ['en', 'en-MY', { width: 1280, height: 800 }],
    ['ms', 'ms-MY', { width: 320, height: 640 }],
  ] as const)(
    'is explained on a page in "%s", with a way on',
    async (language, locale, viewport) => {
      const context = await newReader(browser, { locale, viewport });
      const watched = await watch(context, origin);
      const page = await context.newPage();
      const statuses: number[] = [];
      page.on('response', (response) => statuses.push(response.status()));
      await meet(page);
      expect(statuses.at(-1)).toBe(status);
      expect(await page.textContent('h1')).toBe(title[language]);
      expect(await page.getAttribute('html', 'lang')).toBe(language);
      // Styled, so the policy let the style in.
      expect(
        await page.locator('main').evaluate((main) => main.getBoundingClientRect().top),
      ).toBeGreaterThan(40);
      expect(await sidewaysOverflow(page)).toBe(0);
      const home = page.locator('a[href="/"]');
      expect((await home.boundingBox())?.height).toBeGreaterThanOrEqual(24);
      const own = watched.complaints.filter((text) => !text.includes(`status of ${status}`));
      expect(own).toEqual([]);
      expect(watched.foreignRequests).toEqual([]);
      await context.close();
    },
  );
});

it('has nothing that axe finds wrong', async () => {
  const context = await newReader(browser, { bypassCSP: true });
  const page = await context.newPage();
  await page.goto(`${origin}/?a=1&b=2&c=3&d=4`);
  expect(await accessibilityFaults(page)).toEqual([]);
  await context.close();
});
