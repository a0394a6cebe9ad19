import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import {
  chipNames,
  chips,
  detailsButton,
  DASHBOARD,
  figuresShown,
  openDashboard,
  row,
  total,
} from './dashboard-page.ts';
import { ACCOUNTS } from './accounts.js';
import { newReader, openBrowser, signIn } from './open-browser.js';
import { accessibilityFaults, sidewaysOverflow, watch } from './page-checks.ts';
import type { Watch } from './page-checks.ts';
import { LOG_PERIOD, SMALL_LOG, startPortal } from './start-portal.js';
import type { RunningPortal } from './start-portal.js';

/**
 * How soon a view has to be on the dashboard, in questions that an open one asks: there is one every two
 * seconds on a machine that is quick enough.
 */
const SOON = 3;
const PORTAL_PAGES = ['/en', '/en/clinics', '/en/claims/new'];
const OTHER_PAGES = [
  '/guarantee-letters/new',
  '/support',
  '/support/thank-you',
  '/login',
  '/privacy',
];

let portal: RunningPortal;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let seen: Watch;
/** Questions of dashboards so far. */
let asked = 0;

beforeAll(async () => {
  portal = await startPortal(SMALL_LOG);
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await portal?.close();
});

async function newPage(options: BrowserContextOptions = {}): Promise<void> {
  context = await newReader(browser, options);
  seen = await watch(context, portal.origin);
  context.on('request', (request) => {
    if (new URL(request.url()).pathname.endsWith('/api/traffic')) asked += 1;
  });
  page = await context.newPage();
}

const open = async (path: string): Promise<number> => {
  const answer = await page.goto(portal.origin + path);
  return answer?.status() ?? 0;
};

/** Comes first: nobody else may have visited, since it counts. */
describe('a visit', () => {
  beforeAll(async () => {
    await newPage();
  });

  afterAll(async () => {
    await context.close();
  });

  it('is on the dashboard soon after its last page, and counts one person', async () => {
    for (const path of PORTAL_PAGES) expect(await open(path)).toBe(200);
    const before = asked;
    await signIn(page, portal.origin, ACCOUNTS.marketing);
    await openDashboard(page, portal.origin);
    for (const path of PORTAL_PAGES) await row(page, 'Pages', path).waitFor();
    expect(asked - before).toBeLessThanOrEqual(SOON);
    // Over the last seven days, which is a sum of days.
    expect(await total(page, 'Visitors (by day)').innerText()).toBe('1');
    expect(await total(page, 'Visits').innerText()).toBe('1');
    // The hour may have turned meanwhile.
    expect(await page.locator('.realtime').innerText()).toMatch(/^[01] visitors? this hour$/);
  });

  // Each begins when the one before came up, so right after a refresh; the pauses spread the views
  // over the time until the next ones.
  it.each([
    { path: '/en/privacy', pause: 0 },
    { path: '/ms/privacy', pause: 700 },
    { path: '/ms/support', pause: 1400 },
    { path: '/ms/clinics', pause: 4300 },
  ])(
    'of $path in a second tab, after $pause ms, comes up on the open dashboard without a reload',
    async ({ path, pause }) => {
      await page.evaluate('window.isNotReloaded = true');
      const tab = await context.newPage();
      try {
        await tab.waitForTimeout(pause);
        await tab.goto(portal.origin + path);
        const before = asked;
        await row(page, 'Pages', path).waitFor();
        expect(asked - before).toBeLessThanOrEqual(SOON);
        expect(await page.evaluate('window.isNotReloaded')).toBe(true);
      } finally {
        await tab.close();
      }
    },
  );

  it('of every page asks no other host and breaks no policy', async () => {
    for (const language of ['en', 'ms']) {
      for (const path of OTHER_PAGES) await open(`/${language}${path}`);
      await open(`/${language}/account`);
    }
    await page.bringToFront();
    await openDashboard(page, portal.origin, LOG_PERIOD);
    await page.locator('.plot-frame .u-over').hover();
    await page.locator('.tooltip').waitFor();
    await page.getByRole('button', { name: 'Show as table' }).click();
    await page.locator('.series-table').waitFor();
    for (const tab of await page.getByRole('tab').all()) await tab.click();
    await detailsButton(page, 'Pages').click();
    await page.locator('.details-rows .figures').waitFor();
    expect(seen).toEqual({ complaints: [], foreignRequests: [] });
  });
});

describe('the door', () => {
  beforeEach(async () => {
    await newPage();
  });

  afterEach(async () => {
    await context.close();
  });

  const api = [
    'traffic?period=7d',
    'consent?period=7d',
    'realtime',
    'breakdown?period=7d&dimension=page',
  ];
  const apiStatuses = (): Promise<number[]> =>
    Promise.all(
      api.map(async (path) => {
        const answer = await context.request.get(`${portal.origin}${DASHBOARD}api/${path}`);
        return answer.status();
      }),
    );

  it('leads somebody who is not signed in to the sign-in page', async () => {
    await open(DASHBOARD);
    expect(page.url()).toBe(`${portal.origin}/en/login`);
    expect(await apiStatuses()).toEqual(api.map(() => 403));
  });

  it('stays shut for a member', async () => {
    await signIn(page, portal.origin, ACCOUNTS.member);
    expect(await page.locator('main').innerText()).not.toContain('dashboard');
    await open(DASHBOARD);
    expect(page.url()).toBe(`${portal.origin}/en/account`);
    expect(await page.locator('#emas-page').count()).toBe(0);
    expect(await apiStatuses()).toEqual(api.map(() => 403));
  });

  it('is found from the account page, and shuts again on signing out', async () => {
    await signIn(page, portal.origin, ACCOUNTS.marketing);
    await page.locator(`a[href^="${DASHBOARD}"]`).click();
    await figuresShown(page);
    const other = await context.newPage();
    await other.goto(`${portal.origin}/en/account`);
    await other.getByRole('button', { name: 'Sign out' }).first().click();
    await other.waitForURL((url) => url.pathname !== '/en/account');
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    expect(await page.locator('.figures').count()).toBe(0);
    expect(await apiStatuses()).toEqual(api.map(() => 403));
  });

  it('needs no slash at its end and keeps the question', async () => {
    await signIn(page, portal.origin, ACCOUNTS.marketing);
    const query = '?period=30d&filter=page:/en&lang=ms';
    await open(`/emas/dashboard${query}`);
    await figuresShown(page);
    expect(page.url()).toBe(`${portal.origin}${DASHBOARD}${query}`);
    expect(await page.locator('html').getAttribute('lang')).toBe('ms');
    expect(await chips(page).count()).toBe(1);
  });

  it('keeps all that it loads under its mount path', async () => {
    await signIn(page, portal.origin, ACCOUNTS.marketing);
    const paths: string[] = [];
    await page.goto('about:blank');
    page.on('request', (request) => {
      const { protocol, pathname } = new URL(request.url());
      if (protocol !== 'data:') paths.push(pathname);
    });
    await openDashboard(page, portal.origin);
    const strays = paths.filter((path) => !path.startsWith(DASHBOARD));
    expect(paths.length).toBeGreaterThan(3);
    expect(strays).toEqual([]);
  });
});

describe('the dashboard', () => {
  beforeEach(async () => {
    await newPage();
    await signIn(page, portal.origin, ACCOUNTS.marketing);
    await openDashboard(page, portal.origin, LOG_PERIOD);
  });

  afterEach(async () => {
    expect(seen).toEqual({ complaints: [], foreignRequests: [] });
    await context.close();
  });

  it('filters by the row that is clicked, and its chip takes that back', async () => {
    const views = total(page, 'Views');
    const all = await views.innerText();
    await row(page, 'Pages', '/claims').click();
    await row(page, 'Pages', '/privacy').waitFor({ state: 'detached' });
    expect(await chipNames(page)).toEqual(['Page: /claims']);
    expect(new URL(page.url()).searchParams.getAll('filter')).toEqual(['page:/claims']);
    expect(await views.innerText()).not.toBe(all);
    await chips(page).getByRole('link').click();
    await row(page, 'Pages', '/privacy').waitFor();
    expect(await chips(page).count()).toBe(0);
    expect(await views.innerText()).toBe(all);
  });

  it('changes the period, and the way back leads back', async () => {
    const periods = page.getByRole('navigation', { name: 'Period' });
    const logViews = await total(page, 'Views').innerText();
    await periods.getByRole('link', { name: 'Today' }).click();
    await row(page, 'Pages', '/en/clinics').waitFor();
    expect(new URL(page.url()).search).toBe('?period=today');
    expect(await total(page, 'Views').innerText()).not.toBe(logViews);
    await page.goBack();
    await row(page, 'Pages', '/claims').waitFor();
    expect(new URL(page.url()).search).toBe(`?${LOG_PERIOD}`);
    expect(await total(page, 'Views').innerText()).toBe(logViews);
    await page.goForward();
    await row(page, 'Pages', '/en/clinics').waitFor();
  });

  it('shows the days that are asked for', async () => {
    await page.getByRole('button', { name: 'Custom' }).click();
    await page.locator('input[name=from]').fill('2015-05-17');
    await page.locator('input[name=to]').fill('2015-05-17');
    await page.getByRole('button', { name: 'Show these days' }).click();
    await page.locator('.chart-title', { hasText: ', 17 May 2015' }).waitFor();
    expect(new URL(page.url()).search).toBe('?period=custom&from=2015-05-17&to=2015-05-17');
  });

  it('speaks Malay, and English again', async () => {
    await page.getByRole('link', { name: 'Bahasa Melayu' }).click();
    await page.getByRole('button', { name: /^Pelawat \(mengikut hari\)/ }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('ms');
    expect(await page.title()).toBe('Trafik · portal');
    await page.getByRole('link', { name: 'English' }).click();
    await total(page, 'Visitors (by day)').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
  });

  it('lists a card in full, filters from there and gives the focus back', async () => {
    const opener = detailsButton(page, 'Pages');
    await opener.click();
    const dialog = page.getByRole('dialog', { name: 'Pages' });
    await dialog.getByTitle('/privacy', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await page.locator('.is-pages :focus').count()).toBe(1);
    await opener.click();
    await dialog.getByRole('searchbox').fill('priv');
    await dialog.getByTitle('/claims', { exact: true }).waitFor({ state: 'hidden' });
    await dialog.getByTitle('/privacy', { exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await chipNames(page)).toEqual(['Page: /privacy']);
  });
});

describe.each([
  { language: 'en', colorScheme: 'light' },
  { language: 'en', colorScheme: 'dark' },
  { language: 'ms', colorScheme: 'light' },
  { language: 'ms', colorScheme: 'dark' },
] as const)('for everybody, $language, $colorScheme,', ({ language, colorScheme }) => {
  beforeAll(async () => {
    // axe is put into the page, which the page's own policy would rightly not let in.
    await newPage({ bypassCSP: true, colorScheme });
  });

  afterAll(async () => {
    await context.close();
  });

  /** What is wrong with the page as it stands, on a phone and on a desk. */
  const faults = async (): Promise<string[]> => {
    const found: string[] = [];
    for (const width of [375, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      found.push(...(await accessibilityFaults(page)));
      const overflow = await sidewaysOverflow(page);
      if (overflow > 0) found.push(`${overflow} pixels too wide for ${width}`);
    }
    return found;
  };

  it.each(['', '/clinics', '/claims/new', ...OTHER_PAGES, '/nowhere'])(
    'the page /…%s',
    async (path) => {
      await open(`/${language}${path}`);
      expect(await faults()).toEqual([]);
    },
  );

  it('a form with mistakes', async () => {
    await open(`/${language}/claims/new`);
    await page.locator('main form button[type=submit]').click();
    await page.locator('[aria-invalid=true]').first().waitFor();
    expect(await faults()).toEqual([]);
  });

  it('the dashboard', async () => {
    await signIn(page, portal.origin, ACCOUNTS.marketing);
    await open(`/${language}/account`);
    expect(await faults()).toEqual([]);
    for (const query of [`${LOG_PERIOD}&filter=page:/claims`, LOG_PERIOD]) {
      await openDashboard(page, portal.origin, `${query}&lang=${language}`);
      expect(await faults()).toEqual([]);
    }
    await page.locator('.is-pages .panel-foot button').click();
    await page.locator('.details-rows .figures').waitFor();
    expect(await faults()).toEqual([]);
    await open(`${DASHBOARD}?period=custom&from=2015-05-19&to=2015-05-20&lang=${language}`);
    await page.locator('.state').waitFor();
    expect(await faults()).toEqual([]);
  });
});
