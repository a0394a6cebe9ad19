import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { waitUntil } from '../waiting/wait-until.ts';
import { ACCOUNTS } from './accounts.js';
import { openBrowser, signIn } from './open-browser.js';
import { accessibilityFaults, sidewaysOverflow, untilFilled, watch } from './page-checks.ts';
import { startPortal } from './start-portal.js';
import type { RunningPortal } from './start-portal.js';

let portal: RunningPortal;
let browser: Browser;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  portal = await startPortal();
  browser = await openBrowser();
});

afterAll(async () => {
  for (const context of contexts) await context.close();
  await browser?.close();
  await portal?.close();
});

/** A visitor whom a proxy on this machine brings from an address. */
async function visitor(from: string, more: object = {}): Promise<Page> {
  const extraHTTPHeaders = { 'X-Forwarded-For': from };
  const context = await browser.newContext({ extraHTTPHeaders, ...more });
  contexts.push(context);
  return context.newPage();
}

let mistyped = 0;

async function mistype(page: Page, language: string, username: string): Promise<number> {
  await page.goto(`${portal.origin}/${language}/login`);
  await page.locator('#username, [name=username]').first().fill(username);
  // The same one again would not count.
  mistyped += 1;
  await page.locator('[name=password]').fill(`not-the-password-${mistyped}`);
  const answered = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.locator('main form button').first().click();
  return (await answered).status();
}

describe.each(['demo', 'nobody-at-all'])('somebody who mistypes the password of %s', (username) => {
  it('hears that few tries are left, then how long to wait, and is then refused without harm', async () => {
    const page = await visitor(`198.51.${username.length}.7`);
    const said: (string | undefined)[] = [];
    for (let tries = 1; tries <= 5; tries += 1) {
      expect(await mistype(page, 'en', username)).toBe(422);
      const text = await page.getByRole('alert').innerText();
      said.push(/(?:\w+ (?:tries|try) (?:are|is) left|Please wait [\w ]+ before)/.exec(text)?.[0]);
    }
    expect(said).toEqual([
      undefined,
      undefined,
      '2 tries are left',
      'One try is left',
      'Please wait 2 seconds before',
    ]);
    // Who is slow has waited long enough, is told to wait twice as long, and meets that in the end.
    await waitUntil('a refusal', async () => (await mistype(page, 'en', username)) === 429);
    expect(await page.locator('main').innerText()).toMatch(
      /Please try again in \d+ seconds?\.[^]*nobody can lock you out/,
    );
  });
});

it('a member at home signs in while strangers try the account from everywhere', async () => {
  const home = await visitor('203.0.113.20');
  await signIn(home, portal.origin, ACCOUNTS.member);
  for (let number = 0; number < 12; number += 1) {
    const body = new URLSearchParams({ username: 'demo', password: `guess-${number}` });
    const headers = { 'X-Forwarded-For': `198.18.${number}.7`, Origin: portal.origin };
    await fetch(`${portal.origin}/en/login`, { method: 'POST', body, headers });
  }
  const again = await visitor('203.0.113.21');
  await signIn(again, portal.origin, ACCOUNTS.member);
  expect(again.url()).toBe(`${portal.origin}/en/account`);
});

/** Strangers of a network try so much that all of it is asked for a captcha. */
async function makeSuspicious(network: string): Promise<void> {
  for (let round = 0; round < 8; round += 1) {
    const tries = Array.from({ length: 10 }, (_, number) =>
      fetch(`${portal.origin}/en/login`, {
        method: 'POST',
        body: new URLSearchParams({ username: `m-${round}-${number}`, password: 'guess' }),
        headers: { 'X-Forwarded-For': `${network}.${number}`, Origin: portal.origin },
      }),
    );
    const answers = await Promise.all(tries);
    if (answers.some(({ status }) => status === 403)) return;
  }
}

it.each([
  ['en', 'light', '198.51.240', 'uses a stand-in'],
  ['ms', 'dark', '198.51.241', 'pengganti digunakan'],
] as const)(
  'a member in a suspicious network passes a captcha and gets in, %s, %s',
  async (language, colorScheme, network, standIn) => {
    await makeSuspicious(network);
    const page = await visitor(`${network}.200`, { colorScheme, bypassCSP: true });
    const seen = await watch(page.context(), portal.origin);
    expect(await mistype(page, language, 'demo')).toBe(403);
    expect(await page.locator('main').innerText()).toContain(standIn);
    // The provider hears of nobody who does not use the form.
    expect(seen.foreignRequests).toEqual([]);
    const faults: string[] = [];
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      faults.push(...(await accessibilityFaults(page)));
      if ((await sidewaysOverflow(page)) > 0) faults.push(`too wide for ${width}`);
    }
    expect(faults).toEqual([]);
    await page.locator('[name=password]').fill(ACCOUNTS.member.password);
    await page.frameLocator('iframe').getByRole('checkbox').check();
    await untilFilled(page.locator('[name=g-recaptcha-response]'));
    await page.locator('main form button').first().click();
    await page.waitForURL(`${portal.origin}/${language}/account`);
    expect(seen.complaints.filter((text) => !/status of 403/.test(text))).toEqual([]);
  },
);

describe.each([
  { language: 'en', colorScheme: 'light', from: '192.0.2.1' },
  { language: 'ms', colorScheme: 'dark', from: '192.1.2.1' },
] as const)('for everybody, $language, $colorScheme,', ({ language, colorScheme, from }) => {
  it('the sign-in page with what is left, with a wait, and the refusal', async () => {
    const page = await visitor(from, { bypassCSP: true, colorScheme });
    const seen = await watch(page.context(), portal.origin);
    const faults: string[] = [];
    let status = 0;
    for (let tries = 1; tries <= 6 || status !== 429; tries += 1) {
      expect(tries).toBeLessThan(20);
      status = await mistype(page, language, 'siti');
      if (tries < 3) continue;
      for (const width of [320, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        faults.push(...(await accessibilityFaults(page)));
        const overflow = await sidewaysOverflow(page);
        if (overflow > 0) faults.push(`${overflow} pixels too wide for ${width}`);
      }
    }
    expect(await page.locator('html').getAttribute('lang')).toBe(language);
    expect(faults).toEqual([]);
    // A browser says on its console that a form was answered with 422 or 429; there is nothing else.
    expect(seen.complaints.filter((text) => !/status of 4(?:22|29)/.test(text))).toEqual([]);
    expect(seen.foreignRequests).toEqual([]);
  });
});
