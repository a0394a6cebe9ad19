import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { waitUntil } from '../waiting/wait-until.ts';
import { startConsentSite } from './consent-site.ts';
import type { ConsentSite } from './consent-site.ts';
import { newReader, openBrowser } from './open-browser.js';

/* The rules that this package publishes, run by the engine that browsers fill such forms with. */

const ROOT = new URL('../../', import.meta.url);
const rule = (name: string): string =>
  readFileSync(new URL(`packages/consent/rules/${name}.json`, ROOT), 'utf8');
const require = createRequire(import.meta.url);
const ENGINE = readFileSync(
  require.resolve('@duckduckgo/autoconsent').replace('.cjs.js', '.esm.js'),
  'utf8',
);

let browser: Browser;
let site: ConsentSite;

beforeAll(async () => {
  site = await startConsentSite();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  site?.close();
});

/** Opens the page with the engine in it, as its extension would put it there. */
async function withTool(
  rules: string,
  action: 'optIn' | 'optOut' | null,
  path: string,
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await newReader(browser, { bypassCSP: true });
  const page = await context.newPage();
  await page.goto(site.origin + path);
  await page.evaluate(`(async () => {
    const text = ${JSON.stringify(ENGINE)};
    const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
    const { default: AutoConsent } = await import(url);
    const config = { enabled: true, autoAction: ${JSON.stringify(action)}, enablePrehide: false, detectRetries: 3, disabledCmps: [] };
    window.tool = new AutoConsent(async () => {}, config, ${rules});
  })()`);
  return { context, page };
}

async function choiceOf(context: BrowserContext): Promise<string> {
  const cookie = await waitUntil('a choice', async () => (await context.cookies())[0]);
  return [...cookie.value.matchAll(/~([a-z-]+)\.[\w-]{6}\.([012])/g)]
    .map(([, id = '', flag = '']) => `${id} ${flag === '1' ? 1 : 0}`)
    .join(', ');
}

const COM = `{ autoconsent: [], consentomatic: ${rule('consent-o-matic')} }`;
const OWN = `{ autoconsent: [${rule('autoconsent')}], consentomatic: {} }`;

describe.each([
  ['Consent-O-Matic', COM],
  ['Autoconsent', OWN],
])('a rule of %s', (_name, rules) => {
  it.each([
    ['optOut', '/', 'support-chat 0, maps 0'],
    ['optIn', '/', 'support-chat 1, maps 1'],
    ['optOut', '/?modal=1&lang=ms', 'support-chat 0, maps 0'],
  ] as const)('does %s on %s', async (action, path, choice) => {
    const { context } = await withTool(rules, action, path);
    expect(await choiceOf(context)).toBe(choice);
    await context.close();
  });
});

it('Consent-O-Matic allows the kinds that its user allows, and no others', async () => {
  const { context, page } = await withTool(COM, null, '/');
  await page.evaluate(`(async () => {
    const emas = tool.rules.find(({ name }) => name === 'com_emas');
    await emas.executeAction('DO_CONSENT', ['E']);
    await emas.executeAction('SAVE_CONSENT');
  })()`);
  expect(await choiceOf(context)).toBe('support-chat 0, maps 1');
  await context.close();
});
