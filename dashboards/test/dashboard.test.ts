import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { analytics } from '@emas/analytics';
import type { Analytics } from '@emas/analytics';
import { requestContext } from '@emas/request-context';
import express from 'express';
import express4 from 'express4';
import helmet from 'helmet';
import request from 'supertest';
import { startEngine } from '../../test/engine/start-engine.ts';
import type { Engine } from '../../test/engine/start-engine.ts';
import { dashboard } from '../dashboard.ts';
import type { DashboardOptions, Roles } from '../index.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

let engine: Engine;
let traffic: Analytics;
beforeAll(async () => {
  engine = await startEngine();
  traffic = analytics({ client: engine.client, app: 'portal', timeZone: 'UTC', smallCells: 1 });
  await traffic.ready;
  const app = express();
  app.use(requestContext(), traffic);
  app.get(['/', '/clinics'], (_req, res) => res.type('html').send('<h1>Page</h1>'));
  for (const path of ['/', '/clinics', '/']) {
    await request(app).get(path).set('User-Agent', FIREFOX);
  }
  await request(app).get('/').set('User-Agent', 'curl/8');
  await traffic.flush();
});
afterAll(async () => {
  await traffic.close();
  await engine.stop();
});

const appWith = (options: Partial<DashboardOptions> = {}, framework = express) => {
  const app = framework();
  app.use(helmet());
  app.use(
    '/emas/dashboard',
    dashboard({
      traffic: traffic.queries,
      app: 'portal',
      authorize: () => 'marketing',
      ...options,
    }),
  );
  return app;
};
const API = ['traffic', 'realtime', 'breakdown'].map((name) => `/emas/dashboard/api/${name}`);

describe('dashboard', () => {
  it('is not mounted without somebody who says who may see it', () => {
    const without: object = { traffic: traffic.queries };
    expect(() => dashboard(without as DashboardOptions)).toThrow(
      expect.objectContaining({
        code: 'ERR_EMAS_DASHBOARD_OPTIONS',
        message: expect.stringContaining('option "authorize": expected a function'),
      }),
    );
  });

  it.each(['/emas/dashboard/', ...API])('lets nobody else in: %s', async (path) => {
    for (const authorize of [
      (): Roles => false,
      async (): Promise<Roles> => false,
      (): Roles => undefined,
      (): Roles => ['security', 'developer'],
      // Only a role opens, whatever else somebody answers.
      (): Roles => true as unknown as Roles,
    ]) {
      await request(appWith({ authorize }))
        .get(path)
        .expect(403)
        .expect('Content-Type', /application\/problem\+json/)
        .expect(({ body }) => expect(body).toMatchObject({ code: 'ERR_EMAS_DASHBOARD_FORBIDDEN' }));
    }
    await request(appWith({ authorize: () => Promise.reject(new Error('no store')) }))
      .get(path)
      .expect(500);
  });

  it('leads a stranger to the sign-in where there is one, and only from the page', async () => {
    const app = appWith({ authorize: () => false, signInUrl: '/login' });
    await request(app).get('/emas/dashboard/').expect(303).expect('Location', '/login');
    await request(app).get('/emas/dashboard/api/traffic').expect(403);
  });

  it.each([
    ['Express 5', express],
    ['Express 4', express4],
  ])('shows the page under a strict policy of its own, in %s', async (_, framework) => {
    const app = appWith({}, framework);
    await request(app)
      .get('/emas/dashboard?period=today')
      .expect(301)
      .expect('Location', 'dashboard/?period=today');
    const first = await request(app).get('/emas/dashboard/?lang=ms').expect(200);
    const policy = first.headers['content-security-policy'] ?? '';
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/unsafe|https?:/);
    expect(first.text).toContain(`nonce="${nonce}"`);
    expect(first.text).toContain('<html lang="ms">');
    expect(first.headers['cache-control']).toBe('no-store');
    const second = await request(app).get('/emas/dashboard/');
    expect(second.headers['content-security-policy']).not.toContain(nonce);
    const [asset = ''] = /assets\/[\w.-]+\.js/.exec(first.text) ?? [];
    await request(app)
      .get(`/emas/dashboard/${asset}`)
      .expect(200)
      .expect('Cache-Control', /immutable/);
  });

  it('sends its scripts and styles packed to browsers that take them so', async () => {
    const app = appWith();
    const { text } = await request(app).get('/emas/dashboard/');
    const files = text.match(/assets\/[\w.-]+\.(?:js|css)/g) ?? [];
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) {
      const packed = await request(app)
        .get(`/emas/dashboard/${file}`)
        .set('Accept-Encoding', 'gzip, deflate, br');
      expect(packed.headers).toMatchObject({
        'content-encoding': 'br',
        'content-type': expect.stringMatching(/^text\/(?:javascript|css)/),
        'x-content-type-options': 'nosniff',
        vary: expect.stringContaining('Accept-Encoding'),
      });
    }
  });

  it('answers everything the page shows', async () => {
    const { body } = await request(appWith())
      .get('/emas/dashboard/api/traffic?period=today&tz=UTC')
      .expect(200);
    expect(body).toMatchObject({
      app: 'portal',
      range: { period: 'today', timeZone: 'UTC', interval: 'hour' },
      totals: { views: 3, visitors: 1, visits: 1, bounceRate: 0, viewsPerVisit: 3 },
      previousTotals: { views: 0, bounceRate: null },
      breakdowns: {
        page: {
          rows: [
            { value: '/', views: 2 },
            { value: '/clinics', views: 1 },
          ],
          more: false,
        },
        exit_page: { rows: [{ value: '/', visits: 1, visitors: 1 }] },
        channel: { rows: [{ value: 'Direct' }] },
      },
      bots: [{ name: 'curl', count: 1 }],
      leftOut: [{ name: 'bot', count: 1 }],
    });
    expect(body.series).toHaveLength(24);
    await request(appWith()).get('/emas/dashboard/api/realtime').expect(200, { visitors: 1 });
  });

  it.each([
    ['7d', 7, 'day'],
    ['30d', 30, 'day'],
    ['12mo', 12, 'month'],
  ])('covers %s', async (period, points, interval) => {
    const { body } = await request(appWith())
      .get(`/emas/dashboard/api/traffic?period=${period}&tz=Pacific/Auckland`)
      .expect(200);
    // Days of another zone would tell an hour apart from the rest.
    expect(body.range).toMatchObject({ period, interval, timeZone: 'UTC' });
    expect(body.series).toHaveLength(points);
    expect(body.totals.views).toBe(3);
  });

  it('filters, and breaks down page by page', async () => {
    const app = appWith();
    const { body } = await request(app)
      .get('/emas/dashboard/api/traffic?period=today&filter=page:/clinics')
      .expect(200);
    expect(body).toMatchObject({
      totals: { views: 1, visits: 1 },
      breakdowns: { browser: { rows: [{ value: 'Firefox', views: 1 }] } },
    });
    // Pages are not crossed with pages.
    expect(body.breakdowns).not.toHaveProperty('exit_page');
    const rows = await request(app)
      .get('/emas/dashboard/api/breakdown?dimension=page&period=today&search=CLIN')
      .expect(200);
    expect(rows.body.breakdown.rows).toMatchObject([{ value: '/clinics', visitors: 1 }]);
    const none = await request(app).get(
      '/emas/dashboard/api/breakdown?dimension=page&period=today&page=2',
    );
    expect(none.body.breakdown).toMatchObject({ rows: [], more: false });
  });

  it.each([
    ['traffic?period=yesterday', '"period"'],
    ['traffic?period=custom', '"from": expected "from" and "to"'],
    ['traffic?period=custom&from=2026-02-30&to=2026-03-01', '"from": expected a day'],
    [
      'traffic?period=custom&from=2026-03-02&to=2026-03-01',
      '"to": expected a day that is not before',
    ],
    ['traffic?filter=nonsense', '"filter.0": expected DIMENSION:VALUE'],
    ['breakdown?dimension=visitor', '"dimension"'],
    ['breakdown?dimension=page&page=0', '"page"'],
  ])('says what is wrong with %s', async (query, detail) => {
    const { body } = await request(appWith()).get(`/emas/dashboard/api/${query}`).expect(400);
    expect(body).toMatchObject({ code: 'ERR_EMAS_DASHBOARD_QUERY', status: 400 });
    expect(body.detail).toContain(detail);
  });

  it.each([
    'breakdown?dimension=page&filter=entry_page:/',
    'traffic?filter=page:/&filter=entry_page:/',
    'breakdown?dimension=browser&filter=page:/&filter=os:Linux',
  ])('says that figures are not kept: %s', async (query) => {
    const { body } = await request(appWith()).get(`/emas/dashboard/api/${query}`).expect(422);
    expect(body).toMatchObject({ code: 'ERR_EMAS_DASHBOARD_NOT_KEPT' });
  });

  it('only reads, and knows what it does not have', async () => {
    await request(appWith())
      .post('/emas/dashboard/api/traffic')
      .expect(405)
      .expect('Allow', 'GET, HEAD');
    await request(appWith())
      .get('/emas/dashboard/api/visitors')
      .expect(404)
      .expect(({ body }) => expect(body).toMatchObject({ code: 'ERR_EMAS_DASHBOARD_NOT_FOUND' }));
  });

  it('says that figures are away, and not why', async () => {
    await engine.refuse();
    const { body, text } = await request(appWith())
      .get('/emas/dashboard/api/traffic?period=30d')
      .expect(503);
    expect(body).toMatchObject({ code: 'ERR_EMAS_DASHBOARD_UNAVAILABLE' });
    expect(text).not.toMatch(/127\.0\.0\.1|ECONNREFUSED|emas_/);
    await engine.serve();
  });

  it.each([
    [{ refresh: 10 }, /"refresh": expected 1,000 ms or more.*received a number/],
    [{ signInUrl: '//evil.example' }, /"signInUrl": .*begins with one "\/"/],
    [{ authorise: () => true }, /unknown option "authorise", did you mean "authorize"/],
  ])('names the option that is wrong: %j', (options, message) => {
    const given: object = options;
    expect(() => appWith(given)).toThrow(message);
  });
});
