import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startConsentSite } from './consent-site.ts';
import type { ConsentSite } from './consent-site.ts';
import { newReader, openBrowser } from './open-browser.js';
import { accessibilityFaults, sidewaysOverflow, watch } from './page-checks.ts';

let browser: Browser;
let site: ConsentSite;

beforeAll(async () => {
  site = await startConsentSite();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  site?.close();
});

async function openAll(page: Page): Promise<void> {
  for (const details of await page.locator('details').all()) {
    await details.evaluate((element) => element.setAttribute('open', ''));
  }
}

describe.each([
  { language: 'en', colorScheme: 'light', forcedColors: 'none' },
  { language: 'ms', colorScheme: 'dark', forcedColors: 'none' },
  { language: 'en', colorScheme: 'dark', forcedColors: 'none' },
  { language: 'ms', colorScheme: 'light', forcedColors: 'active' },
] as const)('for everybody, $language, $colorScheme, forced colours $forcedColors,', (reader) => {
  it.each([
    ['the form in the page', '/', ''],
    ['the form over the page', '/?modal=1', ''],
    ['the permanent page', '/emas/consent', ''],
    ['what became of a choice', '/', 'refuse'],
    ['what became of a choice over the page', '/?modal=1', 'choose'],
  ])('%s can be read and used', async (_name, path, choice) => {
    const { language, colorScheme, forcedColors } = reader;
    const context = await newReader(browser, { colorScheme, forcedColors, bypassCSP: true });
    const seen = await watch(context, site.origin);
    const page = await context.newPage();
    const url = new URL(path, site.origin);
    url.searchParams.set('lang', language);
    await page.goto(url.href);
    await openAll(page);
    if (choice !== '') {
      await page.locator(`section .emas-consent-button[value=${choice}]`).click();
      await page.locator('[role=status]:focus').waitFor();
    }
    const faults: string[] = [];
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      faults.push(...(await accessibilityFaults(page)));
      if ((await sidewaysOverflow(page)) > 0) faults.push(`${path} is too wide for ${width}`);
    }
    expect(faults).toEqual([]);
    expect(seen.foreignRequests).toEqual([]);
    expect(seen.complaints).toEqual([]);
    await context.close();
  });
});

it('accept and refuse look the same', async () => {
  const context = await newReader(browser, { bypassCSP: true });
  const page = await context.newPage();
  await page.goto(site.origin);
  const looks = (choice: string): Promise<string> =>
    page.evaluate<string>(`(() => {
      const element = document.querySelector('.emas-consent-buttons [value=${choice}]');
      const { width, height } = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      // Where it stands, and what is worked out from its width, are each one's own.
      const names = [...style].filter((one) => !/^(?:inline|perspective|transform|width)/.test(one));
      return JSON.stringify([names.map((one) => [one, style[one]]), Math.round(width), Math.round(height)]);
    })()`);
  expect(await looks('accept')).toBe(await looks('refuse'));
  await context.close();
});

it.each([
  ['written from right to left', '/?dir=rtl', 1280],
  ['over the page from right to left', '/?dir=rtl&modal=1', 390],
  // 1280 CSS pixels at 200 % are 640, and at 400 % they are 320 (WCAG 2.2, 1.4.10).
  ['at 200 %', '/', 640],
  ['over the page at 400 %', '/?modal=1', 320],
])('%s nothing is cut off or covered', async (_name, path, width) => {
  const context = await newReader(browser, { bypassCSP: true, viewport: { width, height: 450 } });
  const page = await context.newPage();
  await page.goto(site.origin + path);
  await openAll(page);
  expect(await sidewaysOverflow(page)).toBe(0);
  // The last of it can be reached and pressed.
  const save = page.getByRole('button', { name: 'Save my choice' });
  await save.scrollIntoViewIfNeeded();
  await save.click({ trial: true });
  const first = page.getByRole('checkbox').first();
  const [box, label] = [await first.boundingBox(), await first.locator('..').boundingBox()];
  if (box === null || label === null) throw new Error('It is not shown.');
  const isAtItsEnd = path.includes('rtl')
    ? box.x + box.width > label.x + label.width - 4
    : box.x < label.x + 4;
  expect(isAtItsEnd).toBe(true);
  await context.close();
});

it('nothing moves for who wants no motion', async () => {
  const context = await newReader(browser, { bypassCSP: true, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`${site.origin}/?modal=1`);
  const moving = await page.evaluate<number>(
    `[...document.querySelectorAll('dialog, dialog *')].filter((one) => {
      const { animationDuration, transitionDuration } = getComputedStyle(one);
      return parseFloat(animationDuration) > 0 || parseFloat(transitionDuration) > 0;
    }).length`,
  );
  expect(moving).toBe(0);
  await context.close();
});
