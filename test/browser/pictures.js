/**
 * `node test/browser/pictures.js`: the pictures of the README, in `docs/pictures/`, of a portal that is used
 * for real: a log is counted, somebody attacks the sign-in, programs call the old endpoint, something fails.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MARKETING, newReader, openBrowser } from './open-browser.js';
import { LOG_PERIOD, SMALL_LOG, startPortal } from './start-portal.js';

const FOLDER = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
const ATTACK = fileURLToPath(new URL('../../examples/portal/dist/attack/main.js', import.meta.url));
const COUNTED_MS = 12_000;
const SETTLED_MS = 4000;

const PICTURES = [
  { name: 'traffic', account: MARKETING, path: `?${LOG_PERIOD}`, ready: '.panels .figures' },
  {
    name: 'security',
    account: { username: 'security', password: 'jaga-pintu' },
    path: 'security?period=today',
    ready: '.incident',
  },
  {
    name: 'developers',
    account: { username: 'developer', password: 'baca-log' },
    path: 'developers?period=today',
    ready: '.deprecated',
  },
];

const portal = await startPortal(resolve(process.argv[2] ?? SMALL_LOG));
const browser = await openBrowser();
try {
  await use(portal.origin);
  await mkdir(FOLDER, { recursive: true });
  for (const picture of PICTURES) await take(picture);
} finally {
  await browser.close();
  await portal.close();
}

async function use(origin) {
  const attack = spawn(process.execPath, [ATTACK, 'all', '--url', origin, '--count', '40'], {
    stdio: 'ignore',
  });
  await once(attack, 'exit');
  const call = (path, agent, times) =>
    Array.from({ length: times }, () =>
      fetch(origin + path, { headers: { 'User-Agent': agent, 'X-Forwarded-For': '203.0.113.7' } }),
    );
  await Promise.all([
    ...call('/api/v1/clinics', 'claims-app/2.4', 31),
    ...call('/api/v1/clinics', 'okhttp/4.12.0', 7),
    ...call('/api/fault', 'claims-app/2.4', 3),
  ]);
  await new Promise((done) => setTimeout(done, COUNTED_MS));
}

async function take({ name, account, path, ready }) {
  const viewport = { width: 1280, height: 860 };
  const context = await newReader(browser, { colorScheme: 'light', viewport });
  const page = await context.newPage();
  await page.request.post(`${portal.origin}/en/login`, {
    form: account,
    headers: { Origin: portal.origin },
    maxRedirects: 0,
  });
  await page.goto(`${portal.origin}/emas/dashboard/${path}`);
  await page.locator(ready).first().waitFor();
  await page.locator('main[aria-busy=false]').waitFor();
  // The log's chain is verified in the background, and a change of the figures fades in.
  await page.waitForTimeout(SETTLED_MS);
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
  await context.close();
}
