/** The dashboard's pages in all their states, for `screenshots.js`. */
import { inTrouble } from './pipeline-trouble.js';
import { LOG_PERIOD } from './start-portal.js';

const DASHBOARD = '/emas/dashboard/';
const NOTHING = 'period=custom&from=2014-01-01&to=2014-01-07';
/** The small log has no such day. */
const OTHER_DAY = 'period=custom&from=2015-05-18&to=2015-05-18&metric=views';
const TODAY = 'period=today';

/** Each audience's page. Of its views, `before` prepares the answer, `then` goes on from there, and `isWindow` shows no more than fits. */
const PAGES = {
  marketing: {
    path: '',
    prefix: 'dashboard',
    ready: '.panels .figures',
    views: {
      log: { query: LOG_PERIOD },
      'log-one-day': { query: OTHER_DAY, ready: ':is(.panels .figures, .state)' },
      today: { query: TODAY },
      year: { query: 'period=12mo' },
      empty: { query: NOTHING, ready: '.state' },
      filtered: { query: `${LOG_PERIOD}&filter=device:desktop&filter=browser:Firefox` },
      'filtered-empty': { query: `${LOG_PERIOD}&filter=page:/nowhere`, ready: '.state' },
      mistyped: { query: 'tz=Nowhere/Land', ready: '.state' },
      details: { query: LOG_PERIOD, then: openDetails, isWindow: true },
      tooltip: { query: LOG_PERIOD, then: hoverChart, isWindow: true },
      table: { query: LOG_PERIOD, then: showTable, isWindow: true },
      'custom-period': { query: LOG_PERIOD, then: askPeriod, isWindow: true },
      campaigns: { query: LOG_PERIOD, then: otherTabs },
    },
  },
  security: {
    path: 'security',
    prefix: 'security',
    ready: '.incident',
    views: {
      today: { query: TODAY },
      week: { query: 'period=7d' },
      empty: { query: NOTHING, ready: '.state' },
      incident: { query: TODAY, then: openIncident },
      table: { query: TODAY, then: showTable },
      lines: { query: TODAY, then: findLines },
      filtered: { query: `${TODAY}&filter=reason:wrong_password`, ready: '.chip' },
    },
  },
  developer: {
    path: 'developers',
    prefix: 'developers',
    ready: '.deprecated',
    views: {
      today: { query: TODAY },
      empty: { query: NOTHING, ready: 'main h2' },
      open: { query: TODAY, then: openEverything },
      troubled: { query: TODAY, before: inTrouble },
    },
  },
};

/** @param options.page Of somebody of the audience, who is signed in. */
export async function dashboardPictures(audience, { page, picture, origin, language }) {
  const { path, prefix, ready: usual, views } = PAGES[audience];
  for (const [view, { query, ready = usual, before, then, isWindow }] of Object.entries(views)) {
    await before?.(page);
    await page.goto(`${origin}${DASHBOARD}${path}?${query}&lang=${language}`);
    await page.locator('main[aria-busy=false]').waitFor();
    await page.locator(ready).first().waitFor();
    await then?.(page);
    await picture(`${prefix}-${view}`, isWindow !== true);
  }
}

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

async function openIncident(page) {
  await page.locator('.incident-toggle').first().click();
  await page.locator('.incident textarea').first().fill('Looking into it.');
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
