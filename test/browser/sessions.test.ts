import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { ACCOUNTS } from './accounts.js';
import { openBrowser, signIn } from './open-browser.js';
import { accessibilityFaults, sidewaysOverflow, watch } from './page-checks.ts';
import {
  endOtherSessions,
  FIREFOX,
  memberIn,
  newProfile,
  ON_ANDROID,
  ON_WINDOWS,
} from './session-readers.ts';
import type { Reader } from './session-readers.ts';
import { startPortal } from './start-portal.js';
import type { RunningPortal } from './start-portal.js';

let portal: RunningPortal;
let browser: Browser;
const readers: Reader[] = [];

beforeAll(async () => {
  portal = await startPortal();
  browser = await openBrowser();
});

afterEach(async () => {
  for (const { context } of readers.splice(0)) await context.close();
});

afterAll(async () => {
  await browser?.close();
  await portal?.close();
});

async function member(options: BrowserContextOptions = {}): Promise<Reader> {
  const reader = await memberIn(browser, portal.origin, options);
  readers.push(reader);
  return reader;
}

/** Where somebody comes out who wants to see the account. */
async function accountLeadsTo(page: Page): Promise<string> {
  await page.goto(`${portal.origin}/en/account`);
  return page.url().slice(portal.origin.length);
}

describe('a session', () => {
  it('ends with its browser', async () => {
    const profile = await newProfile();
    try {
      const first = await profile.open();
      const page = await first.newPage();
      await signIn(page, portal.origin, ACCOUNTS.member);
      // What the profile keeps, it finds again: this is no new one.
      await first.addCookies([
        { name: 'kept', value: 'yes', url: portal.origin, expires: Date.now() / 1000 + 3600 },
      ]);
      expect(await accountLeadsTo(page)).toBe('/en/account');
      await first.close();

      const second = await profile.open();
      const names = (await second.cookies(portal.origin)).map(({ name }) => name);
      const opened = await accountLeadsTo(await second.newPage());
      await second.close();
      expect(names).toEqual(['kept']);
      expect(opened).toBe('/en/login');
    } finally {
      await profile.remove();
    }
  });

  it('is one for all tabs, and ends for all of them', async () => {
    const { context, page } = await member();
    const tab = await context.newPage();
    expect(await accountLeadsTo(tab)).toBe('/en/account');
    expect(await context.cookies(`${portal.origin}/en/account`)).toHaveLength(1);
    await tab.getByRole('button', { name: 'Sign out' }).first().click();
    await tab.waitForURL(`${portal.origin}/en?signed-out=1`);
    expect(await accountLeadsTo(page)).toBe('/en/login');
    expect(await context.cookies(`${portal.origin}/en/account`)).toEqual([]);
    // What tells this browser from strangers stays, and is sent to the sign-in only.
    const [device, ...others] = await context.cookies();
    expect(device).toMatchObject({ name: 'login-device', path: '/en/login', httpOnly: true });
    expect(others).toEqual([]);
  });

  it('is known by one cookie, whose name tells nothing and which no script reads', async () => {
    const { context, page } = await member();
    const [cookie] = await context.cookies(`${portal.origin}/en/account`);
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', expires: -1, path: '/' });
    expect(cookie?.name).toMatch(/^[0-9a-f]{32}$/);
    expect(await page.evaluate('document.cookie')).toBe('');
  });

  it('asks for the password again where its cookie comes from another browser', async () => {
    const desk = await member({ userAgent: ON_WINDOWS });
    const thief = await browser.newContext({ userAgent: FIREFOX });
    await thief.addCookies(await desk.context.cookies());
    const page = await thief.newPage();
    expect(await accountLeadsTo(page)).toBe('/en/login?because=challenged');
    expect(await page.getByRole('status').innerText()).toContain('For your safety');
    await thief.close();
    expect(await accountLeadsTo(desk.page)).toBe('/en/account');
  });
});

describe('the account page', () => {
  it('lists two browsers, and ends the other, by the keyboard alone', async () => {
    const desk = await member({ userAgent: ON_WINDOWS });
    await endOtherSessions(desk, portal.origin);
    const phone = await member({ userAgent: ON_ANDROID });
    expect(await accountLeadsTo(desk.page)).toBe('/en/account');
    const items = desk.page.locator('.sessions > li');
    expect(await items.locator('h3').allInnerTexts()).toEqual([
      expect.stringMatching(/^Chrome, Windows\s+This one$/),
      expect.stringMatching(/^(Mobile )?Chrome, Android$/),
    ]);
    await items.getByRole('button').focus();
    await desk.page.keyboard.press('Enter');
    await desk.page.waitForURL(`${portal.origin}/en/account?ended=one`);
    expect(await desk.page.locator('[role=status]:focus').innerText()).toContain(
      'The session has ended',
    );
    expect(await items.count()).toBe(1);
    expect(await accountLeadsTo(phone.page)).toBe('/en/login?because=ended');
    expect(await phone.page.getByRole('status').innerText()).toContain('Your session has ended');
    expect(await accountLeadsTo(desk.page)).toBe('/en/account');
  });

  it('ends all other sessions at once', async () => {
    const others = [await member({ userAgent: ON_ANDROID }), await member()];
    const { page } = await member({ userAgent: ON_WINDOWS });
    await page.getByRole('button', { name: 'End all other sessions' }).click();
    await page.waitForURL(`${portal.origin}/en/account?ended=others`);
    expect(await page.getByText('Only this one').count()).toBe(1);
    for (const other of others) {
      expect(await accountLeadsTo(other.page)).toBe('/en/login?because=ended');
    }
  });

  it('asks no other host and breaks no policy', async () => {
    await member({ userAgent: ON_ANDROID });
    const { context, page } = await member({ userAgent: ON_WINDOWS });
    const seen = await watch(context, portal.origin);
    await accountLeadsTo(page);
    await page.locator('.sessions button').first().click();
    await page.getByRole('status').waitFor();
    await page.goto(`${portal.origin}/ms/login?because=ended`);
    expect(seen).toEqual({ complaints: [], foreignRequests: [] });
  });
});

describe.each([
  { language: 'en', colorScheme: 'light' },
  { language: 'en', colorScheme: 'dark' },
  { language: 'ms', colorScheme: 'light' },
  { language: 'ms', colorScheme: 'dark' },
] as const)('for everybody, $language, $colorScheme,', ({ language, colorScheme }) => {
  const faults = async (page: Page): Promise<string[]> => {
    const found: string[] = [];
    for (const width of [320, 375, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      found.push(...(await accessibilityFaults(page)));
      const overflow = await sidewaysOverflow(page);
      if (overflow > 0) found.push(`${overflow} pixels too wide for ${width}`);
    }
    return found;
  };

  it('the account page with several sessions, and after one has ended', async () => {
    await member({ userAgent: ON_ANDROID });
    await member({ userAgent: ON_ANDROID });
    // axe is put into the page, which the page's own policy would rightly not let in.
    const { page } = await member({ userAgent: ON_WINDOWS, bypassCSP: true, colorScheme });
    await page.goto(`${portal.origin}/${language}/account`);
    expect(await page.locator('.sessions > li').count()).toBeGreaterThanOrEqual(3);
    expect(await faults(page)).toEqual([]);
    await page.locator('.sessions button').first().click();
    await page.getByRole('status').waitFor();
    expect(await faults(page)).toEqual([]);
  });

  it.each(['ended', 'challenged'])('the sign-in page, %s', async (because) => {
    const context = await browser.newContext({ bypassCSP: true, colorScheme });
    const page = await context.newPage();
    await page.goto(`${portal.origin}/${language}/login?because=${because}`);
    expect(await page.getByRole('status').count()).toBe(1);
    expect(await faults(page)).toEqual([]);
    await context.close();
  });
});
