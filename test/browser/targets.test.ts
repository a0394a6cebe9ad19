import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { ACCOUNTS } from './accounts.js';
import type { Audience } from './accounts.js';
import { newReader, openBrowser, signInAtOnce } from './open-browser.js';
import { startPortal } from './start-portal.js';
import type { RunningPortal } from './start-portal.js';
import { smallTargets } from './target-sizes.ts';
import { usePortal } from './use-portal.js';

/* Whoever has a large thumb or a shaking hand can hit every link and button (WCAG 2.2, 2.5.8). */

let browser: Browser;
let portal: RunningPortal;
let member: Awaited<ReturnType<BrowserContext['storageState']>>;
beforeAll(async () => {
  [browser, portal] = await Promise.all([openBrowser(), startPortal()]);
  // Before the attack, after which signing in takes a captcha.
  const context = await newReader(browser);
  const page = await context.newPage();
  await signInAtOnce(page, portal.origin, ACCOUNTS.member);
  // A visit for the traffic page to show.
  await page.goto(`${portal.origin}/en/account`);
  member = await context.storageState();
  await context.close();
  await usePortal(portal.origin);
});
afterAll(async () => {
  await browser?.close();
  await portal?.close();
});

const OPEN_PAGES = [
  ...['', '/clinics', '/clinics?q=klinik', '/claims/new', '/guarantee-letters/new', '/support'],
  ...['/support/thank-you', '/login', '/privacy', '/nowhere', '?signed-out=1'],
];
const DASHBOARDS: readonly (readonly [Audience, string])[] = [
  ['marketing', 'traffic'],
  ['security', 'security'],
  ['developer', 'developers'],
];

describe.each([360, 1280])('in a window %i pixels wide', (width) => {
  let context: BrowserContext;
  let page: Page;
  beforeEach(async () => {
    context = await newReader(browser, {
      viewport: { width, height: 800 },
      isMobile: width < 500,
      hasTouch: width < 500,
      bypassCSP: true,
      reducedMotion: 'reduce',
    });
    page = await context.newPage();
  });
  afterEach(() => context.close());

  /** Everything that opens is opened first. */
  async function small(): Promise<string[]> {
    for (const closed of await page.locator('details:not([open]) > summary').all()) {
      if (await closed.isVisible()) await closed.click();
    }
    return smallTargets(page);
  }

  it.each(['en', 'ms'])('all targets of the portal in "%s" can be hit', async (language) => {
    const found: Record<string, string[]> = {};
    for (const path of OPEN_PAGES) {
      await page.goto(`${portal.origin}/${language}${path}`);
      found[path] = await small();
    }
    await context.addCookies(member.cookies);
    for (const path of ['/account', '/account/data']) {
      await page.goto(`${portal.origin}/${language}${path}`);
      expect(new URL(page.url()).pathname).toBe(`/${language}${path}`);
      found[path] = await small();
    }
    await page.goto(`${portal.origin}/emas/consent?lang=${language}`);
    found['consent'] = await small();
    const faulty = Object.entries(found).filter(([, targets]) => targets.length > 0);
    expect(Object.fromEntries(faulty)).toEqual({});
  });

  it.each(DASHBOARDS)('all targets that %s sees on the dashboard can be hit', async (who, name) => {
    await signInAtOnce(page, portal.origin, ACCOUNTS[who]);
    const found: Record<string, string[]> = {};
    for (const language of ['en', 'ms']) {
      await page.goto(`${portal.origin}/emas/dashboard/${name}?period=today&lang=${language}`);
      await page.locator('main[aria-busy=false] .total-value').first().waitFor();
      for (const toggle of await page.locator('[aria-expanded=false]').all()) {
        if (await toggle.isVisible()) await toggle.click();
      }
      found[language] = await small();
    }
    expect(found).toEqual({ en: [], ms: [] });
  });

  it('the page of another role can be left', async () => {
    await signInAtOnce(page, portal.origin, ACCOUNTS.developer);
    await page.goto(`${portal.origin}/emas/dashboard/security`);
    expect(await page.getByRole('link').count()).toBe(2);
    expect(await small()).toEqual([]);
  });
});
