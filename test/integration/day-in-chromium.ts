import type { Browser } from 'playwright-core';
import { newReader } from '../browser/open-browser.js';
import type { Day } from './day-people.ts';

const READERS = [
  { language: 'en', choice: 'accept', address: '203.0.113.71' },
  { language: 'ms', choice: 'refuse', address: '203.0.113.72' },
] as const;

/** Two come with a browser: each reads a page, decides by the form, and reads another one. */
export async function readersCome({ origin, tally }: Day, browser: Browser): Promise<void> {
  for (const { language, choice, address } of READERS) {
    const context = await newReader(browser, { extraHTTPHeaders: { 'X-Forwarded-For': address } });
    const page = await context.newPage();
    const open = async (path: string): Promise<void> => {
      await page.goto(origin + path);
      tally.viewed(path, address);
    };
    await open(`/${language}`);
    await page.locator(`.emas-consent [value=${choice}]`).click();
    await page.locator('.emas-consent [role=status]:focus').waitFor();
    tally.chose(choice);
    await open(`/${language}/support`);
    await context.close();
  }
}
