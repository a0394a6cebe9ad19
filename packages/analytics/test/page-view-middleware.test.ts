import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { requestContext } from '@emas/request-context';
import express from 'express';
import express4 from 'express4';
import type { Express, Response } from 'express';
import request from 'supertest';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import type { Hit } from '../src/hit.ts';
import type { ResolvedOptions } from '../src/options.ts';
import { pageViewMiddleware } from '../src/page-view-middleware.ts';
import type { Recorder } from '../src/record/recorder.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

/** An app whose page views go into a list. */
function watched(options: Partial<ResolvedOptions> = {}, framework: () => Express = express) {
  const hits: Hit[] = [];
  const leftOut: string[] = [];
  const counters = { invalidReferrers: 0, faults: 0, lastFault: undefined as unknown };
  // The middleware calls nothing else of a recorder.
  const recorder = {
    record: (hit: Hit) => hits.push(hit),
    leaveOut: (reason: string) => leftOut.push(reason),
  } as unknown as Recorder;
  const app = framework();
  app.use(requestContext());
  // Nothing but these is read here.
  const resolved = { app: 'portal', hosts: [], exclude: [], fetched: false, ...options };
  app.use(pageViewMiddleware(recorder, resolved as unknown as ResolvedOptions, counters));
  const look = (path: string) => request(app).get(path).set('User-Agent', FIREFOX);
  const pages = (): string[] => hits.map(({ page }) => page);
  return { app, hits, leftOut, counters, look, pages };
}

const html = (res: Response): Response => res.type('html').send('<h1>Page</h1>');

describe.each([
  ['Express 5', express, '/opt{/:x}'],
  ['Express 4', express4, '/opt/:x?'],
])('in %s', (_, framework, optional) => {
  it('a page has the name that its handler, then the option, then its route gives it', async () => {
    const { app, look, pages } = watched(
      {
        page: (req) =>
          req.path.startsWith('/blog') ? `Blog: ${String(req.params['slug'])}` : undefined,
      },
      framework,
    );
    app.get('/', (_req, res) => html(res));
    app.get('/blog/:slug', (_req, res) => html(res));
    app.get('/clinics/:id', (_req, res) => {
      res.locals['pageName'] = '/clinics/kuala-lumpur';
      html(res);
    });
    app.get('/claims/:id', (_req, res) => {
      res.locals['pageName'] = 'Claim of siti@example.com';
      html(res);
    });
    app.get(optional, (_req, res) => html(res));
    for (const path of ['/', '/blog/first-post', '/clinics/7', '/claims/7', '/opt', '/opt/7'])
      await look(path);
    expect(pages()).toEqual([
      '/',
      'Blog: first-post',
      '/clinics/kuala-lumpur',
      ':email',
      '/opt',
      '/opt/:x',
    ]);
  });
});

describe('a page view', () => {
  it('counts under its template where the option fails', async () => {
    const { app, look, pages, counters } = watched({
      page: () => {
        throw new Error('no title');
      },
    });
    app.get('/blog/:slug', (_req, res) => html(res));
    await look('/blog/first-post');
    expect(pages()).toEqual(['/blog/:slug']);
    expect(counters.faults).toBe(1);
  });

  it('is known by what the response says: HTML at a name like a script is one, a download is none', async () => {
    const { app, look, pages, leftOut } = watched();
    app.get('/docs/node.js', (_req, res) => html(res));
    app.get('/site.js', (_req, res) => res.type('js').send(''));
    app.get('/letter', (_req, res) => html(res.attachment('letter.html')));
    for (const path of ['/docs/node.js', '/site.js', '/letter']) await look(path);
    expect(pages()).toEqual(['/docs/node.js']);
    expect(leftOut).toEqual(['asset', 'not_html']);
  });

  it('is a navigation through a service worker, and a page that Turbo or htmx fetches', async () => {
    const { app, look, pages, leftOut } = watched();
    app.get('/', (_req, res) => html(res));
    const fetched = () => look('/').set('Sec-Fetch-Dest', 'empty').set('Sec-Fetch-Mode', 'cors');
    await look('/').set('Sec-Fetch-Dest', 'empty').set('Sec-Fetch-Mode', 'navigate');
    await fetched().set('HX-Request', 'true').set('HX-Boosted', 'true');
    await fetched().set('Accept', 'text/html, application/xhtml+xml');
    expect(pages()).toHaveLength(3);
    await fetched().set('HX-Request', 'true');
    await fetched().set('Turbo-Frame', 'list').set('Accept', 'text/html, application/xhtml+xml');
    await fetched().set('Accept', 'text/html');
    expect(leftOut).toEqual(Array(3).fill('not_html'));
  });

  it('counts what a worker fetches by URL, with the option', async () => {
    const { app, look, pages } = watched({ fetched: true });
    app.get('/', (_req, res) => html(res));
    await look('/')
      .set('Sec-Fetch-Dest', 'empty')
      .set('Sec-Fetch-Mode', 'cors')
      .accept('text/html');
    expect(pages()).toEqual(['/']);
  });

  it.each(['Sec-Purpose', 'X-Sec-Purpose', 'Purpose', 'X-Purpose', 'X-Moz'])(
    'is not what %s says is fetched ahead',
    async (header) => {
      const { app, look, pages, leftOut } = watched();
      app.get('/', (_req, res) => html(res));
      await look('/').set(header, 'prefetch');
      await look('/').set(header, 'preview');
      expect(pages()).toEqual([]);
      expect(leftOut).toEqual(['prefetch', 'prefetch']);
    },
  );

  it('has a source with all that its URL says, and no referrer spam', async () => {
    const { app, look, hits, leftOut } = watched();
    app.get('/', (_req, res) => html(res));
    await look('/?utm_source=News&utm_content=Top&utm_term=Klinik&gclid=secret');
    await look('/').set('Referer', 'http://seo.semalt.com/crawl');
    expect(hits.map(({ source }) => source)).toEqual([
      {
        referrer: '',
        utmSource: 'news',
        utmMedium: '',
        utmCampaign: '',
        utmContent: 'top',
        utmTerm: 'klinik',
        clickId: 'gclid',
      },
    ]);
    expect(leftOut).toEqual(['spam']);
  });
});

describe('a visitor who leaves before the response ends', () => {
  it.each([
    ['nothing was sent', (_res: Response): void => undefined],
    ['a part was sent', (res: Response): void => void res.type('html').write('<h1>')],
  ])('is left out as aborted, once, where %s', async (_, begin) => {
    const { app, pages, leftOut } = watched();
    const under: Response[] = [];
    app.get('/slow', (_req, res) => {
      begin(res);
      under.push(res);
    });
    app.get('/', (_req, res) => html(res));
    server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(`GET /slow HTTP/1.1\r\nHost: portal.example\r\nUser-Agent: ${FIREFOX}\r\n\r\n`);
    await waitUntil('the handler to begin', () => under.length === 1);
    socket.destroy();
    await waitUntil('the request to be left out', () => leftOut.length > 0);
    // The handler does not know, and ends its response.
    under[0]?.end('</h1>');
    await request(server).get('/').set('User-Agent', FIREFOX);
    expect(leftOut).toEqual(['aborted']);
    expect(pages()).toEqual(['/']);
  });
});
