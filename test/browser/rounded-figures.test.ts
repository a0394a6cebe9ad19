import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { ACCOUNTS } from './accounts.js';
import { newReader, openBrowser, signIn } from './open-browser.js';
import { sidewaysOverflow } from './page-checks.ts';
import { LOG_PERIOD, SMALL_LOG, startPortal } from './start-portal.js';

/* The traffic page as it is in production: figures are rounded to multiples of five. */

let portal: Awaited<ReturnType<typeof startPortal>>;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  [portal, browser] = await Promise.all([
    startPortal(SMALL_LOG, { EMAS_SMALL_CELLS: '5' }),
    openBrowser(),
  ]);
  context = await newReader(browser);
  page = await context.newPage();
  await signIn(page, portal.origin, ACCOUNTS.marketing);
});
afterAll(async () => {
  await browser.close();
  await portal.close();
});

const open = async (query: string): Promise<void> => {
  await page.goto(`${portal.origin}/emas/dashboard/?${query}`);
  await page.locator('main[aria-busy=false]').waitFor();
};

describe.each([
  ['en', 'How visitors are counted', ['20%', '3.7%', '2%', '0.37%', '0.2%', '0.037%']],
  ['ms', 'Cara pelawat dikira', ['20%', '3.7%', '2%', '0.37%', '0.2%', '0.037%']],
])('how exact figures are, in %s,', (language, summary, percents) => {
  it.each([320, 768, 1280])(
    'fits a window of %s pixels, and is near what it is about',
    async (width) => {
      await page.setViewportSize({ width, height: 900 });
      await open(`${LOG_PERIOD}&lang=${language}`);
      await page.getByText(summary).click();
      const table = page.locator('.hint-table');
      expect(await table.locator('td').allInnerTexts()).toEqual(percents);
      const box = await table.boundingBox();
      expect(box?.width).toBeLessThanOrEqual(Math.min(width - 40, 420));
      expect(await sidewaysOverflow(page)).toBe(0);
    },
  );
});

describe('filters that are not kept together', () => {
  it('are no question to try again; the way out is to remove them', async () => {
    await open(`${LOG_PERIOD}&filter=page:/en&filter=country:MY&filter=browser:Chrome`);
    const card = page.getByRole('alert');
    await card.getByRole('heading', { name: 'These filters cannot be combined' }).waitFor();
    expect(await card.getByRole('button').count()).toBe(0);
    await card.getByRole('link', { name: 'Remove all filters' }).click();
    await page.locator('.panels .figures').first().waitFor();
    expect(await page.locator('.chip').count()).toBe(0);
  });
});

describe('decisions about consent', () => {
  it('of today are not shown before the day is over, and the page says so', async () => {
    await page.goto(`${portal.origin}/emas/consent?lang=en`);
    await page.locator('.emas-consent [value=refuse]').click();
    await page.locator('.emas-consent [role=status]:focus').waitFor();
    await open('period=today');
    const panel = page.locator('.is-consent');
    await panel.getByText('Today’s decisions are shown when the day is over.').waitFor();
    expect(await panel.locator('td').count()).toBe(0);
  });
});

describe.each([
  ['en', 'No figure for this hour yet', 'No visits to show', 'No requests to show'],
  ['ms', 'Belum ada angka untuk jam ini', 'Belum ada lawatan untuk', 'Tiada permintaan untuk'],
])('a running day that few have visited, in %s,', (language, hour, visits, requests) => {
  it('is not said to have no visitors: the figures do not tell', async () => {
    await open(`period=today&lang=${language}`);
    expect(await page.locator('.realtime').innerText()).toBe(hour);
    const text = await page.locator('main').innerText();
    expect(text).toContain(visits);
    expect(text).toContain(requests);
  });
});
