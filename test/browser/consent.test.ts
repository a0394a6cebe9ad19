import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { consent } from '@emas/consent';
import { createEventBus } from '@emas/events';
import { hardening } from '@emas/hardening';
import { requestContext } from '@emas/request-context';
import express from 'express';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { newReader, openBrowser } from './open-browser.js';
import { accessibilityFaults, sidewaysOverflow, watch } from './page-checks.ts';

/* A page that asks for consent under the strict policy, and a chat of another origin that it may load. */

const both = (en: string, ms: string): { en: string; ms: string } => ({ en, ms });

let browser: Browser;
let server: Server;
let chat: Server;
let origin = '';
/** What the chat's host was asked for. */
const askedOfChat: string[] = [];

beforeAll(async () => {
  chat = createServer((req, res) => {
    askedOfChat.push(req.url ?? '');
    res.writeHead(200, { 'Content-Type': 'text/javascript' });
    res.end('document.querySelector("#chat").textContent = "Chat is open";');
  });
  chat.listen(0, '127.0.0.1');
  await once(chat, 'listening');
  const app = express();
  app.use(requestContext({ app }), hardening({ events: createEventBus() }));
  // It stands for the service's script, which is on HTTPS elsewhere.
  const src = '/chat.js';
  app.use(
    consent({
      purposes: [
        {
          id: 'signing-in',
          name: both('Signing in', 'Log masuk'),
          description: both('Keeps you signed in.', 'Mengekalkan log masuk anda.'),
          necessary: true,
          services: [
            {
              id: 'portal',
              name: 'e-MAS',
              description: both('The portal itself.', 'Portal ini sendiri.'),
              provider: { name: 'e-MAS', country: 'MY', privacy: 'https://portal.example/privacy' },
              retention: both('until you close the browser', 'sehingga anda menutup pelayar'),
              healthData: true,
            },
          ],
        },
        {
          id: 'support-chat',
          name: both('Support by chat', 'Sokongan melalui sembang'),
          description: both(
            'Somebody answers while you read.',
            'Seseorang menjawab semasa anda membaca.',
          ),
          services: [
            {
              id: 'chat',
              name: 'Chatter',
              description: both('Shows the chat.', 'Memaparkan sembang.'),
              provider: {
                name: 'Chatter Sdn Bhd',
                country: 'SG',
                privacy: 'https://chatter.example/',
              },
              retention: both('30 days', '30 hari'),
              healthData: false,
              cookies: [
                {
                  name: 'chatter_id',
                  description: both('Your conversation', 'Perbualan anda'),
                  retention: both('30 days', '30 hari'),
                },
              ],
              script: { src },
            },
          ],
        },
      ],
    }),
  );
  app.get('/favicon.ico', (_req, res) => void res.sendStatus(204));
  app.get(src, (_req, res) => {
    res.redirect(`http://127.0.0.1:${(chat.address() as AddressInfo).port}/widget.js`);
  });
  app.get('/', (req, res) => {
    const language = req.query['lang'] === 'ms' ? 'ms' : 'en';
    res.send(`<!doctype html><html lang="${language}"><title>Page</title>
      <meta name="viewport" content="width=device-width"><main><h1>Page</h1><p id="chat">No chat</p>
      <a href="/emas/consent?lang=${language}">Privacy choices</a></main>
      ${res.locals.consentForm?.({ language }) ?? ''}${res.locals.script?.('chat') ?? ''}`);
  });
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await openBrowser();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
  chat?.close();
});

async function open(options: Parameters<typeof newReader>[1] = {}): Promise<{
  context: BrowserContext;
  page: Page;
}> {
  const context = await newReader(browser, options);
  const page = await context.newPage();
  await page.goto(origin);
  return { context, page };
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const hasForm = async (page: Page): Promise<boolean> =>
  (await page.getByRole('region', { name: 'What may this site use?' }).count()) === 1;

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('%s', (_name, javaScriptEnabled) => {
  it('a first visit sets nothing and asks nobody else; refused, it stays so', async () => {
    const before = askedOfChat.length;
    const { context, page } = await open({ javaScriptEnabled });
    expect(await context.cookies()).toEqual([]);
    expect(await hasForm(page)).toBe(true);
    await button(page, 'Refuse all').click();
    expect(await hasForm(page)).toBe(false);
    expect((await context.cookies()).map(({ name }) => name)).toEqual(['consent']);
    expect(askedOfChat).toHaveLength(before);
    await context.close();
  });

  it('by keyboard: chosen, loaded, withdrawn on the permanent page, and not loaded any more', async () => {
    const { context, page } = await open({ javaScriptEnabled });
    await page.getByText('Choose', { exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('checkbox', { name: 'Support by chat' }).focus();
    await page.keyboard.press('Space');
    await button(page, 'Save my choice').focus();
    const before = askedOfChat.length;
    const answered = page.waitForResponse((one) => one.request().method() === 'POST');
    await page.keyboard.press('Enter');
    await answered;
    await page.waitForLoadState('networkidle');
    expect(new URL(page.url()).pathname).toBe('/');
    expect(askedOfChat.length > before).toBe(javaScriptEnabled);
    await page.getByRole('link', { name: 'Privacy choices' }).click();
    expect(await page.getByRole('checkbox', { name: 'Support by chat' }).isChecked()).toBe(true);
    await button(page, 'Refuse all').click();
    await page.getByText('Your choice is kept.').waitFor();
    const withdrawn = askedOfChat.length;
    await page.goto(origin);
    await page.waitForLoadState('networkidle');
    expect(askedOfChat).toHaveLength(withdrawn);
    await context.close();
  });
});

it('cleared by hand, the cookie is asked for again; two tabs agree', async () => {
  const { context, page } = await open();
  const other = await context.newPage();
  await other.goto(origin);
  await button(page, 'Accept all').click();
  await other.reload();
  expect(await hasForm(other)).toBe(false);
  await context.clearCookies();
  await other.reload();
  expect(await hasForm(other)).toBe(true);
  await context.close();
});

it('accept and refuse look the same', async () => {
  const { context, page } = await open({ bypassCSP: true });
  const looks = (choice: string): Promise<string> =>
    page.evaluate<string>(`(() => {
      const element = document.querySelector('.emas-consent-buttons [value=${choice}]');
      const { width, height } = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      // Where it stands, and what is worked out from its width, are each one's own.
      const names = [...style].filter((one) => !/^(?:inline|perspective|transform|width)/.test(one));
      return JSON.stringify([names.map((one) => [one, style[one]]), Math.round(width), Math.round(height)]);
    })()`);
  expect(await looks('accept')).toBe(await looks('refuse'));
  await context.close();
});

describe.each([
  { language: 'en', colorScheme: 'light', forcedColors: 'none' },
  { language: 'ms', colorScheme: 'dark', forcedColors: 'none' },
  { language: 'ms', colorScheme: 'light', forcedColors: 'active' },
] as const)('for everybody, $language, $colorScheme, forced colours $forcedColors,', (reader) => {
  it('the form and the permanent page can be read and used', async () => {
    const { language, colorScheme, forcedColors } = reader;
    const context = await newReader(browser, { colorScheme, forcedColors, bypassCSP: true });
    const seen = await watch(context, origin);
    const page = await context.newPage();
    const faults: string[] = [];
    for (const path of [`/?lang=${language}`, `/emas/consent?lang=${language}`]) {
      await page.goto(origin + path);
      for (const details of await page.locator('details').all()) {
        await details.evaluate((element) => element.setAttribute('open', ''));
      }
      for (const width of [320, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        faults.push(...(await accessibilityFaults(page)));
        if ((await sidewaysOverflow(page)) > 0) faults.push(`${path} is too wide for ${width}`);
      }
    }
    expect(faults).toEqual([]);
    expect(seen.foreignRequests).toEqual([]);
    expect(seen.complaints).toEqual([]);
    await context.close();
  });
});

it('breaks no policy, in no state', async () => {
  const context = await newReader(browser);
  const seen = await watch(context, origin);
  const page = await context.newPage();
  await page.goto(origin);
  await button(page, 'Accept all').click();
  await page.getByText('Chat is open').waitFor();
  await page.goto(`${origin}/emas/consent?lang=ms`);
  await page.getByRole('button', { name: 'Tolak semua' }).click();
  expect(seen.complaints).toEqual([]);
  await context.close();
});
