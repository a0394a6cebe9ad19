import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect as connectSocket } from 'node:net';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { requestContext } from '@emas/request-context';
import express from 'express';
import express4 from 'express4';
import request from 'supertest';
import { startEngine } from '../../../test/engine/start-engine.ts';
import type { Engine } from '../../../test/engine/start-engine.ts';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { analytics } from '../src/index.ts';
import type { Analytics, AnalyticsOptions } from '../src/index.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

let engine: Engine;
let spool: string;
let traffic: Analytics | undefined;
let run = 0;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(async () => engine.stop());
beforeEach(() => {
  run += 1;
  spool = mkdtempSync(join(tmpdir(), 'emas-analytics-'));
});
afterEach(async () => {
  await engine.serve();
  await traffic?.close();
  traffic = undefined;
  rmSync(spool, { recursive: true });
});

const appWith = (options: Partial<AnalyticsOptions> = {}, framework = express) => {
  const counted = analytics({
    client: engine.client,
    app: `site-${run}`,
    timeZone: 'UTC',
    smallCells: 1,
    spool,
    ...options,
  });
  traffic = counted;
  const app = framework();
  app.use(requestContext());
  app.use(counted);
  const claims = framework.Router();
  claims.get('/:claimId', (_req, res) => res.type('html').send('<h1>Claim</h1>'));
  app.use('/claims', claims);
  app.get('/', (_req, res) => res.type('html').send('<h1>Home</h1>'));
  app.post('/', (_req, res) => res.type('html').send('<h1>Sent</h1>'));
  app.get('/data', (_req, res) => res.json({}));
  app.get('/admin/users', (_req, res) => res.type('html').send('<h1>Users</h1>'));
  app.get('/site.css', (_req, res) => res.type('css').send(''));
  app.get('/cached', (_req, res) => res.status(304).end());
  return { app, counted };
};
const day = (): string => new Date().toISOString().slice(0, 10);
const figures = async (counted: Analytics) => {
  await counted.ready;
  await counted.flush();
  const question = { from: day(), to: day() };
  const { queries } = counted;
  return {
    totals: await queries.totals(question),
    pages: (await queries.breakdown(question, 'page')).rows.map(({ value }) => value),
    folded: (await queries.breakdown(question, 'page')).folded,
    referrers: (await queries.breakdown(question, 'referrer')).rows.map(({ value }) => value),
    leftOut: Object.fromEntries(
      (await queries.leftOut(question)).map(({ reason, count }) => [reason, count]),
    ),
    bots: (await queries.leftOut(question))
      .filter(({ name }) => name !== '')
      .map(({ name }) => name),
  };
};

describe.each([
  ['Express 5', express],
  ['Express 4', express4],
])('analytics in %s', (_, framework) => {
  it('counts page views under the route that answered', async () => {
    const { app, counted } = appWith({}, framework);
    const look = (path: string) => request(app).get(path).set('User-Agent', FIREFOX);
    await look('/').set('Referer', 'https://www.google.com/search');
    await look('/claims/48213?token=secret');
    await look('/cached').set('Sec-Fetch-Dest', 'document');
    const { totals, pages, referrers, leftOut } = await figures(counted);
    expect(totals).toMatchObject({ views: 3, visitors: 1, visits: 1, bounceRate: 0 });
    expect(pages.toSorted()).toEqual(['/', '/cached', '/claims/:claimId']);
    expect(referrers).toEqual(['google.com']);
    expect(leftOut).toEqual({});
  });
});

describe('analytics', () => {
  it('counts a page whose name is cut within a character, and loses nobody by it', async () => {
    const words = 'z '.repeat(99);
    const { app, counted } = appWith({
      page: (req) => (req.path === '/cut' ? `${words}😀` : req.path),
    });
    for (const path of ['/', '/claims/cut', '/claims/next']) {
      await request(app).get(path).set('User-Agent', FIREFOX);
    }
    const { totals, pages } = await figures(counted);
    expect(totals).toMatchObject({ views: 3, visits: 1 });
    expect(pages).toHaveLength(3);
    expect(pages.some((page) => page.startsWith(words))).toBe(true);
    expect(counted.counters().writer).toMatchObject({ parked: 0, retries: 0 });
  });

  it('leaves out what is no page view of a person, and says why', async () => {
    const { app, counted } = appWith({
      exclude: ['/admin/*'],
      allows: (req) => req.get('sec-gpc') !== '1',
    });
    const look = (path: string) => request(app).get(path).set('User-Agent', FIREFOX);
    await request(app).post('/').set('User-Agent', FIREFOX);
    await request(app).head('/').set('User-Agent', FIREFOX);
    await look('/site.css');
    await look('/').set('Sec-Fetch-Dest', 'iframe');
    await look('/').set('Sec-Purpose', 'prefetch;prerender');
    await look('/missing');
    await look('/data');
    await look('/').set('Sec-Fetch-Dest', 'empty');
    await look('/admin/users');
    await look('/').set('Sec-GPC', '1');
    await request(app).get('/').set('User-Agent', 'Mozilla/5.0 (compatible; Googlebot/2.1)');
    await request(app).get('/').set('User-Agent', '');
    const { totals, leftOut, bots } = await figures(counted);
    expect(totals.views).toBe(0);
    expect(leftOut).toMatchObject({
      method: 2,
      asset: 2,
      prefetch: 1,
      status: 1,
      not_html: 2,
      excluded: 1,
      opted_out: 1,
    });
    expect(bots.toSorted()).toEqual(['(none)', 'Googlebot']);
    expect(counted.counters()).toMatchObject({ views: 0, faults: 0, leftOut: { bot: 2 } });
  });

  it('keeps nothing of a visitor: no table, no spool file has his address, agent or query', async () => {
    const { app, counted } = appWith();
    app.set('trust proxy', 1);
    await engine.refuse();
    await request(app)
      .get('/claims/48213?ic=850101145678&name=Siti')
      .set('User-Agent', FIREFOX)
      .set('X-Forwarded-For', '198.51.100.77')
      .set('Referer', 'https://clinic.example/patients/Siti');
    await counted.flush();
    const secrets = ['198.51.100.77', '48213', '850101145678', 'Siti', 'Gecko', FIREFOX];
    const files = readdirSync(spool, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const text = readFileSync(join(file.parentPath, file.name), 'latin1');
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    }
    await engine.serve();
    const areSent = (): boolean => counted.counters().writer.sent.rows >= 1;
    await waitUntil('the rows to be sent', areSent, { state: () => counted.counters() });
    const tables = await engine.rows<{ name: string }>(
      "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree'",
    );
    expect(tables.length).toBeGreaterThan(8);
    for (const { name } of tables) {
      const rows = JSON.stringify(await engine.rows(`SELECT * FROM ${name}`));
      expect(secrets.filter((secret) => rows.includes(secret))).toEqual([]);
    }
  });

  it('takes hostile headers without harm: a counter, nothing else', async () => {
    const { app, counted } = appWith();
    const server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const send = async (headers: readonly string[], path = '/'): Promise<string> => {
      const socket = connectSocket(port, '127.0.0.1');
      socket.write(
        Buffer.from(
          `GET ${path} HTTP/1.1\r\nHost: portal.example\r\nConnection: close\r\n${headers.join('\r\n')}\r\n\r\n`,
          'latin1',
        ),
      );
      let answer = '';
      socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
      await once(socket, 'close');
      return answer.split('\r\n', 1)[0] ?? '';
    };
    const agent = `User-Agent: ${FIREFOX}`;
    await expect(send([`User-Agent: ${FIREFOX} ${'x'.repeat(8000)}`])).resolves.toContain('200');
    await expect(
      send(['User-Agent: \xC3\x28\xFF\xFE Gecko/20100101 Firefox/128.0']),
    ).resolves.toContain('200');
    const hops = Array.from({ length: 200 }, (_, hop) => `10.0.0.${hop}`).join(', ');
    await expect(send([agent, `X-Forwarded-For: ${hops}`])).resolves.toContain('200');
    await expect(send([agent, 'Referer: \xE0\xA4 javascript:alert(1)'])).resolves.toContain('200');
    await expect(send([agent, `Referer: https://${'a'.repeat(7000)}/`])).resolves.toContain('200');
    await expect(send([agent], '/claims/%00%1B%E0%A4')).resolves.toContain('400');
    // NUL bytes never reach an app: Node answers them itself.
    await expect(send([agent, 'Referer: https://a.example/\x00'])).resolves.toContain('400');
    await expect(
      send([agent, 'Sec-CH-UA: "\\"\\";v="', 'Sec-CH-UA-Mobile: ?7']),
    ).resolves.toContain('200');
    server.close();
    const { referrers, totals, leftOut } = await figures(counted);
    expect(referrers).toEqual(['']);
    expect(totals.views + Object.values(leftOut).reduce((sum, count) => sum + count, 0)).toBe(7);
    expect(counted.counters()).toMatchObject({ invalidReferrers: 2, faults: 0 });
  });

  it('counts made-up pages together once a day has too many', async () => {
    const { app, counted } = appWith({ limits: { pages: 10 } });
    app.get('/*splat', (_req, res) => res.type('html').send('<h1>Anything</h1>'));
    for (let page = 0; page < 15; page += 1) {
      await request(app).get(`/page-${'abcdefghijklmno'[page]}`).set('User-Agent', FIREFOX);
    }
    const { totals, pages, folded } = await figures(counted);
    expect(totals.views).toBe(15);
    expect(pages).toHaveLength(10);
    expect(folded).toEqual({ visitors: 1 });
  });

  it('answers requests though ClickHouse never was there, and sends later', async () => {
    await engine.refuse();
    const { app, counted } = appWith({ app: `site-${run}` });
    await request(app).get('/').set('User-Agent', FIREFOX).expect(200);
    await counted.flush();
    expect(counted.counters().writer.spooled.rows).toBe(1);
    await engine.serve();
    const { totals } = await figures(counted);
    expect(totals.views).toBe(1);
  });

  it('says that the request context is missing', async () => {
    const { counted } = appWith();
    const app = express();
    app.use(counted);
    app.use(((error: { code: string }, _req, res, _next) => {
      res.status(500).send(error.code);
    }) as express.ErrorRequestHandler);
    await request(app).get('/').expect(500, 'ERR_EMAS_REQUEST_CONTEXT_MISSING');
  });

  it.each([
    [{ timeZone: 'Mars/Olympus' }, /"timeZone": expected an IANA.*received a 12-character string/],
    [{ exclude: ['admin'] }, /"exclude.0": expected a path.*received a 5-character string/],
    [{ flushInterval: 1 }, /"flushInterval": expected milliseconds from 10.*received a number/],
    [{ limits: { page: 5 } }, /unknown option "limits.page", did you mean "pages"/],
    [{ client: {} }, /"client": expected a client from connect.*received an object/],
    [{ app: 'a b' }, /"app": expected the name of an app.*received a 3-character string/],
  ])('names the option that is wrong: %j', (options, message) => {
    const given: object = { client: engine.client, ...options };
    expect(() => analytics(given as AnalyticsOptions)).toThrow(message);
  });
});
