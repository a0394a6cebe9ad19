import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createEventBus } from '@emas/events';
import type { EmasEvent } from '@emas/events';
import { hardening } from '@emas/hardening';
import type { HardeningOptions } from '@emas/hardening';
import { builtPage } from '@emas/page';
import { requestContext } from '@emas/request-context';
import express from 'express';
import type { Application } from 'express';
import type { Browser, Page } from 'playwright-core';
import { waitUntil } from '../waiting/wait-until.ts';
import { newReader, openBrowser } from './open-browser.js';
import { watch } from './page-checks.ts';
import type { Watch } from './page-checks.ts';

const BUILD = fileURLToPath(new URL('front-ends/build-page.js', import.meta.url));
const SERVED = fileURLToPath(new URL('front-ends/served/', import.meta.url));
const { resolve: pathOf } = createRequire(import.meta.url);

let browser: Browser;
let folder: string;
let server: Server | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'emas-front-ends-'));
  browser = await openBrowser();
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Site {
  readonly page: Page;
  readonly origin: string;
  readonly told: EmasEvent[];
  readonly seen: Watch;
}

/** An app with the strict policy, opened in a browser. */
async function open(options: HardeningOptions, mount: (app: Application) => void): Promise<Site> {
  const events = createEventBus();
  const told: EmasEvent[] = [];
  events.subscribe((event) => told.push(event));
  const app = express();
  app.use(requestContext({ app }), hardening({ ...options, events }));
  mount(app);
  const listening = app.listen(0, '127.0.0.1');
  server = listening;
  await once(listening, 'listening');
  const origin = `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
  const context = await newReader(browser);
  context.setDefaultTimeout(15_000);
  const seen = await watch(context, origin);
  const page = await context.newPage();
  await page.goto(origin);
  return { page, origin, told, seen };
}

/** Neither the console nor the app's own reports say that anything was stopped. */
function expectNothingStopped({ told, seen }: Site): void {
  expect(seen).toEqual({ complaints: [], foreignRequests: [] });
  expect(told.filter(({ name }) => name === 'csp_violation')).toEqual([]);
}

describe('a page that a bundler built', () => {
  async function build(stack: string, into = stack): Promise<string> {
    await promisify(execFile)(process.execPath, [BUILD, stack, join(folder, into)]);
    return join(folder, into, 'index.html');
  }

  const asBuilt = (file: string) => (app: Application) => {
    app.use(express.static(dirname(file), { index: false }), builtPage(file));
  };

  it.each([
    ['React, built by Vite', 'react', {}],
    ['Vue, built by Vite', 'vue', { trustedTypes: ['vue'] }],
  ] as const)('%s, runs with what it loads later', async (_name, stack, needs) => {
    const file = await build(stack);
    const site = await open({ needs }, asBuilt(file));
    const { page } = site;
    await page.getByText('pressed 0').click();
    await page.getByText('pressed 1').click();
    const later = page.getByText('loaded later');
    await later.waitFor();
    expect(await later.evaluate('getComputedStyle(document.querySelector(".later")).color')).toBe(
      'rgb(1, 2, 3)',
    );
    // What a framework sets by script is no style attribute of the page's text.
    expect(await page.evaluate('getComputedStyle(document.querySelector("main")).paddingTop')).toBe(
      '7px',
    );
    expectNothingStopped(site);
  });

  it('by webpack runs with what it loads later', async () => {
    const file = await build('webpack');
    const site = await open({ needs: { trustedTypes: ['webpack'] } }, asBuilt(file));
    await site.page.getByText('pressed 0').click();
    await site.page.getByText('pressed 1').click();
    await site.page.getByText('loaded later').waitFor();
    expectNothingStopped(site);
  });

  it('is blank without the nonce', async () => {
    const file = await build('react', 'blank');
    const { page, seen } = await open({}, (app) => app.use(express.static(dirname(file))));
    await waitUntil('the script to be stopped', async () =>
      seen.complaints.some((text) => text.includes('policy violated: script-src-elem')),
    );
    expect(await page.locator('#app').innerHTML()).toBe('');
  });
});

describe('a page of the server', () => {
  const document = (nonce: string, head: string, body: string): string =>
    `<!doctype html><html lang="en"><head><title>page</title>${head}</head><body>${body}</body></html>`.replaceAll(
      'NONCE',
      nonce,
    );

  /** Libraries as files of the site, and pages by their paths. */
  function serve(
    files: Readonly<Record<string, string>>,
    pages: Readonly<Record<string, readonly [head: string, body: string]>>,
  ) {
    return (app: Application): void => {
      for (const [path, file] of Object.entries(files)) {
        app.get(path, (_req, res) => res.sendFile(file));
      }
      app.use(express.static(SERVED));
      for (const [path, [head, body]] of Object.entries(pages)) {
        app.get(path, (_req, res) => {
          res.type('html').send(document(String(res.locals['nonce']), head, body));
        });
      }
      app.get(['/favicon.ico', '/y'], (_req, res) => void res.status(204).end());
    };
  }

  const script = (path: string): string => `<script nonce="NONCE" src="${path}" defer></script>`;
  it('with Alpine, in its build for strict policies', async () => {
    const site = await open(
      {},
      serve(
        { '/alpine.js': join(dirname(pathOf('@alpinejs/csp')), 'cdn.min.js') },
        {
          '/': [
            script('/counter.js') + script('/alpine.js'),
            '<div x-data="counter"><button x-on:click="press" x-text="label"></button></div>',
          ],
        },
      ),
    );
    await site.page.getByText('pressed 0').click();
    await site.page.getByText('pressed 1').waitFor();
    expectNothingStopped(site);
  });

  it('with htmx and its extension for policies: what the server sends goes in, and no code with it', async () => {
    const site = await open({ needs: { trustedTypes: ['htmx'] } }, (app) => {
      const dist = dirname(pathOf('htmx.org'));
      const files = {
        '/htmx.js': join(dist, 'htmx.min.js'),
        '/hx-csp.js': join(dist, 'ext', 'hx-csp.min.js'),
      };
      const head = `<meta name="htmx-config" content='extensions:"hx-csp"'>${script('/htmx.js')}${script('/hx-csp.js')}`;
      const body =
        '<button hx-get="/part" hx-target="#place" hx-nonce="NONCE">load</button><div id="place"></div>';
      serve(files, { '/': [head, body] })(app);
      app.get('/part', (_req, res) => {
        res.send('<p>from the server</p><img src="x" alt="" onerror="document.title = 1">');
      });
    });
    await site.page.getByRole('button', { name: 'load' }).click();
    await site.page.getByText('from the server').waitFor();
    await waitUntil('the code in the attribute to be stopped', async () =>
      site.seen.complaints.some((text) => text.includes('policy violated: script-src-attr')),
    );
    expect(await site.page.title()).toBe('page');
  });

  it('with DOMPurify: what a visitor wrote goes in clean', async () => {
    const site = await open(
      { needs: { trustedTypes: ['dompurify'] } },
      serve(
        { '/purify.js': join(dirname(pathOf('dompurify')), 'purify.min.js') },
        { '/': [script('/purify.js') + script('/comment.js'), '<div id="comment"></div>'] },
      ),
    );
    const text = '<b>hello</b><img src=/y onerror="document.title = 1">';
    await site.page.goto(`${site.origin}/?again#${encodeURIComponent(text)}`);
    await site.page.getByText('hello').waitFor();
    expect(await site.page.locator('#comment').innerHTML()).toBe('<b>hello</b><img src="/y">');
    expect(await site.page.title()).toBe('page');
  });

  it('with Turbo: pages and frames replace each other', async () => {
    const head =
      '<meta name="csp-nonce" content="NONCE">' + script('/policy.js') + script('/turbo.js');
    const site = await open(
      { needs: { trustedTypes: ['default'] } },
      serve(
        {
          '/turbo.js': join(dirname(pathOf('@hotwired/turbo')), 'turbo.es2017-umd.js'),
        },
        {
          '/': [head, '<a href="/second">second page</a>'],
          '/second': [
            head,
            '<h1>the second</h1><turbo-frame id="part"><a href="/third">open the part</a></turbo-frame>',
          ],
          '/third': [head, '<turbo-frame id="part"><p>the part</p></turbo-frame>'],
        },
      ),
    );
    const { page } = site;
    await page.evaluate('window.isSame = true');
    await page.getByText('second page').click();
    await page.getByRole('heading', { name: 'the second' }).waitFor();
    await page.getByText('open the part').click();
    await page.getByText('the part', { exact: true }).waitFor();
    expect(await page.evaluate('window.isSame')).toBe(true);
    expectNothingStopped(site);
  });
});
