/**
 * `node test/browser/pictures.js [LOG]`: the pictures of the README, in `docs/pictures/`, of a portal that
 * is used for real: LOG is counted, or else the analytics package's small one, somebody attacks the
 * sign-in, programs call the old endpoint, something fails.
 */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ACCOUNTS } from './accounts.js';
import { newReader, openBrowser, signInAtOnce } from './open-browser.js';
import { LOG_PERIOD, SMALL_LOG, startPortal } from './start-portal.js';
import { usePortal } from './use-portal.js';

const FOLDER = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
const SETTLED_MS = 4000;

const PICTURES = [
  {
    name: 'traffic',
    account: ACCOUNTS.marketing,
    path: `?${LOG_PERIOD}`,
    ready: '.panels .figures',
  },
  {
    name: 'security',
    account: ACCOUNTS.security,
    path: 'security?period=today',
    ready: '.incident',
  },
  {
    name: 'developers',
    account: ACCOUNTS.developer,
    path: 'developers?period=today',
    ready: '.deprecated',
  },
];

const portal = await startPortal(resolve(process.argv[2] ?? SMALL_LOG));
const browser = await openBrowser();
try {
  await usePortal(portal.origin);
  await mkdir(FOLDER, { recursive: true });
  for (const picture of PICTURES) await take(picture);
} finally {
  await browser.close();
  await portal.close();
}

async function take({ name, account, path, ready }) {
  const viewport = { width: 1280, height: 860 };
  const context = await newReader(browser, { colorScheme: 'light', viewport });
  const page = await context.newPage();
  await signInAtOnce(page, portal.origin, account);
  await page.goto(`${portal.origin}/emas/dashboard/${path}`);
  await page.locator(ready).first().waitFor();
  await page.locator('main[aria-busy=false]').waitFor();
  // The log's chain is verified in the background, and a change of the figures fades in.
  await page.waitForTimeout(SETTLED_MS);
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
  await context.close();
}
