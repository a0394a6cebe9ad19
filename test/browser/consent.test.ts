import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { waitUntil } from '../waiting/wait-until.ts';
import { startConsentSite } from './consent-site.ts';
import type { ConsentSite } from './consent-site.ts';
import { newReader, openBrowser } from './open-browser.js';
import { watch } from './page-checks.ts';

let browser: Browser;
let site: ConsentSite;
/** How often the other hosts had been asked as the test began. */
let before = { chat: 0, map: 0 };

beforeAll(async () => {
  site = await startConsentSite();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  site?.close();
});

beforeEach(() => {
  before = { chat: site.asked.chat.length, map: site.asked.map.length };
});

/** How often each host was asked in this test. */
const asked = (): { chat: number; map: number } => ({
  chat: site.asked.chat.length - before.chat,
  map: site.asked.map.length - before.map,
});

async function open(
  options: Parameters<typeof newReader>[1] = {},
  path = '/',
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await newReader(browser, options);
  const page = await context.newPage();
  await page.goto(site.origin + path);
  return { context, page };
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const region = (page: Page) => page.getByRole('region', { name: 'What may this site use?' });
const hasForm = async (page: Page): Promise<boolean> => (await region(page).count()) === 1;

/** What is kept, as purposes that are allowed. */
async function kept(context: BrowserContext): Promise<string[]> {
  const cookies = await context.cookies();
  expect(cookies.length).toBeLessThan(2);
  return [...(cookies[0]?.value ?? '').matchAll(/~([a-z-]+)\.[\w-]{6}\.1/g)].map(
    ([, id = '']) => id,
  );
}

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('%s', (_name, javaScriptEnabled) => {
  it('a first visit sets nothing and asks nobody else; refused, it stays so', async () => {
    const { context, page } = await open({ javaScriptEnabled });
    expect(await context.cookies()).toEqual([]);
    expect(await hasForm(page)).toBe(true);
    await button(page, 'Refuse all').click();
    await waitUntil('the form to go', async () => !(await hasForm(page)));
    expect((await context.cookies()).map(({ name }) => name)).toEqual(['consent']);
    await page.goto(`${site.origin}/other`);
    expect(await hasForm(page)).toBe(false);
    expect(asked()).toEqual({ chat: 0, map: 0 });
    await context.close();
  });

  it('accepted, all is loaded; withdrawn on the permanent page, nothing is any more', async () => {
    const { context, page } = await open({ javaScriptEnabled });
    await button(page, 'Accept all').click();
    const areAsked = (): boolean => asked().map > 0 && asked().chat > 0 === javaScriptEnabled;
    await waitUntil('the other hosts to be asked', areAsked, { state: asked });
    await page.getByRole('link', { name: 'Privacy choices' }).click();
    await button(page, 'Refuse all').click();
    await page.getByText(/Your choice is saved\. Your receipt number is/).waitFor();
    const so = asked();
    await page.goto(site.origin);
    await page.waitForLoadState('networkidle');
    expect(asked()).toEqual(so);
    expect(await kept(context)).toEqual([]);
    await context.close();
  });

  it('by keyboard: chosen by one box, by its button or by Enter in it', async () => {
    for (const isByButton of [true, false]) {
      const { context, page } = await open({ javaScriptEnabled });
      await page.getByText('Choose', { exact: true }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('checkbox', { name: 'Maps' }).focus();
      await page.keyboard.press('Space');
      if (isByButton) await button(page, 'Save my choice').focus();
      await page.keyboard.press('Enter');
      const hasMaps = async (): Promise<boolean> => (await kept(context)).join() === 'maps';
      await waitUntil('the choice to be kept', hasMaps, { state: () => kept(context) });
      await context.close();
    }
    expect(asked().chat).toBe(0);
  });

  it('a map is loaded by its own button, and the rest is still asked', async () => {
    const { context, page } = await open({ javaScriptEnabled });
    expect(await page.getByText('Map of clinics comes from Peta Sdn Bhd, Malaysia.').count()).toBe(
      1,
    );
    await button(page, 'Allow and show').click();
    await page.frameLocator('iframe').getByText('The map itself').waitFor();
    expect(await hasForm(page)).toBe(true);
    expect([await kept(context), asked().chat]).toEqual([['maps'], 0]);
    await context.close();
  });
});

describe('the script', () => {
  it('keeps the page as it is, opens what was allowed, and tells the number where the focus is', async () => {
    const { context, page } = await open({ bypassCSP: true });
    await page.evaluate('window.isTheSamePage = true');
    await button(page, 'Accept all').click();
    await page.getByText('Chat is open').waitFor();
    await page.frameLocator('iframe').getByText('The map itself').waitFor();
    const status = page.getByText(/^Your choice is saved\. Your receipt number is [-\dA-Z]{19}\.$/);
    await status.waitFor();
    expect(await status.evaluate((element) => element.matches('[role=status]:focus'))).toBe(true);
    expect(await page.evaluate('window.isTheSamePage')).toBe(true);
    const number = /[-\dA-Z]{19}/.exec((await status.textContent()) ?? '')?.[0];
    const receipts = site.told.filter(({ name }) => name === 'consent_recorded');
    expect(receipts.at(-1)?.fields).toMatchObject({ receipt: number, layout: 'region-1' });
    await button(page, 'Close').press('Enter');
    expect(await page.locator('[data-emas-consent]').count()).toBe(0);
    await context.close();
  });

  it('tells other tabs: they open what was allowed, and load anew without what was withdrawn', async () => {
    const { context, page } = await open();
    const other = await context.newPage();
    await other.goto(site.origin);
    await button(page, 'Accept all').click();
    await other.getByText('Chat is open').waitFor();
    await waitUntil('the form to go', async () => !(await hasForm(other)));
    await page.goto(`${site.origin}/emas/consent?lang=en`);
    await button(page, 'Refuse all').click();
    await other.getByText('No chat').waitFor();
    await button(other, 'Allow and show').waitFor();
    expect(await other.locator('iframe').count()).toBe(0);
    await context.close();
  });

  it('a page that comes back by the back button is what holds now', async () => {
    const { context, page } = await open();
    await button(page, 'Accept all').click();
    await page.getByText('Chat is open').waitFor();
    await page.getByRole('link', { name: 'Privacy choices' }).click();
    await button(page, 'Refuse all').click();
    await page.getByText('Your choice is saved.').waitFor();
    const so = asked();
    await page.goBack();
    await page.getByText('No chat').waitFor();
    expect([await page.locator('iframe').count(), asked()]).toEqual([0, so]);
    await context.close();
  });

  it('kept by the browser in its memory, a page asks what holds as it comes back', async () => {
    const keeping = await openBrowser({ keepsPages: true });
    const context = await newReader(keeping, { bypassCSP: true });
    const page = await context.newPage();
    await page.goto(site.origin);
    await page.evaluate(
      'addEventListener("pageshow", (event) => (window.wasKept = event.persisted))',
    );
    await page.goto(`${site.origin}/emas/consent?lang=en`);
    await button(page, 'Accept all').click();
    await page.getByText('Your choice is saved.').waitFor();
    await page.goBack({ waitUntil: 'commit' });
    await page.getByText('Chat is open').waitFor();
    expect(await page.evaluate('window.wasKept')).toBe(true);
    expect(await hasForm(page)).toBe(false);
    await keeping.close();
  });

  it('what cannot be sent by it is sent by the browser', async () => {
    const { context, page } = await open();
    await context.route('**/emas/consent', (route) =>
      route.request().headers()['accept'] === 'application/json' ? route.abort() : route.continue(),
    );
    const loaded = page.waitForEvent('load');
    await button(page, 'Refuse all').click();
    await waitUntil('the choice', async () => (await context.cookies()).length === 1);
    expect(await kept(context)).toEqual([]);
    // Closed on its way to a page that a route takes part in, a context hangs now and then.
    await loaded;
    expect(await hasForm(page)).toBe(false);
    await context.close();
  });

  it('what changed between showing and choosing is asked anew', async () => {
    const { context, page } = await open();
    site.change();
    await button(page, 'Accept all').click();
    await page.getByText('The text has changed in the meantime.').waitFor();
    expect([await context.cookies(), asked()]).toEqual([[], { chat: 0, map: 0 }]);
    await context.close();
  });

  it('tells Google’s tags, which are not there, before and after', async () => {
    const { context, page } = await open({ bypassCSP: true }, '/?head=1');
    const layer = (): Promise<unknown> =>
      page.evaluate(
        'dataLayer.map(([kind, command, state]) => [kind, command, state.analytics_storage, state.ad_storage])',
      );
    expect(await layer()).toEqual([['consent', 'default', 'denied', 'denied']]);
    await button(page, 'Accept all').click();
    await page.getByText('Chat is open').waitFor();
    expect(await layer()).toEqual([
      ['consent', 'default', 'denied', 'denied'],
      ['consent', 'update', 'granted', 'denied'],
    ]);
    await context.close();
  });
});

describe('over the page', () => {
  const dialog = (page: Page) => page.getByRole('dialog', { name: 'What may this site use?' });

  it('is a dialog that keeps the focus, goes away undecided by Escape, and is told', async () => {
    const { context, page } = await open({ bypassCSP: true }, '/?modal=1');
    expect([await dialog(page).count(), await hasForm(page)]).toEqual([1, false]);
    for (let count = 0; count < 12; count += 1) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate<string>(
        'document.activeElement === document.body || document.activeElement.closest("dialog") ? "" : document.activeElement.outerHTML',
      );
      expect(focused).toBe('');
    }
    await page.keyboard.press('Escape');
    expect(await dialog(page).count()).toBe(0);
    expect(await context.cookies()).toEqual([]);
    await page.reload();
    await button(page, 'Refuse all').click();
    await page.getByText('Your choice is saved.').waitFor();
    await button(page, 'Close').click();
    expect(await dialog(page).count()).toBe(0);
    expect(site.told.at(-1)?.fields).toMatchObject({ choice: 'refuse', layout: 'dialog-1' });
    await page.getByRole('link', { name: 'Another page' }).click();
    expect(new URL(page.url()).pathname).toBe('/other');
    await context.close();
  });

  it('without JavaScript stands in the page, and is no dialog', async () => {
    const { context, page } = await open({ javaScriptEnabled: false }, '/?modal=1');
    expect([await dialog(page).count(), await hasForm(page)]).toEqual([0, true]);
    await context.close();
  });
});

it('cleared by hand, the cookie is asked for again', async () => {
  const { context, page } = await open();
  await button(page, 'Refuse all').click();
  await waitUntil('the choice', async () => (await context.cookies()).length === 1);
  await context.clearCookies();
  await page.reload();
  expect(await hasForm(page)).toBe(true);
  await context.close();
});

it('breaks no policy, in no state', async () => {
  const context = await newReader(browser);
  const seen = await watch(context, site.origin);
  const page = await context.newPage();
  for (const path of ['/?modal=1&head=1', '/']) {
    await page.goto(site.origin + path);
    await button(page, 'Accept all').click();
    await page.getByText('Chat is open').waitFor();
    await page.reload();
    await page.getByText('Chat is open').waitFor();
    await page.goto(`${site.origin}/emas/consent?lang=ms`);
    await page.getByRole('button', { name: 'Tolak semua' }).click();
    await page.getByText('Pilihan anda disimpan.').waitFor();
    await context.clearCookies();
  }
  expect(seen.complaints).toEqual([]);
  await context.close();
});
