import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { filledClaim } from '../../examples/portal/test/filled-forms.ts';
import { newReader, openBrowser } from './open-browser.js';
import { accessibilityFaults, sidewaysOverflow, watch } from './page-checks.ts';
import { startPortal } from './start-portal.js';
import type { RunningPortal } from './start-portal.js';
import { smallTargets } from './target-sizes.ts';

/* Somebody photographs two receipts, and sends them with a claim. */

let browser: Browser;
let portal: RunningPortal;
beforeAll(async () => {
  [browser, portal] = await Promise.all([openBrowser(), startPortal()]);
});
afterAll(async () => {
  await browser?.close();
  await portal?.close();
});

const PHOTO = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(90_000, 7)]);
const PDF = Buffer.from('%PDF-1.7\n%%EOF\n');

async function fill(page: Page): Promise<void> {
  for (const [name, value] of Object.entries(filledClaim(''))) {
    const field = page.locator(`main form [name="${name}"]`);
    if (name.startsWith('explicit')) continue;
    if ((await field.evaluate((element) => element.tagName)) === 'SELECT') {
      await field.selectOption(value);
    } else await field.fill(value);
  }
  await page.locator('input[name="explicit.health"]').check();
  await page.locator('input[name="explicit.health.by"][value=self]').check();
}

it.each([
  ['en', 1280, 'Receipt 1 (JPEG, 88 KB)', 'Attach up to 3 receipts'],
  ['ms', 360, 'Resit 1 (JPEG, 88 KB)', 'Lampirkan sehingga 3 resit'],
])('a claim in "%s", %i pixels wide, has its receipts', async (language, width, first, wrong) => {
  const context = await newReader(browser, {
    ...{ viewport: { width, height: 800 }, bypassCSP: true },
  });
  const seen = await watch(context, portal.origin);
  const page = await context.newPage();
  const address = `${portal.origin}/${language}/claims/new`;
  await page.goto(address);
  await fill(page);
  const files = page.locator('input[name=receipts]');
  await files.setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('hm') });
  await page.locator('main form button[type=submit]').click();
  await page.getByText(wrong).first().waitFor();
  expect(await smallTargets(page)).toEqual([]);
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(await sidewaysOverflow(page)).toBe(0);

  await fill(page);
  await files.setInputFiles([
    { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: PHOTO },
    { name: 'bil.pdf', mimeType: 'application/pdf', buffer: PDF },
  ]);
  await page.locator('main form button[type=submit]').click();
  const link = page.getByRole('link', { name: first });
  await link.waitFor();
  expect(await page.getByRole('link', { name: /\((?:JPEG|PDF), / }).count()).toBe(2);
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(await smallTargets(page)).toEqual([]);
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  expect(download.suggestedFilename()).toMatch(/^C-[\w-]+-1\.jpg$/);
  expect(readFileSync(await download.path())).toEqual(PHOTO);

  // Without a receipt, as most forms are sent: the browser then sends an empty file.
  await page.goto(address);
  await fill(page);
  await page.locator('main form button[type=submit]').click();
  await page.waitForURL(/\/claims\/[\w-]{20,}$/);
  expect(await page.getByRole('link', { name: /\((?:JPEG|PDF), / }).count()).toBe(0);
  expect(seen.complaints.filter((text) => !text.includes('status of 422'))).toEqual([]);
  expect(seen.foreignRequests).toEqual([]);
  await context.close();
});
