/** The installed Chromium, as somebody in Malaysia would have it on a desk. */
import { chromium } from 'playwright-core';

/** Chromium without windows: the same engine, network and policies, in half the time. */
export const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/lib/chromium/chromium-headless-shell';
/** As people have it, which alone keeps pages in memory. */
const WHOLE_CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What one step of a page may take: a bound against a hang. */
export const STEP_MS = 60_000;
const LAUNCH_MS = 180_000;

/**
 * @param options.keepsPages Whether pages that were left stay in memory, as people's browsers have it.
 * @param options.domain All of its hosts are this machine.
 */
export async function openBrowser({ keepsPages = false, domain } = {}) {
  const hosts = domain === undefined ? [] : [`--host-resolver-rules=MAP *.${domain} 127.0.0.1`];
  const browser = await chromium.launch({
    executablePath: keepsPages ? WHOLE_CHROMIUM : CHROMIUM,
    args: [...ARGUMENTS, ...hosts],
    ignoreDefaultArgs: keepsPages ? ['--disable-back-forward-cache'] : [],
    timeout: LAUNCH_MS,
  });
  browser.on('context', (context) => context.setDefaultTimeout(STEP_MS));
  return browser;
}

/**
 * A browser profile of its own. It does not call itself headless: that would be counted as a bot.
 *
 * @param options Playwright's, over the usual ones.
 */
export async function newReader(browser, options = {}) {
  const [major] = browser.version().split('.');
  return browser.newContext({
    locale: 'en-MY',
    timezoneId: 'Asia/Kuala_Lumpur',
    viewport: { width: 1280, height: 900 },
    userAgent: `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Safari/537.36`,
    ...options,
  });
}

/** Signs in on the portal's own page and waits for what comes after it. */
export async function signIn(page, origin, { username, password }) {
  await page.goto(`${origin}/en/login`);
  await page.locator('input[name=username]').fill(username);
  await page.locator('input[name=password]').fill(password);
  await page.locator('main form button[type=submit]').click();
  await page.waitForURL(`${origin}/en/account`);
}

/** Signs in without the page. */
export async function signInAtOnce(page, origin, account) {
  await page.request.post(`${origin}/en/login`, {
    form: { ...account },
    headers: { Origin: origin },
    maxRedirects: 0,
  });
}
