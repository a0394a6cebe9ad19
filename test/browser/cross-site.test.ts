import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { ACCOUNTS } from './accounts.js';
import { openBrowser, signIn } from './open-browser.js';
import { startPortal } from './start-portal.js';
import type { RunningPortal } from './start-portal.js';

let portal: RunningPortal;
let browser: Browser;
let context: BrowserContext;
let attacker: Server;
let evil = '';

/** `localhost` and `127.0.0.1` are two sites to a browser. */
const portalOrigin = (): string => portal.origin.replace('127.0.0.1', 'localhost');

const form = (action: string, fields: string): string =>
  `<form method="post" action="${action}">${fields}<button>Win a prize</button></form>`;

beforeAll(async () => {
  portal = await startPortal();
  browser = await openBrowser();
  context = await browser.newContext();
  const pages: Readonly<Record<string, () => string>> = {
    '/logout': () => form(`${portalOrigin()}/en/logout`, ''),
    '/login': () =>
      form(
        `${portalOrigin()}/en/login`,
        '<input name="username" value="marketing"><input name="password" value="angka-sahaja">',
      ),
    '/image': () => `<img src="${portalOrigin()}/en/logout" alt="">`,
    '/frame': () => `<iframe src="${portalOrigin()}/en/account"></iframe>`,
    '/link': () => `<a href="${portalOrigin()}/en/account">Your account</a>`,
    '/blank': () => 'nothing here',
  };
  attacker = createServer((req, res) => {
    const page = pages[req.url ?? ''];
    res.setHeader('Content-Type', 'text/html');
    res.end(`<!doctype html><title>Prizes</title>${page?.() ?? ''}`);
  });
  attacker.listen(0, '127.0.0.1');
  await once(attacker, 'listening');
  evil = `http://127.0.0.1:${(attacker.address() as AddressInfo).port}`;
  const page = await context.newPage();
  await signIn(page, portalOrigin(), ACCOUNTS.member);
  await page.close();
});

afterAll(async () => {
  await context?.close();
  await browser?.close();
  attacker?.close();
  await portal?.close();
});

async function isSignedIn(): Promise<boolean> {
  const page = await context.newPage();
  await page.goto(`${portalOrigin()}/en/account`);
  const { pathname } = new URL(page.url());
  await page.close();
  return pathname === '/en/account';
}

async function open(path: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(evil + path);
  return page;
}

describe("another site's page", () => {
  it.each(['/logout', '/login'])('sends a form to %s in vain', async (path) => {
    const page = await open(path);
    const answered = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.getByRole('button').click();
    expect((await answered).status()).toBe(403);
    expect(await page.locator('main').innerText()).not.toContain('angka-sahaja');
    await page.close();
    expect(await isSignedIn()).toBe(true);
  });

  it.each(['cors', 'no-cors'])('fetches in vain, mode %s', async (mode) => {
    const page = await open('/blank');
    const outcome = await page.evaluate(
      `fetch('${portalOrigin()}/en/logout', { method: 'POST', mode: '${mode}', credentials: 'include' })
        .then((response) => response.type + ' ' + response.status, () => 'failed')`,
    );
    // Either it may not read the answer, or it hears nothing of it.
    expect(['failed', 'opaque 0', 'opaqueredirect 0']).toContain(outcome);
    await page.close();
    expect(await isSignedIn()).toBe(true);
  });

  it('loads an image in vain', async () => {
    const page = await open('/image');
    expect(await page.evaluate('document.images[0].naturalWidth')).toBe(0);
    await page.close();
    expect(await isSignedIn()).toBe(true);
  });

  it('cannot show our pages in a frame', async () => {
    const page = await open('/frame');
    await page.waitForTimeout(500);
    const texts = page.frames().map(async (frame) => frame.locator('body').innerText());
    expect((await Promise.all(texts)).join(' ')).not.toContain('Your policy');
    await page.close();
  });

  it('cannot keep hold of a window of ours', async () => {
    const page = await open('/blank');
    const opened = context.waitForEvent('page');
    await page.evaluate(`window.held = window.open('${portalOrigin()}/en/account')`);
    const ours = await opened;
    await ours.waitForLoadState();
    // Our page is in another group of windows: theirs holds nothing any more.
    await page.waitForFunction('window.held.closed');
    expect(await page.evaluate('window.held.closed')).toBe(true);
    await ours.close();
    await page.close();
  });

  it('may link to us', async () => {
    const page = await open('/link');
    await page.getByRole('link').click();
    await page.waitForURL(`${portalOrigin()}/en/account`);
    expect(await page.locator('main').innerText()).toContain('Your policy');
    await page.close();
  });
});
