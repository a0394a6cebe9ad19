/** The pages of security and developers in their states, for `screenshots.js`. */
import { newReader, SECURITY, DEVELOPER, signInAtOnce } from './open-browser.js';

const DASHBOARD = '/emas/dashboard/';
const NOTHING = 'period=custom&from=2014-01-01&to=2014-01-07';

/** Views of each page; `then` goes on from there. */
const PAGES = [
  {
    account: SECURITY,
    page: 'security',
    ready: '.incident',
    views: {
      today: { query: 'period=today' },
      week: { query: 'period=7d' },
      empty: { query: NOTHING, ready: '.state' },
      incident: { query: 'period=today', then: openIncident },
      table: { query: 'period=today', then: showTable },
      lines: { query: 'period=today', then: findLines },
      filtered: { query: 'period=today&filter=reason:wrong_password', ready: '.chip' },
    },
  },
  {
    account: DEVELOPER,
    page: 'developers',
    ready: '.deprecated',
    views: {
      today: { query: 'period=today' },
      empty: { query: NOTHING, ready: 'h2' },
      open: { query: 'period=today', then: openEverything },
    },
  },
];

/** @param options.look Playwright's options of the reader that looks. */
export async function staffPictures({ browser, origin, look, language, shoot }) {
  for (const { account, page: name, ready, views } of PAGES) {
    const context = await newReader(browser, look);
    const page = await context.newPage();
    await signInAtOnce(page, origin, account);
    for (const [view, { query, ready: own = ready, then }] of Object.entries(views)) {
      await page.goto(`${origin}${DASHBOARD}${name}?${query}&lang=${language}`);
      await page.locator(`main[aria-busy=false] ${own}`).first().waitFor();
      await then?.(page);
      await shoot(page, `${name}-${view}`);
    }
    await context.close();
  }
}

async function openIncident(page) {
  await page.locator('.incident-toggle').first().click();
  await page.locator('.incident textarea').first().fill('Looking into it.');
}

async function showTable(page) {
  await page.locator('.chart-head .quiet-button').first().click();
  await page.locator('.series-table').waitFor();
}

async function findLines(page) {
  const search = page.getByRole('search');
  await search.locator('[name=event]').fill('login_incident_*');
  await search.getByRole('button').click();
  const line = page.locator('.log-line').first();
  await line.waitFor();
  await line.locator('summary').click();
}

async function openEverything(page) {
  for (const selector of ['main details:not([open]) > summary', 'main [aria-expanded=false]']) {
    const closed = page.locator(selector);
    while ((await closed.count()) > 0) await closed.first().click();
  }
}
