import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { ACCOUNTS } from './accounts.js';
import { newReader, openBrowser, signInAtOnce } from './open-browser.js';
import { sidewaysOverflow, watch } from './page-checks.ts';
import { startPortal } from './start-portal.js';
import type { RunningPortal } from './start-portal.js';

/* Staff see on the dashboard who they are, and leave it from there. */

let browser: Browser;
let portal: RunningPortal;
beforeAll(async () => {
  [browser, portal] = await Promise.all([openBrowser(), startPortal()]);
});
afterAll(async () => {
  await browser?.close();
  await portal?.close();
});

it.each([
  ['en', 1280, 'Signed in as developer', 'Sign out', 'You have signed out.'],
  ['ms', 360, 'Log masuk sebagai developer', 'Log keluar', 'Anda telah log keluar.'],
])(
  'the dashboard in "%s", %i pixels wide, names who is signed in and signs them out',
  async (language, width, named, signOut, done) => {
    const context = await newReader(browser, { viewport: { width, height: 800 } });
    const seen = await watch(context, portal.origin);
    const page = await context.newPage();
    await signInAtOnce(page, portal.origin, ACCOUNTS.developer);
    const dashboard = `${portal.origin}/emas/dashboard/developers?lang=${language}`;
    await page.goto(dashboard);
    await page.getByText(named, { exact: true }).waitFor();
    expect(await sidewaysOverflow(page)).toBe(0);
    await page.getByRole('button', { name: signOut }).click();
    await page.waitForURL(`${portal.origin}/${language}?signed-out=1`);
    await page.getByRole('status').getByText(done).waitFor();
    // The way back leads to the sign-in page, in the same language.
    await page.goto(dashboard);
    await page.waitForURL(`${portal.origin}/${language}/login`);
    expect(seen.complaints).toEqual([]);
    expect(seen.foreignRequests).toEqual([]);
    await context.close();
  },
);

it('says nothing of signing out to somebody who is signed in', async () => {
  const context = await newReader(browser);
  const page = await context.newPage();
  await signInAtOnce(page, portal.origin, ACCOUNTS.developer);
  await page.goto(`${portal.origin}/en?signed-out=1`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(await page.getByText('You have signed out.').count()).toBe(0);
  await context.close();
});
