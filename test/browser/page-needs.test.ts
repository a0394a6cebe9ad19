import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createEventBus } from '@emas/events';
import { hardening } from '@emas/hardening';
import type { HardeningOptions } from '@emas/hardening';
import { requestContext } from '@emas/request-context';
import express from 'express';
import type { Application } from 'express';
import type { Browser, Page } from 'playwright-core';
import { waitUntil } from '../waiting/wait-until.ts';
import { newReader, openBrowser } from './open-browser.js';

/** Another site: to a browser, `localhost` is not `127.0.0.1`. */
let elsewhere = '';
let browser: Browser;
const servers: Server[] = [];

async function listen(app: Application): Promise<number> {
  const server = app.listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

beforeAll(async () => {
  browser = await openBrowser();
  const other = express();
  other.get('/signed-in', (_req, res) => {
    res.send('<!doctype html><title>identity provider</title>signed in elsewhere');
  });
  other.get('/popup', (_req, res) => {
    res.send(
      '<!doctype html><title>popup</title><script>opener?.postMessage("paid", "*")</script>pop-up',
    );
  });
  elsewhere = `http://localhost:${await listen(other)}`;
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});
afterAll(async () => {
  await browser?.close();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** The smallest module: `(module)`. */
const WASM = 'new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])';

/** What a page does, and says once it has done it. */
const SCRIPTS: Readonly<Record<string, string>> = {
  wasm: `WebAssembly.instantiate(${WASM}).then(() => done('wasm'), (error) => console.error(error.message));`,
  worker: `const policy = trustedTypes.createPolicy('worker', { createScriptURL: (url) => url });
    const url = URL.createObjectURL(new Blob(['postMessage("worker")'], { type: 'text/javascript' }));
    new Worker(policy.createScriptURL(url)).onmessage = ({ data }) => done(data);`,
  frame: `const frame = document.createElement('iframe');
    frame.src = URL.createObjectURL(new Blob(['<p>in the frame</p>'], { type: 'text/html' }));
    document.body.append(frame);`,
  popup: `addEventListener('message', ({ data }) => done(data));
    document.querySelector('button').addEventListener('click', () => open('ELSEWHERE/popup'));`,
};

async function open(name: string, options: HardeningOptions): Promise<Page> {
  const app = express();
  app.use(express.urlencoded({ extended: false }));
  app.use(requestContext({ app }), hardening({ ...options, events: createEventBus() }));
  const code = (SCRIPTS[name] ?? '').replace('ELSEWHERE', elsewhere);
  app.get('/', (_req, res) => {
    res.send(`<!doctype html><html lang="en"><title>page</title><body>
      <form method="post" action="/sign-in"><button>go</button></form><p id="done"></p>
      <script nonce="${String(res.locals['nonce'])}">
        const done = (text) => { document.querySelector('#done').textContent = text; };
        ${code}
      </script>`);
  });
  app.post('/sign-in', (_req, res) => res.redirect(303, `${elsewhere}/signed-in`));
  const page = await (await newReader(browser)).newPage();
  await page.goto(`http://127.0.0.1:${await listen(app)}`);
  return page;
}

const isStopped = async (page: Page, act: () => Promise<void>): Promise<void> => {
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  await act();
  await waitUntil('the browser to say that it stopped something', async () =>
    said.some((text) => /Content Security Policy|violates/.test(text)),
  );
};

describe('what a page needs besides', () => {
  it.each<[string, string, HardeningOptions, string]>([
    ['WebAssembly', 'wasm', { needs: { scripts: ["'wasm-unsafe-eval'"] } }, 'wasm'],
    [
      'a worker that it made itself',
      'worker',
      { needs: { workers: ['blob:'], trustedTypes: ['worker'] } },
      'worker',
    ],
  ])('%s runs where it is named, and not before', async (_name, script, options, says) => {
    const allowed = await open(script, options);
    await allowed.locator('#done', { hasText: says }).waitFor();
    const page = await open(script, {});
    await isStopped(page, async () => void (await page.reload()));
    expect(await page.locator('#done').innerText()).toBe('');
  });

  it('a document that it made itself is shown in a frame where blob: is named, and not before', async () => {
    const allowed = await open('frame', { needs: { frames: ['blob:'] } });
    await allowed.frameLocator('iframe').getByText('in the frame').waitFor();
    const page = await open('frame', {});
    await isStopped(page, async () => void (await page.reload()));
    expect(await page.frameLocator('iframe').getByText('in the frame').count()).toBe(0);
  });

  it('a sign-in that goes on at an identity provider gets there where it is named, and not before', async () => {
    const allowed = await open('none', { needs: { forms: [elsewhere] } });
    await allowed.getByRole('button').click();
    await allowed.getByText('signed in elsewhere').waitFor();
    const page = await open('none', {});
    await isStopped(page, () => page.getByRole('button').click({ noWaitAfter: true }));
    expect(await page.title()).toBe('page');
  });

  it('a pop-up of another site answers where windows are shared, and not before', async () => {
    const press = async (page: Page): Promise<void> => {
      const popup = page.waitForEvent('popup');
      await page.getByRole('button').click();
      await (await popup).getByText('pop-up').waitFor();
    };
    const allowed = await open('popup', { crossOriginOpenerPolicy: 'same-origin-allow-popups' });
    await allowed.evaluate(
      'document.forms[0].addEventListener("submit", (e) => e.preventDefault())',
    );
    await press(allowed);
    await allowed.locator('#done', { hasText: 'paid' }).waitFor();
    const page = await open('popup', {});
    await page.evaluate('document.forms[0].addEventListener("submit", (e) => e.preventDefault())');
    await press(page);
    expect(await page.locator('#done').innerText()).toBe('');
  });

  it('in report mode all of it works', async () => {
    for (const name of ['wasm', 'worker'] as const) {
      const page = await open(name, { mode: 'report' });
      await page.locator('#done', { hasText: name }).waitFor();
    }
    const page = await open('none', { mode: 'report' });
    await page.getByRole('button').click();
    await page.getByText('signed in elsewhere').waitFor();
    expect(page.url()).toBe(`${elsewhere}/signed-in`);
  });
});
