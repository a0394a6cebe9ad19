/**
 * `node test/browser/screenshots.js [LOG]`: pictures of every page of the portal and of the dashboard
 * in all its states, on a desk and on a phone, in both languages, light and dark, in
 * `test/screenshots/`. The log is counted before; without one, it is the analytics package's small one.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MARKETING, MEMBER, newReader, openBrowser, signIn } from './open-browser.js';
import { LOG_PERIOD, SMALL_LOG, startPortal } from './start-portal.js';
import { staffPictures } from './staff-pictures.js';
import { usePortal } from './use-portal.js';

const FOLDER = fileURLToPath(new URL('../screenshots/', import.meta.url));
const DASHBOARD = '/emas/dashboard/';

const SCREENS = [
  { screen: 'desk', width: 1280, height: 900, isMobile: false },
  { screen: 'phone', width: 375, height: 812, isMobile: true },
];
const LANGUAGES = ['en', 'ms'];
const SCHEMES = ['light', 'dark'];

const OPEN_PAGES = {
  home: '',
  clinics: '/clinics',
  'clinics-found': '/clinics?q=klinik',
  claim: '/claims/new',
  letter: '/guarantee-letters/new',
  support: '/support',
  thanks: '/support/thank-you',
  'sign-in': '/login',
  privacy: '/privacy',
  'not-found': '/nowhere',
  'sign-in-ended': '/login?because=ended',
  'sign-in-challenged': '/login?because=challenged',
};

/** Other browsers that the member is signed in with; two of them are alike. */
const OTHER_BROWSERS = [
  'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
];

/** Nothing listens there. */
const NO_REDIS = 'redis://127.0.0.1:1';

/** The small log has no such day. */
const SHOWN = '.panels .figures, .state';

/** Views of the dashboard; `then` goes on from there. */
const VIEWS = {
  log: { query: LOG_PERIOD },
  'log-one-day': {
    query: 'period=custom&from=2015-05-18&to=2015-05-18&metric=views',
    ready: SHOWN,
  },
  today: { query: 'period=today' },
  year: { query: 'period=12mo' },
  empty: { query: 'period=custom&from=2014-01-01&to=2014-01-07', ready: '.state' },
  filtered: { query: `${LOG_PERIOD}&filter=device:desktop&filter=browser:Firefox` },
  'filtered-empty': { query: `${LOG_PERIOD}&filter=page:/nowhere`, ready: '.state' },
  mistyped: { query: 'tz=Nowhere/Land', ready: '.state' },
  details: { query: LOG_PERIOD, then: openDetails, isWindow: true },
  tooltip: { query: LOG_PERIOD, then: hoverChart, isWindow: true },
  table: { query: LOG_PERIOD, then: showTable, isWindow: true },
  'custom-period': { query: LOG_PERIOD, then: askPeriod, isWindow: true },
  campaigns: { query: LOG_PERIOD, then: otherTabs },
};

async function openDetails(page) {
  await page.locator('.is-pages .panel-foot button').click();
  await page.locator('.details-rows .figures').waitFor();
}

async function hoverChart(page) {
  await page.locator('.plot-frame .u-over').hover();
  await page.locator('.tooltip').waitFor();
}

async function showTable(page) {
  await page.locator('.chart-head .quiet-button').click();
  await page.locator('.series-table').waitFor();
}

async function askPeriod(page) {
  await page.locator('.segments button').click();
  await page.locator('.custom-period').waitFor();
}

async function otherTabs(page) {
  for (const list of await page.getByRole('tablist').all())
    await list.getByRole('tab').last().click();
}

await rm(FOLDER, { recursive: true, force: true });
await mkdir(FOLDER, { recursive: true });
const portal = await startPortal(resolve(process.argv[2] ?? SMALL_LOG));
const portalWithoutRedis = await startPortal(undefined, { REDIS_URL: NO_REDIS });
const usedPortal = await startPortal();
const browser = await openBrowser();
try {
  await usePortal(usedPortal.origin);
  for (const look of everyLook()) await takePictures(look);
} finally {
  await browser.close();
  await portal.close();
  await portalWithoutRedis.close();
  await usedPortal.close();
}

function everyLook() {
  return SCREENS.flatMap((screen) =>
    LANGUAGES.flatMap((language) =>
      SCHEMES.map((colorScheme) => ({ ...screen, language, colorScheme })),
    ),
  );
}

async function takePictures({ screen, width, height, isMobile, language, colorScheme }) {
  const look = {
    colorScheme,
    isMobile,
    hasTouch: isMobile,
    viewport: { width, height },
    reducedMotion: 'reduce',
  };
  const context = await newReader(browser, look);
  const page = await context.newPage();
  const shoot = async (shown, name, fullPage = true) => {
    const file = `${name}-${screen}-${language}-${colorScheme}.png`;
    await shown.screenshot({ path: join(FOLDER, file), fullPage });
  };
  const picture = (name, fullPage) => shoot(page, name, fullPage);
  await consentPictures({ page, picture, language });
  await portalPictures({ page, picture, language, isMobile });
  await page.request.post(`${portal.origin}/${language}/logout`, {
    headers: { 'Sec-Fetch-Site': 'same-origin' },
  });
  await signIn(page, portal.origin, MARKETING);
  await page.goto(`${portal.origin}/${language}/account`);
  await picture('account-marketing');
  await dashboardPictures({ page, picture, language });
  await context.close();
  await staffPictures({ browser, origin: usedPortal.origin, look, language, shoot });
}

/** Ends with a refusal, so that the form stands in no other picture. */
async function consentPictures({ page, picture, language }) {
  await page.goto(`${portal.origin}/${language}`);
  await picture('consent');
  await page.locator('.emas-consent summary').first().click();
  await picture('consent-open');
  await page.goto(`${portal.origin}/${language}/clinics`);
  await picture('consent-clinics');
  await page.goto(`${portal.origin}/emas/consent?lang=${language}&return=/${language}`);
  await picture('consent-page');
  await page.goto(`${portal.origin}/${language}`);
  await page.locator('.emas-consent [value=refuse]').click();
  await page.locator('.emas-consent [role=status]:focus').waitFor();
  await picture('consent-kept');
  await page.goto(`${portal.origin}/emas/consent?lang=${language}&return=/${language}`);
  await page.locator('.emas-consent [value=refuse]').click();
  await page.locator('.emas-consent [role=status]:focus').waitFor();
  await picture('consent-page-kept');
}

async function portalPictures({ page, picture, language, isMobile }) {
  for (const [name, path] of Object.entries(OPEN_PAGES)) {
    await page.goto(`${portal.origin}/${language}${path}`);
    await picture(name);
  }
  await page.goto(`${portal.origin}/${language}/claims/new`);
  await page.locator('main form button[type=submit]').click();
  await page.locator('[aria-invalid=true]').first().waitFor();
  await picture('claim-mistakes');
  if (isMobile) {
    await page.goto(`${portal.origin}/${language}`);
    await page.locator('.menu summary').click();
    await picture('menu', false);
  }
  await signIn(page, portal.origin, MEMBER);
  await page.goto(`${portal.origin}/${language}/account`);
  await picture('account-member');
  await sessionPictures({ page, picture, language });
}

async function sessionPictures({ page, picture, language }) {
  const others = [];
  for (const userAgent of OTHER_BROWSERS) {
    const other = await newReader(browser, { userAgent });
    others.push(other);
    await signIn(await other.newPage(), portal.origin, MEMBER);
  }
  await page.reload();
  await picture('account-sessions');
  await page.locator('.sessions button').first().click();
  await page.getByRole('status').waitFor();
  await picture('account-session-ended');
  await page.locator('.sessions + p + form button').click();
  await page.waitForURL('**/account?ended=others');
  await picture('account-sessions-ended');
  for (const other of others) await other.close();
  await page.goto(`${portalWithoutRedis.origin}/${language}/login`);
  // Without a form once it is known that the sessions are away.
  if ((await page.locator('input[name=username]').count()) > 0) {
    await page.locator('input[name=username]').fill(MEMBER.username);
    await page.locator('input[name=password]').fill(MEMBER.password);
    await page.locator('main form button[type=submit]').click();
  }
  await page.locator('.narrow h1').waitFor();
  await picture('sessions-away');
}

async function dashboardPictures({ page, picture, language }) {
  for (const [name, { query, ready = '.panels .figures', then, isWindow }] of Object.entries(
    VIEWS,
  )) {
    await page.goto(`${portal.origin}${DASHBOARD}?${query}&lang=${language}`);
    await page.locator(ready).first().waitFor();
    await then?.(page);
    await picture(`dashboard-${name}`, isWindow !== true);
  }
}
