/** Members in browsers of several kinds, for what sessions do. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { ACCOUNTS } from './accounts.js';
import { CHROMIUM, STEP_MS, newReader, signIn } from './open-browser.js';

const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0';
export const ON_WINDOWS = `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Safari/537.36`;
export const ON_ANDROID = `Mozilla/5.0 (Linux; Android 14; Pixel 8) ${CHROME} Mobile Safari/537.36`;

export const FIREFOX =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';

export interface Reader {
  readonly context: BrowserContext;
  readonly page: Page;
}

/** Signs the member in, in a profile of its own. */
export async function memberIn(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<Reader> {
  const context = await newReader(browser, options);
  const page = await context.newPage();
  await signIn(page, origin, ACCOUNTS.member);
  return { context, page };
}

/** Ends what earlier tests have left of the member's sessions. */
export async function endOtherSessions({ page }: Reader, origin: string): Promise<void> {
  await page.request.post(`${origin}/en/account/sessions/end-others`, {
    headers: { 'Sec-Fetch-Site': 'same-origin' },
  });
}

/** A profile on the disk, which stays when its browser is closed. */
export interface Profile {
  open(): Promise<BrowserContext>;
  remove(): Promise<void>;
}

export async function newProfile(): Promise<Profile> {
  const folder = await mkdtemp(join(tmpdir(), 'profile-'));
  return {
    async open() {
      const context = await chromium.launchPersistentContext(folder, {
        executablePath: CHROMIUM,
        args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
        userAgent: ON_WINDOWS,
      });
      context.setDefaultTimeout(STEP_MS);
      return context;
    },
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}
