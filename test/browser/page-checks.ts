import axe from 'axe-core';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { waitUntil } from '../waiting/wait-until.ts';

/** What must not happen while pages are read; both lists grow as it does. */
export interface Watch {
  readonly complaints: string[];
  readonly foreignRequests: string[];
}

/** Reported on the console, which is listened to anyway. */
const REPORT_VIOLATIONS = `addEventListener('securitypolicyviolation', (event) => {
  const how = event.disposition === 'report' ? ' (report-only)' : '';
  console.error('policy violated' + how + ':', event.violatedDirective, event.blockedURI, event.sample);
});`;

/** Notes errors, broken policies and requests to other hosts on every page of a browser profile. */
export async function watch(context: BrowserContext, origin: string): Promise<Watch> {
  const complaints: string[] = [];
  const foreignRequests: string[] = [];
  await context.addInitScript(REPORT_VIOLATIONS);
  context.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    complaints.push(`${message.page()?.url() ?? ''}: ${message.text()}`);
  });
  context.on('weberror', (error) => {
    complaints.push(`${error.page()?.url() ?? ''}: ${error.error().message}`);
  });
  context.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    // The dashboard gives up on an answer when the view changes, and every page on leaving it.
    if (reason !== 'net::ERR_ABORTED') complaints.push(`${request.url()}: ${reason}`);
  });
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol !== 'data:' && url.origin !== origin) foreignRequests.push(url.href);
  });
  return { complaints, foreignRequests };
}

/** WCAG 2.2 A and AA, with the rules that axe leaves out unless they are asked for, and good practice. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Only what is wrong, in words: all that axe looked at would take longer to bring over than to find. */
const FIND_FAULTS = `axe
  .run({ runOnly: ${JSON.stringify(RULES)}, resultTypes: ['violations'] })
  .then(({ violations }) =>
    violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary = '' }) => id + ': ' + target + ': ' + failureSummary),
    ),
  )`;

/** What axe finds wrong, one line for each element. The context has to bypass the page's policy. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const isThere = await page.evaluate<boolean>('typeof axe !== "undefined"');
  if (!isThere) await page.evaluate(axe.source);
  return page.evaluate<string[]>(FIND_FAULTS);
}

/** How far the page reaches past its window's right edge, in CSS pixels. */
export async function sidewaysOverflow(page: Page): Promise<number> {
  const { scrollWidth, clientWidth } = await page.evaluate<{
    scrollWidth: number;
    clientWidth: number;
  }>(
    '({ scrollWidth: document.documentElement.scrollWidth, clientWidth: document.documentElement.clientWidth })',
  );
  return scrollWidth - clientWidth;
}

/** Waits until a field has something in it; from outside, since a strict policy lets no code in. */
export async function untilFilled(field: Locator): Promise<void> {
  await waitUntil('the field to be filled', async () => (await field.inputValue()) !== '');
}
