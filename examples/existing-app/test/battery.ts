import { io } from 'socket.io-client';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { newReader } from '../../../test/browser/open-browser.js';
import { watch } from '../../../test/browser/page-checks.ts';

/** What people and programs notice of the app: `works` has to be the same whatever stands before it. */
export interface Findings {
  readonly works: Readonly<Record<string, unknown>>;
  /** Of the home page, by name, without what differs from answer to answer. */
  readonly headers: Readonly<Record<string, string>>;
  /** Name and attributes of the session's cookie. */
  readonly cookie: string;
  /** What becomes of a socket that a page of another site opens. */
  readonly foreignSocket: 'opened' | 'refused';
  /** Who asks too often gets this. */
  readonly refusal: { readonly type: string; readonly headers: readonly string[] };
}

/** Somebody uses the app in Chromium, and programs call it. */
export async function useApp(browser: Browser, origin: string): Promise<Findings> {
  const context = await newReader(browser);
  try {
    const people = await usePages(context, origin);
    const programs = await useRoutes(context, origin);
    const { counts, ...refusal } = await askTooOften(origin);
    const works = { ...people, ...programs, 'requests too many': counts };
    const foreignSocket = await openFromElsewhere(origin);
    return { works, refusal, foreignSocket, ...(await firstAnswer(origin)) };
  } finally {
    await context.close();
  }
}

async function usePages(context: BrowserContext, origin: string): Promise<Record<string, unknown>> {
  const { complaints, foreignRequests } = await watch(context, origin);
  const page = await context.newPage();
  await page.goto(origin);
  const first = await lookOf(page, 'nobody');
  await signIn(page, 'a wrong one');
  const wrong = await lookOf(page, 'nobody');
  await page.goto(origin);
  const reloaded = await lookOf(page, 'nobody');
  await signIn(page, 'selamat-datang');
  const member = await lookOf(page, 'aisyah');
  await press(page, 'Cancel visit 7', '/visits/7?_method=DELETE');
  const cancelled = await lookOf(page, 'aisyah');
  await press(page, 'Sign out', '/logout');
  const out = await lookOf(page, 'nobody');
  return {
    'the page': first,
    'a wrong password': wrong,
    'the page after it': reloaded,
    'signed in': member,
    'a form of another method': cancelled,
    'signed out': out,
    'complaints of the browser': complaints.filter((text) => !isReportOnly(text)),
    'pictures of the CDN': [...new Set(foreignRequests.map((url) => new URL(url).pathname))],
  };
}

/** What a policy only reports stops nothing; the browser says it all the same. */
function isReportOnly(text: string): boolean {
  return /report-only|Report Only/.test(text);
}

async function signIn(page: Page, password: string): Promise<void> {
  await page.getByLabel('Name').fill('aisyah');
  await page.getByLabel('Password').fill(password);
  await press(page, 'Sign in', '/login');
}

/** Presses a button that sends a form, and waits for the page that comes of it. */
async function press(page: Page, name: string, path: string): Promise<void> {
  const sent = page.waitForResponse((response) => response.url().endsWith(path));
  const loaded = page.waitForEvent('load');
  await page.getByRole('button', { name, exact: true }).click();
  await Promise.all([sent, loaded]);
}

/** What somebody sees once the page's script has run and its socket has said who is there. */
async function lookOf(page: Page, user: string): Promise<Record<string, unknown>> {
  await page.locator('#live').getByText(user).waitFor();
  return {
    title: await page.title(),
    user: await page.locator('#user').innerText(),
    hasDate: (await page.locator('#today').innerText()) !== '',
    messages: await page.locator('.message').allInnerTexts(),
    ...(await page.evaluate<Record<string, unknown>>(`({
      spacing: getComputedStyle(document.querySelector('h1')).letterSpacing,
      pictureWidth: document.querySelector('img').naturalWidth,
      colours: [...document.querySelectorAll('.message')].map((one) => getComputedStyle(one).color),
    })`)),
  };
}

const SCAN_BYTES = 5 * 1_048_576;

async function useRoutes(
  context: BrowserContext,
  origin: string,
): Promise<Record<string, unknown>> {
  const ask = async (path: string, options: object = {}): Promise<unknown> => {
    const answer = await context.request.fetch(`${origin}${path}`, { maxRedirects: 0, ...options });
    const { location } = answer.headers();
    return [answer.status(), location ?? (await answer.text())];
  };
  const scan = { name: 'scan.png', mimeType: 'image/png', buffer: Buffer.alloc(SCAN_BYTES, 7) };
  return {
    'an upload of 5 MB': await ask('/scans', { method: 'POST', multipart: { scan } }),
    'JSON of 1.5 MB': await ask('/api/visits', {
      method: 'POST',
      data: Array.from({ length: 1500 }, () => 'x'.repeat(1000)),
    }),
    'JSON that breaks off': await ask('/api/visits', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      data: '{',
    }),
    'a sign-in without the page': await ask('/login', {
      method: 'POST',
      form: { username: 'aisyah', password: 'selamat-datang' },
    }),
    'a page that is not there': await ask('/nowhere'),
    'a page that breaks': await ask('/broken'),
  };
}

export const ASKED = 30;

async function askTooOften(
  origin: string,
): Promise<Findings['refusal'] & { readonly counts: Readonly<Record<number, number>> }> {
  const counts: Record<number, number> = {};
  let last: Response | undefined;
  for (let asked = 0; asked < ASKED; asked += 1) {
    last = await fetch(`${origin}/api/visits`);
    counts[last.status] = (counts[last.status] ?? 0) + 1;
    await last.arrayBuffer();
  }
  const names = [...(last?.headers.keys() ?? [])];
  return {
    counts,
    type: last?.headers.get('content-type') ?? '',
    headers: names.filter((name) => /limit|retry/.test(name)),
  };
}

async function openFromElsewhere(origin: string): Promise<'opened' | 'refused'> {
  const socket = io(origin, {
    extraHeaders: { Origin: 'https://elsewhere.example' },
    // A page of another site is let to no other transport by its own browser.
    transports: ['websocket'],
    reconnection: false,
  });
  try {
    return await new Promise((resolve) => {
      socket.once('connect', () => resolve('opened'));
      socket.once('connect_error', () => resolve('refused'));
    });
  } finally {
    socket.close();
  }
}

/** Of the connection, or of this one answer. */
const PASSING = /^(?:connection|content-length|date|etag|keep-alive|set-cookie)$/;

async function firstAnswer(origin: string): Promise<Pick<Findings, 'headers' | 'cookie'>> {
  const { headers } = await fetch(origin);
  return {
    // Without its value, which is another one each time.
    cookie: headers
      .getSetCookie()
      .join('\n')
      .replaceAll(/=[^;]*(?=; Path)/g, ''),
    headers: Object.fromEntries([...headers].filter(([header]) => !PASSING.test(header))),
  };
}
