import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../../../test/browser/open-browser.js';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { OWN_FOLDER, STATES, appOnExpress4 } from './app-folder.ts';
import type { AppFolder, State } from './app-folder.ts';
import { ASKED, useApp } from './battery.ts';
import type { Findings } from './battery.ts';
import { ADDED_SOFTLY, COOKIES, FOREIGN_SOCKETS, HEADERS, REFUSALS } from './differences.ts';
import { startState } from './running-state.ts';
import type { Blocked } from './running-state.ts';

/* An ordinary app, and the same app on the suite in two steps: the same people and programs use all three. */

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

const FRAMEWORKS: readonly (readonly [name: string, folder: () => AppFolder])[] = [
  ['Express 5', () => ({ url: OWN_FOLDER, remove: () => undefined })],
  ['Express 4', appOnExpress4],
];

interface Used {
  readonly found: Findings;
  /** By `emas doctor`, as text: the option and what was met. */
  readonly blocked: readonly string[];
  /** Lines of the log by their event. */
  readonly told: Readonly<Record<string, number>>;
}

const TOLD = ['unhandled_error', 'authn_login_fail', 'authn_login_success'] as const;

describe.each(FRAMEWORKS)('%s', (_name, folderOf) => {
  let app: AppFolder;
  const used = new Map<State, Used>();
  const at = (state: State): Used => {
    const use = used.get(state);
    if (use === undefined) throw new Error(`${state} did not start.`);
    return use;
  };

  beforeAll(async () => {
    app = folderOf();
    for (const state of STATES) used.set(state, await useState(app, state));
  });
  afterAll(() => app?.remove());

  it('is an app that works, before', () => {
    const { works } = at('before').found;
    expect(works).toMatchObject({
      'the page': { title: 'Clinic, open', hasDate: true, pictureWidth: 48, spacing: '2px' },
      'a wrong password': { messages: ['Wrong name or password.'], user: 'nobody' },
      'the page after it': { messages: [] },
      'signed in': { user: 'aisyah' },
      'a form of another method': { messages: ['Visit 7 is cancelled.'] },
      'signed out': { user: 'nobody' },
      'complaints of the browser': [],
      'pictures of the CDN': ['/logo.svg'],
      'an upload of 5 MB': [200, expect.stringContaining('5242880')],
      'JSON of 1.5 MB': [201, expect.stringContaining('1500')],
      'a page that is not there': [404, 'The clinic has no such page.'],
      'a page that breaks': [500, 'Something broke at the clinic.'],
      'requests too many': { 429: expect.any(Number) },
    });
  });

  it('notices nothing of the suite softly: pages, forms, cookie, refusals and each header are as before', () => {
    const [before, softly] = [at('before').found, at('softly').found];
    expect(softly.works).toEqual(before.works);
    expect(softly.cookie).toBe(before.cookie);
    expect(softly.refusal).toEqual(before.refusal);
    expect(softly.foreignSocket).toBe(before.foreignSocket);
    expect(softly.headers).toMatchObject(before.headers);
    const added = Object.keys(softly.headers).filter((name) => !(name in before.headers));
    expect(added.toSorted()).toEqual(ADDED_SOFTLY);
  });

  it('softly, emas doctor lists what strictness would stop, with the option that allows it', () => {
    expect(at('softly').blocked).toEqual([
      'hardening.maxBodyBytes /api/visits',
      'hardening.maxBodyBytes /scans',
      `hardening.needs.images ${process.env['CDN']}`,
      'hardening.needs.scripts script-src-attr inline: rewrite',
      'hardening.needs.scripts script-src-elem inline: nonce',
      'hardening.needs.scripts script-src-elem itself: nonce',
      'hardening.needs.styles style-src-attr inline: rewrite',
      'hardening.needs.styles style-src-elem inline: nonce',
    ]);
  });

  it('logs the error that the app’s own page answers, and strictly who signed in and who did not', () => {
    expect(at('softly').told).toMatchObject({ unhandled_error: 1, authn_login_fail: 0 });
    expect(at('strictly').told).toEqual({
      unhandled_error: 1,
      authn_login_fail: 1,
      authn_login_success: 2,
    });
  });

  it('works strictly as before, and emas doctor has nothing to list', () => {
    expect(at('strictly').found.works).toEqual(at('before').found.works);
    expect(at('strictly').blocked).toEqual([]);
  });

  it('differs strictly in what docs/mounting.md lists, and in nothing else', () => {
    const [before, strictly] = [at('before').found, at('strictly').found];
    const names = new Set([...Object.keys(before.headers), ...Object.keys(strictly.headers)]);
    const other = [...names].filter((name) => before.headers[name] !== strictly.headers[name]);
    expect(other.toSorted()).toEqual(Object.keys(HEADERS));
    for (const [name, [was, is]] of Object.entries(HEADERS)) {
      expect([name, before.headers[name] ?? '-']).toEqual([name, was]);
      expect([name, strictly.headers[name] ?? '-']).toEqual([name, matching(is)]);
    }
    expect(before.cookie).toBe(COOKIES[0]);
    expect(strictly.cookie).toMatch(COOKIES[1]);
    expect({ before: before.foreignSocket, strictly: strictly.foreignSocket }).toEqual(
      FOREIGN_SOCKETS,
    );
    expect({ before: before.refusal, strictly: strictly.refusal }).toEqual(REFUSALS);
  });
});

it('tries the limits as well, with the strict code in report mode', async () => {
  const run = await startState(new URL('src/strictly/server.js', OWN_FOLDER), {
    EMAS_ROLLOUT: 'report',
  });
  try {
    const { works } = await useApp(browser, run.origin);
    expect(works['requests too many']).toEqual({ 200: ASKED });
    const listed = async (): Promise<readonly string[]> =>
      (await run.doctor()).map((thing) => textOf(thing, run.origin));
    await waitUntil('the limit to be listed', async () =>
      (await listed()).includes('rateLimit.api.limit'),
    );
    expect(await listed()).toEqual(['rateLimit.api.limit']);
  } finally {
    await run.stop();
  }
});

async function useState(app: AppFolder, state: State): Promise<Used> {
  const run = await startState(new URL(`src/${state}/server.js`, app.url));
  try {
    const found = await useApp(browser, run.origin);
    if (state === 'before') return { found, blocked: [], told: {} };
    if (state === 'softly') {
      // Browsers report beside what they do; the last kinds are of the page's end.
      await waitUntil('the reports to be logged', async () => (await run.doctor()).length >= 8);
    }
    const blocked = await run.doctor();
    const told: Record<string, number> = {};
    for (const event of TOLD) told[event] = await run.told(event);
    return { found, told, blocked: blocked.map((thing) => textOf(thing, run.origin)).toSorted() };
  } finally {
    await run.stop();
  }
}

function textOf({ setting, value, what, where, remedy }: Blocked, origin: string): string {
  if (setting === 'hardening.maxBodyBytes') return `${setting} ${where}`;
  if (remedy === 'set') return `${setting} ${value}`.trim();
  return `${setting} ${what.replace(origin, 'itself')}: ${remedy}`;
}

/** A value of the list: what differs from answer to answer is `…` in it. */
function matching(value: string): unknown {
  if (!value.includes('…')) return value;
  const parts = value
    .split('…')
    .map((part) => part.trim().replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`));
  return expect.stringMatching(new RegExp(`^${parts.join('.*')}$`));
}
