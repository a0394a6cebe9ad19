import { EventEmitter, once } from 'node:events';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { waitUntil } from '../waiting/wait-until.ts';
import { startConsentSite } from './consent-site.ts';
import type { ConsentSite } from './consent-site.ts';
import { newReader, openBrowser } from './open-browser.js';

/* What a visitor presses last is what holds; what nobody pressed is decided by nobody. */

let browser: Browser;
let site: ConsentSite;
let told = 0;
beforeAll(async () => {
  site = await startConsentSite();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  site?.close();
});
beforeEach(() => {
  told = site.told.length;
});

const receipts = (): unknown[] =>
  site.told
    .slice(told)
    .flatMap(({ name, fields }) =>
      name === 'consent_recorded' && 'choice' in fields ? [fields.choice] : [],
    );
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const kept = async (context: BrowserContext): Promise<string> =>
  (await context.cookies()).map(({ value }) => value).join();

/** A page whose first choice is answered when the gate is opened. */
async function slowly(): Promise<{ context: BrowserContext; page: Page; open(): void }> {
  const context = await newReader(browser);
  const gate = new EventEmitter();
  const opened = once(gate, 'open');
  let isFirst = true;
  await context.route('**/emas/consent', async (route) => {
    const isHeld = isFirst && route.request().method() === 'POST';
    if (isHeld) isFirst = false;
    const answer = await route.fetch();
    if (isHeld) await opened;
    await route.fulfill({ response: answer });
  });
  const page = await context.newPage();
  await page.goto(site.origin);
  return { context, page, open: () => void gate.emit('open') };
}

it('the last press holds, though the answer to an earlier one is late', async () => {
  const { context, page, open } = await slowly();
  await button(page, 'Accept all').click();
  await waitUntil('the first receipt', () => receipts().length === 1);
  await button(page, 'Refuse all').click();
  open();
  await page.getByText('Your choice is saved.').waitFor();
  expect(receipts()).toEqual(['accept', 'refuse']);
  expect(await kept(context)).not.toMatch(/\.1g?\./);
  expect(site.asked).toEqual({ chat: [], map: [] });
  await context.close();
});

it('pressed twice, it is decided once', async () => {
  const { context, page, open } = await slowly();
  await button(page, 'Refuse all').dblclick();
  open();
  await page.getByText('Your choice is saved.').waitFor();
  expect(receipts()).toEqual(['refuse']);
  await context.close();
});

it('over the page, the keys with which people scroll decide nothing', async () => {
  const context = await newReader(browser);
  const page = await context.newPage();
  await page.goto(`${site.origin}/?modal=1`);
  const dialog = page.getByRole('dialog', { name: 'What may this site use?' });
  await dialog.waitFor();
  const heading = page.getByRole('heading', { name: 'What may this site use?' });
  expect(await heading.evaluate((element) => element.matches(':focus'))).toBe(true);
  for (const key of ['Space', 'Enter', 'PageDown']) await page.keyboard.press(key);
  expect(await dialog.count()).toBe(1);
  expect([await context.cookies(), receipts()]).toEqual([[], []]);
  await context.close();
});

it('over the page, put away, nothing of it is left', async () => {
  const context = await newReader(browser);
  const page = await context.newPage();
  await page.goto(`${site.origin}/?modal=1`);
  await button(page, 'Refuse all').click();
  await button(page, 'Close').press('Enter');
  expect(await page.locator('dialog').count()).toBe(0);
  await context.close();
});

it('is not printed, and not quoted by search engines', async () => {
  const context = await newReader(browser);
  const page = await context.newPage();
  await page.goto(site.origin);
  const region = page.locator('section[data-emas-consent]');
  const place = page.locator('form[data-emas-consent]');
  expect([await region.isVisible(), await place.isVisible()]).toEqual([true, true]);
  await page.emulateMedia({ media: 'print' });
  expect([await region.isVisible(), await place.isVisible()]).toEqual([false, false]);
  const { length } = await page.locator('[data-nosnippet]').all();
  expect(length).toBe(2);
  await context.close();
});

it('a map that is allowed has its size on every visit, without JavaScript too', async () => {
  for (const javaScriptEnabled of [true, false]) {
    const context = await newReader(browser, { javaScriptEnabled });
    const page = await context.newPage();
    await page.goto(site.origin);
    await button(page, 'Accept all').click();
    await page.locator('iframe').waitFor();
    await page.goto(`${site.origin}/other`);
    const box = await page.locator('iframe').boundingBox();
    expect((box?.width ?? 0) / (box?.height ?? 1)).toBeCloseTo(16 / 9, 1);
    expect(box?.width).toBeGreaterThan(800);
    await context.close();
  }
});
