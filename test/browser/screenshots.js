/**
 * `node test/browser/screenshots.js [LOG]`: pictures of every page of the portal and of the dashboard
 * in all its states, on a desk and on a phone, in both languages, light and dark, in
 * `test/screenshots/`. The log is counted before; without one, it is the analytics package's small one.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ACCOUNTS } from './accounts.js';
import { dashboardPictures } from './dashboard-pictures.js';
import { newReader, openBrowser, signIn, signInAtOnce } from './open-browser.js';
import { SMALL_LOG, startPortal } from './start-portal.js';
import { usePortal } from './use-portal.js';

const FOLDER = fileURLToPath(new URL('../screenshots/', import.meta.url));

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
  const pictureOf =
    (shown) =>
    async (name, fullPage = true) => {
      const file = `${name}-${screen}-${language}-${colorScheme}.png`;
      await shown.screenshot({ path: join(FOLDER, file), fullPage });
    };
  const picture = pictureOf(page);
  await consentPictures({ page, picture, language });
  await portalPictures({ page, picture, language, isMobile });
  await page.request.post(`${portal.origin}/${language}/logout`, {
    headers: { 'Sec-Fetch-Site': 'same-origin' },
  });
  await signIn(page, portal.origin, ACCOUNTS.marketing);
  await page.goto(`${portal.origin}/${language}/account`);
  await picture('account-marketing');
  await dashboardPictures('marketing', { page, picture, origin: portal.origin, language });
  await context.close();
  await staffPictures({ look, language, pictureOf });
}

async function staffPictures({ look, language, pictureOf }) {
  const { origin } = usedPortal;
  for (const audience of ['security', 'developer']) {
    const context = await newReader(browser, look);
    const page = await context.newPage();
    await signInAtOnce(page, origin, ACCOUNTS[audience]);
    await dashboardPictures(audience, { page, picture: pictureOf(page), origin, language });
    await context.close();
  }
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
  await signIn(page, portal.origin, ACCOUNTS.member);
  await page.goto(`${portal.origin}/${language}/account`);
  await picture('account-member');
  await sessionPictures({ page, picture, language });
}

async function sessionPictures({ page, picture, language }) {
  const others = [];
  for (const userAgent of OTHER_BROWSERS) {
    const other = await newReader(browser, { userAgent });
    others.push(other);
    await signIn(await other.newPage(), portal.origin, ACCOUNTS.member);
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
    await page.locator('input[name=username]').fill(ACCOUNTS.member.username);
    await page.locator('input[name=password]').fill(ACCOUNTS.member.password);
    await page.locator('main form button[type=submit]').click();
  }
  await page.locator('.narrow h1').waitFor();
  await picture('sessions-away');
}
