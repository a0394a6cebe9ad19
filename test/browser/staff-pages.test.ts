import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { wholeDay } from '../integration/day.ts';
import { DayTally } from '../integration/day-tally.ts';
import { waitUntil } from '../waiting/wait-until.ts';
import { total } from './dashboard-page.ts';
import { ACCOUNTS } from './accounts.js';
import type { Audience } from './accounts.js';
import { LOOKS, lookOf } from './looks.ts';
import { newReader, openBrowser, signInAtOnce } from './open-browser.js';
import { accessibilityFaults, sidewaysOverflow, watch } from './page-checks.ts';
import type { Watch } from './page-checks.ts';
import { inTrouble } from './pipeline-trouble.js';
import { startPortal } from './start-portal.js';
import type { RunningPortal } from './start-portal.js';

/* The pages of staff, after a day at the portal. */

const ATTACKER = '198.51.100.0/24';

const tally = new DayTally();
let browser: Browser;
let portal: RunningPortal;
beforeAll(async () => {
  [browser, portal] = await Promise.all([
    openBrowser(),
    startPortal(undefined, { EMAS_COUNT_INTERVAL: '500' }),
  ]);
  await wholeDay({ origin: portal.origin, tally });
});
afterAll(async () => {
  await browser?.close();
  await portal?.close();
});

interface Reader {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly seen: Watch;
}

let open: Reader | undefined;
afterEach(async () => {
  const reader = open;
  open = undefined;
  if (reader === undefined) return;
  // A page that refreshes itself may be on its way through a route as its context closes.
  await reader.page.unrouteAll({ behavior: 'ignoreErrors' });
  expect(reader.seen.complaints).toEqual([]);
  expect(reader.seen.foreignRequests).toEqual([]);
  await reader.context.close();
});

async function signedIn(username: Audience, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await newReader(browser, options);
  const seen = await watch(context, portal.origin);
  const page = await context.newPage();
  open = { context, page, seen };
  await signInAtOnce(page, portal.origin, ACCOUNTS[username]);
  return page;
}

async function opened(page: Page, path: string): Promise<void> {
  await page.goto(`${portal.origin}/emas/dashboard/${path}`);
  await page.locator('main[aria-busy=false] .total-value').first().waitFor();
}

/** Counts are some seconds behind what happened; the page refreshes itself. */
async function untilShown(page: Page, label: string, value: number): Promise<void> {
  const figure = total(page, label);
  const isShown = async (): Promise<boolean> => (await figure.innerText()) === String(value);
  await waitUntil(`${label}: ${value}`, isShown, { every: 200, state: () => figure.innerText() });
}

describe('the security page', () => {
  let page: Page;
  beforeEach(async () => {
    page = await signedIn('security');
    await opened(page, 'security?period=today');
  });

  it('shows the day’s failures, as they were', async () => {
    await untilShown(page, 'Failed sign-ins', tally.allFailures);
    await untilShown(page, 'Succeeded on retry', tally.successesAfterFailures);
    const networks = page.getByRole('region', { name: 'Networks' });
    expect(await networks.getByTitle(ATTACKER, { exact: true }).count()).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Show as table' }).click();
    const table = page.locator('.series-table');
    await table.waitFor();
    expect(await table.innerText()).toContain('Wrong password');
  });

  it('filters by the row that is clicked, keeps its address and gives it back', async () => {
    await untilShown(page, 'Failed sign-ins', tally.allFailures);
    await page.getByRole('region', { name: 'Reasons' }).getByRole('link').first().click();
    await page.locator('.chip').waitFor();
    expect(page.url()).toContain('/security?');
    await page.goBack();
    await page.locator('.chip').waitFor({ state: 'detached' });
  });

  it('an incident is acknowledged with a note, its network blocked and let in again', async () => {
    const incident = page.locator('.incident').first();
    await incident.locator('.incident-toggle').click();
    await incident.locator('textarea').fill('Looking into it.');
    await incident.getByRole('button', { name: 'Acknowledge' }).click();
    await incident.locator('.badge.is-acknowledged').waitFor();
    expect(await incident.innerText()).toContain('Looking into it.');
    await incident.getByRole('button', { name: 'Block', exact: true }).click();
    const blocked = page.locator('.blocked');
    await blocked.waitFor();
    expect(await blocked.innerText()).toContain('by security');
    await blocked.getByRole('button', { name: /^Unblock/ }).click();
    await blocked.waitFor({ state: 'detached' });
  });

  it('what is typed into a note stays while the page refreshes itself', async () => {
    const incident = page.locator('.incident').first();
    await incident.locator('.incident-toggle').click();
    const note = incident.locator('textarea');
    await note.fill('half a sen');
    await page.waitForTimeout(5000);
    expect(await note.inputValue()).toBe('half a sen');
    await page.keyboard.type('tence');
    expect(await note.inputValue()).toBe('half a sentence');
  });

  it('finds lines of the log, and says that the log is whole', async () => {
    await page.locator('.badge.is-intact').waitFor();
    const search = page.getByRole('search');
    await search.locator('[name=event]').fill('authn_login_successafterfail');
    await search.getByRole('button').click();
    const lines = page.locator('.log-line');
    await lines.first().waitFor();
    expect(await lines.count()).toBe(1);
    await lines.locator('summary').click();
    expect(await lines.innerText()).toContain('203.0.113.0/24');
  });

  it('leads from a line to what its request did, and from there to what the session did next', async () => {
    const lines = page.locator('.log-line');
    const events = async (): Promise<string[]> => {
      const all = await lines.locator('.log-line-head code').allInnerTexts();
      return all.toSorted();
    };
    const search = page.getByRole('search');
    await search.locator('[name=event]').fill('authn_login_successafterfail');
    await search.getByRole('button').click();
    await lines.locator('summary').click();
    await lines
      .getByRole('button', { name: /show all lines with it/ })
      .first()
      .click();
    await waitUntil('the lines of the request', async () => (await lines.count()) > 1);
    expect(await events()).toEqual(
      expect.arrayContaining(['authn_login_success', 'authn_login_successafterfail']),
    );
    const ofSession = lines.filter({ hasText: /session_(?:renewed|created)/ }).first();
    if ((await ofSession.locator('details[open]').count()) === 0) {
      await ofSession.locator('summary').click();
    }
    await ofSession
      .locator('dt', { hasText: /^session$/ })
      .locator('xpath=../dd//button')
      .click();
    await waitUntil('the lines of the session', async () => {
      const found = await events();
      return found.length > 0 && found.every((event) => event.startsWith('session_'));
    });
  });

  it('gives its tables to a spreadsheet, without formulas', async () => {
    await untilShown(page, 'Failed sign-ins', tally.allFailures);
    const networks = page.getByRole('region', { name: 'Networks' });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      networks.getByRole('button', { name: /CSV/ }).click(),
    ]);
    const text = readFileSync(await download.path(), 'utf8');
    expect(text).toContain(ATTACKER);
    expect(text).not.toMatch(/(?:^|,)"?[=+@-]/m);
  });
});

it('the developer page shows who still calls the old endpoint, and that it cannot go', async () => {
  const page = await signedIn('developer');
  await opened(page, 'developers?period=today');
  const old = page.locator('.deprecated');
  await old.waitFor();
  expect(await old.innerText()).toContain('GET /api/v1/clinics');
  expect(await old.innerText()).toContain('2 clients called it in the last 45 days');
  await old.getByRole('button', { name: /2 clients/ }).click();
  expect(await old.innerText()).toContain('claims-app');
  const error = page.locator('.error').first();
  expect(await error.innerText()).toContain('GET /api/fault');
  await error.locator('summary').first().click();
  expect(await error.innerText()).toContain('fault.js');
  const traffic = page.locator('[data-pipeline=traffic] .badge.is-ok');
  expect(await traffic.isVisible()).toBe(false);
  await page.getByText('pipelines run: everything arrives').click();
  await traffic.waitFor();
});

it('the traffic page shows what visitors decided about consent, in all and by day', async () => {
  const page = await signedIn('marketing');
  await opened(page, 'traffic?period=today');
  const consent = page.getByRole('region', { name: 'Consent' });
  const figures = async (): Promise<string[]> =>
    (await consent.locator('tbody tr').allInnerTexts()).map((row) => row.replace(/\s+/g, ' '));
  const choices = (choice: string): number => tally.choices.get(choice) ?? 0;
  const [accepted, refused] = [choices('accept'), choices('refuse')];
  expect([accepted, refused]).toEqual([1, 1]);
  const wanted = [
    `Accepted all ${accepted} 50.0%`,
    `Refused all ${refused} 50.0%`,
    'Chose for themselves 0 0.0%',
  ];
  const isShown = async (): Promise<boolean> => (await figures()).join() === wanted.join();
  await waitUntil('the decisions', isShown, { every: 200, state: figures });
  await consent.getByRole('tab', { name: 'By day' }).click();
  expect(await figures()).toEqual([expect.stringMatching(/ 1 1 0$/)]);
  await page.goto(
    `${portal.origin}/emas/dashboard/traffic?period=custom&from=2014-01-01&to=2014-01-07`,
  );
  await consent.getByText('No decisions to show in this period').waitFor();
});

describe('between the pages', () => {
  it('nobody is led where they may not go', async () => {
    const page = await signedIn('developer');
    await opened(page, '');
    expect(await page.title()).toContain('Developers');
    expect(await page.locator('.page-nav').count()).toBe(0);
    const answer = await page.request.get(`${portal.origin}/emas/dashboard/security`);
    expect(answer.status()).toBe(403);
  });
});

const BADGES: Readonly<Record<string, readonly string[]>> = {
  en: ['Away', 'Starting', 'Not writable', 'Losing', 'Filling up', 'Waiting', 'Rejected rows'],
  ms: [
    ...['Tidak menjawab', 'Sedang dimulakan', 'Tidak dapat ditulis', 'Kehilangan'],
    ...['Semakin penuh', 'Menunggu', 'Baris ditolak'],
  ],
};

it.each(
  LOOKS.filter(({ screen, colorScheme }) => (screen === 'desk') === (colorScheme === 'light')),
)(
  'each state of a pipeline is told, in a page that stays accessible: $screen, $language',
  async ({ language, ...look }) => {
    const page = await signedIn('developer', lookOf(look));
    await inTrouble(page);
    await opened(page, `developers?period=today&lang=${language}`);
    const card = page.locator('.is-pipelines');
    const badges = new Set(await card.locator('.badge').allInnerTexts());
    expect([...badges].toSorted()).toEqual(BADGES[language]?.toSorted());
    const text = await card.innerText();
    for (const part of ['63.4%', 'npx emas spool retry', 'ECONNREFUSED', '48,230']) {
      expect(text).toContain(part);
    }
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await sidewaysOverflow(page)).toBe(0);
  },
);

describe.each([
  { name: 'traffic', username: 'marketing', ready: '.is-consent .figures' },
  { name: 'security', username: 'security', ready: '.incident' },
  { name: 'developers', username: 'developer', ready: '.deprecated' },
] as const)('the $name page', ({ name, username, ready }) => {
  it.each(LOOKS)(
    'is accessible, stays in its window and asks nobody else: $screen, $language, $colorScheme',
    async ({ screen, language, colorScheme }) => {
      const page = await signedIn(username, lookOf({ screen, colorScheme }));
      await opened(page, `${name}?period=today&lang=${language}`);
      await page.locator(ready).first().waitFor();
      for (const toggle of await page.locator('[aria-expanded=false]').all()) {
        if (await toggle.isVisible()) await toggle.click();
      }
      for (const more of await page.locator('main details > summary').all()) {
        if (await more.isVisible()) await more.click();
      }
      expect(await page.locator('html').getAttribute('lang')).toBe(language);
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await sidewaysOverflow(page)).toBe(0);
    },
  );

  it('has good news, and no fault, where nothing happened', async () => {
    const page = await signedIn(username, { bypassCSP: true });
    await page.goto(
      `${portal.origin}/emas/dashboard/${name}?period=custom&from=2014-01-01&to=2014-01-07`,
    );
    await page.locator('main[aria-busy=false] h2').first().waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  });
});
