import { once } from 'node:events';
import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createEventBus } from '@emas/events';
import { hardening } from '@emas/hardening';
import { captcha, startStandIn } from '@emas/captcha';
import type { ProviderName, StandIn } from '@emas/captcha';
import { requestContext } from '@emas/request-context';
import express from 'express';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { newReader, openBrowser } from './open-browser.js';
import { accessibilityFaults, sidewaysOverflow, untilFilled, watch } from './page-checks.ts';

/* A form of an app with the strict policy, and each provider's widget as the stand-in serves it. */

const BOXES: readonly ProviderName[] = ['recaptcha-v2', 'turnstile', 'hcaptcha'];
const INVISIBLE: readonly ProviderName[] = [
  'recaptcha-v2-invisible',
  'recaptcha-v3',
  'recaptcha-enterprise',
];

/** What many apps do: a listener that is there before any other, and a button without a form's submission. */
const SENDS_ITSELF = `
  const form = document.querySelector('form');
  const send = async () => {
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch('/PROVIDER/sent', { method: 'POST', body });
    document.querySelector('#verdict').textContent += (await answer.text()) + ';';
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void send();
  });
  document.querySelector('#own').addEventListener('click', async () => {
    const token = await document.querySelector('[data-emas-captcha]').emasCaptcha.token();
    if (token !== '') void send();
  });`;

let standIn: StandIn;
let server: Server;
let origin = '';
let browser: Browser;

beforeAll(async () => {
  standIn = await startStandIn();
  const { siteKey, secret, project, url } = standIn;
  const app = express();
  app.use(requestContext({ app }), hardening({ events: createEventBus() }));
  app.get('/favicon.ico', (_req, res) => void res.sendStatus(204));
  for (const provider of [...BOXES, ...INVISIBLE]) {
    const check = captcha({
      provider,
      siteKey,
      secret,
      host: url,
      hostnames: ['127.0.0.1'],
      events: createEventBus(),
      limit: { tries: 1 },
      widget: { support: 'support@portal.example', path: `/${provider}/captcha.js` },
      ...(provider === 'recaptcha-enterprise' ? { project } : {}),
    });
    app.use(check.widget);
    app.get(`/${provider}`, (req, res) => {
      const language = req.query['lang'] === 'ms' ? 'ms' : 'en';
      res.send(`<!doctype html><html lang="${language}"><title>Form</title>
        <meta name="viewport" content="width=device-width"><main><h1>Form</h1>
        <form method="post"><label>Name <input name="name"></label>
        ${res.locals.captcha?.({ language })}<button name="act" value="go">Send</button></form></main>`);
    });
    app.get(`/${provider}/by-script`, (_req, res) => {
      const nonce = res.locals['nonce'];
      res.send(`<!doctype html><html lang="en"><title>Form</title>
        <form>${res.locals.captcha?.({ language: 'en' })}<button>Send</button></form>
        <button id="own">Send otherwise</button><output id="verdict"></output>
        <script nonce="${nonce}">${SENDS_ITSELF.replace('PROVIDER', provider)}</script>`);
    });
    app.post(`/${provider}/sent`, express.urlencoded({ extended: false }), check, (req, res) => {
      res.send(`${req.emas?.captcha?.ok} ${req.emas?.captcha?.reason}`);
    });
    app.post(`/${provider}`, express.urlencoded({ extended: false }), check, (req, res) => {
      const verdict = req.emas?.captcha;
      res.type('html').send(`<!doctype html><html lang="en"><title>Sent</title><main><h1>Sent</h1>
        <p id="verdict">${verdict?.ok} ${verdict?.reason} ${req.body.name} ${req.body.act}</p></main>`);
    });
  }
  server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  browser = await openBrowser();
});

afterEach(() => {
  standIn.fault = undefined;
});

afterAll(async () => {
  await browser?.close();
  server?.close();
  await standIn?.close();
});

async function open(
  path: string,
  options: Parameters<typeof newReader>[1] = {},
): Promise<{ context: BrowserContext; page: Page; watched: Awaited<ReturnType<typeof watch>> }> {
  const context = await newReader(browser, { bypassCSP: false, ...options });
  const watched = await watch(context, origin);
  const page = await context.newPage();
  await page.goto(origin + path);
  return { context, page, watched };
}

const verdict = (page: Page): Promise<string> => page.locator('#verdict').innerText();
const tick = (page: Page): Promise<void> =>
  page.frameLocator('iframe').getByRole('checkbox').check();

describe.each(BOXES)('%s', (provider) => {
  it('is loaded when the form is used, and lets the form go once it is ticked', async () => {
    const { context, page, watched } = await open(`/${provider}`);
    await page.waitForLoadState('networkidle');
    expect(watched.foreignRequests).toEqual([]);
    await page.getByLabel('Name').fill('Aminah');
    await page.getByRole('button').click();
    await page.getByText('Please complete the check first.').waitFor();
    await tick(page);
    await untilFilled(page.locator('textarea[name$="-response"]'));
    await page.getByRole('button').click();
    expect(await verdict(page)).toBe('true passed Aminah go');
    expect(watched.foreignRequests.every((url) => url.startsWith(standIn.url))).toBe(true);
    expect(watched.complaints).toEqual([]);
    await context.close();
  });
});

describe.each(INVISIBLE)('%s', (provider) => {
  it('finds a token as the form is sent, and sends it as it was', async () => {
    const { context, page, watched } = await open(`/${provider}`);
    await page.waitForLoadState('networkidle');
    expect(watched.foreignRequests).toEqual([]);
    await page.getByLabel('Name').fill('Aminah');
    await page.getByRole('button').click();
    expect(await verdict(page)).toBe('true passed Aminah go');
    expect(watched.complaints).toEqual([]);
    await context.close();
  });

  it('waits for a frame that comes late', async () => {
    const { context, page } = await open(`/${provider}`);
    await context.route('**/stand-in/frame?*', async (route) => {
      await sleep(500);
      await route.continue();
    });
    await page.getByLabel('Name').fill('Aminah');
    await page.getByRole('button').click();
    expect(await verdict(page)).toBe('true passed Aminah go');
    await context.close();
  });
});

describe.each(INVISIBLE)('a form that the app sends by a script, %s', (provider) => {
  it('goes with a token of its own each time, by its event or without one', async () => {
    const { context, page, watched } = await open(`/${provider}/by-script`);
    for (const [time, name] of ['Send', 'Send', 'Send otherwise', 'Send otherwise'].entries()) {
      await page.getByRole('button', { name, exact: true }).click();
      await page.getByText('true passed;'.repeat(time + 1)).waitFor();
    }
    expect(await verdict(page)).toBe('true passed;'.repeat(4));
    expect(watched.complaints).toEqual([]);
    await context.close();
  });
});

describe.each(BOXES)('a form that the app sends by a script, %s', (provider) => {
  it('asks for another tick the second time', async () => {
    const { context, page } = await open(`/${provider}/by-script`);
    const send = page.getByRole('button', { name: 'Send', exact: true });
    for (const time of [1, 2]) {
      await send.click();
      await page.getByText('Please complete the check first.').waitFor();
      await tick(page);
      await untilFilled(page.locator('textarea[name$="-response"]'));
      await send.click();
      await page.getByText('true passed;'.repeat(time)).waitFor();
    }
    expect(await verdict(page)).toBe('true passed;true passed;');
    await context.close();
  });
});

describe('without the widget', () => {
  it('is sent by a browser without JavaScript, as often as the limit allows', async () => {
    const { context, page } = await open('/turnstile', { javaScriptEnabled: false });
    expect(await page.getByText('Without JavaScript the check cannot run.').isVisible()).toBe(true);
    await page.getByRole('button').click();
    expect(await verdict(page)).toContain('true without-widget');
    await page.goto(`${origin}/turnstile`);
    await page.getByRole('button').click();
    expect(await verdict(page)).toContain('false limited');
    await context.close();
  });

  it.each(['reset', 'html'] as const)(
    'is sent where the provider cannot be reached (%s), and says so',
    async (fault) => {
      standIn.fault = fault;
      const provider = fault === 'reset' ? 'hcaptcha' : 'recaptcha-v2';
      const { context, page } = await open(`/${provider}`);
      await page.clock.install();
      await page.getByLabel('Name').focus();
      await page.clock.fastForward(11_000);
      await page.getByText('The check is not available.').waitFor();
      await page.getByRole('button').click();
      expect(await verdict(page)).toContain('true without-widget');
      await context.close();
    },
  );

  it('is refused where no reason is given', async () => {
    const answer = await fetch(`${origin}/turnstile`, {
      method: 'POST',
      body: new URLSearchParams({ name: 'Aminah' }),
    });
    expect(await answer.text()).toContain('false missing-token');
  });
});

it.each([
  ['a desktop, in English', 'en', { width: 1280, height: 800 }, 'support@portal.example'],
  ['a phone, in Malay', 'ms', { width: 320, height: 640 }, 'Semakan sedang dimuatkan'],
])('is readable on %s', async (_name, language, viewport, text) => {
  const { context, page } = await open(`/recaptcha-v2?lang=${language}`, {
    viewport,
    bypassCSP: true,
  });
  expect(await page.content()).toContain(text);
  await page.locator('input[name=name]').focus();
  await page.frameLocator('iframe').getByRole('checkbox').waitFor();
  expect(await sidewaysOverflow(page)).toBe(0);
  expect(await accessibilityFaults(page)).toEqual([]);
  await context.close();
});
