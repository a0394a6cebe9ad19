import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { DemoAccount } from './accounts.js';

/** Path of the program. */
export const CHROMIUM: string;

/** Milliseconds that one step of a page may take. */
export const STEP_MS: number;

export function openBrowser(options?: {
  readonly keepsPages?: boolean;
  readonly domain?: string;
}): Promise<Browser>;
export function newReader(
  browser: Browser,
  options?: BrowserContextOptions,
): Promise<BrowserContext>;
export function signIn(page: Page, origin: string, account: DemoAccount): Promise<void>;
export function signInAtOnce(page: Page, origin: string, account: DemoAccount): Promise<void>;
