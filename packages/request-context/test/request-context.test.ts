import { describe, expect, it } from '@jest/globals';
import express from 'express';
import express4 from 'express4';
import type { Express } from 'express';
import request from 'supertest';
import { contextOf, currentRequestId, requestContext } from '../src/index.ts';
import type { RequestContextOptions } from '../src/index.ts';
import { writeCountryDatabase } from './mmdb-file.ts';

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';

function appThatEchoes(options: RequestContextOptions = {}, trustProxy: unknown = false): Express {
  const app = express();
  app.set('trust proxy', trustProxy);
  app.use(requestContext(options));
  app.get('/', (req, res) => {
    const { id, address, prefix, client, country } = contextOf(req);
    res.json({ id, address, prefix, client, country, logged: currentRequestId() });
  });
  return app;
}

describe('requestContext', () => {
  it('says who is asking', async () => {
    const { body } = await request(appThatEchoes()).get('/').set('User-Agent', CHROME);
    expect(body).toMatchObject({
      address: '127.0.0.1',
      prefix: '127.0.0.0/24',
      client: {
        browser: 'Chrome',
        browserVersion: '142',
        os: 'Windows',
        device: 'desktop',
        bot: null,
      },
      country: '',
    });
    expect(body.id).toMatch(/^[0-9a-f]{32}$/);
  });

  it('gives every request an id of its own, in the async context and in the answer', async () => {
    const app = appThatEchoes();
    const ids = new Set<string>();
    for (let round = 0; round < 300; round += 1) {
      const { body, headers } = await request(app).get('/');
      expect(body.logged).toBe(body.id);
      expect(headers['x-request-id']).toBe(body.id);
      ids.add(body.id as string);
    }
    expect(ids.size).toBe(300);
  });

  it("takes a proxy's id only where the proxy is trusted", async () => {
    const inbound = 'edge-7f3a9c21';
    const ask = async (trust: unknown, id = inbound): Promise<string> =>
      (await request(appThatEchoes({}, trust)).get('/').set('X-Request-Id', id)).body.id as string;
    expect(await ask(false)).not.toBe(inbound);
    expect(await ask('loopback')).toBe(inbound);
    expect(await ask('loopback', 'x"<script>')).toMatch(/^[0-9a-f]{32}$/);
  });

  it('believes forwarded addresses only as far as trust proxy goes', async () => {
    const ask = async (trust: unknown, forwarded: string): Promise<string> =>
      (await request(appThatEchoes({}, trust)).get('/').set('X-Forwarded-For', forwarded)).body
        .address as string;
    expect(await ask(false, '198.51.100.9')).toBe('127.0.0.1');
    expect(await ask(1, '6.6.6.6, 198.51.100.9')).toBe('198.51.100.9');
    expect(await ask(1, '::ffff:c633:6409')).toBe('198.51.100.9');
    expect(await ask(1, 'fe80::1%eth0')).toBe('fe80::1');
    expect(await ask(1, 'not an address')).toBe('');
    expect(await ask(1, Array(200).fill('203.0.113.7').join(', '))).toBe('203.0.113.7');
  });

  it('refuses trust proxy: true at start-up and says what to write instead', async () => {
    const app = express();
    app.set('trust proxy', true);
    expect(() => requestContext({ app })).toThrow(/app\.set\('trust proxy', 1\)/);
    app.use(requestContext());
    app.get('/', (_req, res) => void res.end());
    const { status } = await request(app).get('/');
    expect(status).toBe(500);
  });

  it('reads the country from a trusted header, else from the database', async () => {
    const database = writeCountryDatabase({ '203.0.113.0/24': 'MY', '2001:db8::/32': 'SG' });
    const country = { header: 'CF-IPCountry', database };
    const ask = async (trust: unknown, headers: Record<string, string>): Promise<string> =>
      (await request(appThatEchoes({ country }, trust)).get('/').set(headers)).body
        .country as string;
    expect(await ask(1, { 'CF-IPCountry': 'id' })).toBe('ID');
    expect(await ask(false, { 'CF-IPCountry': 'ID' })).toBe('');
    expect(await ask(1, { 'X-Forwarded-For': '203.0.113.200' })).toBe('MY');
    expect(await ask(1, { 'X-Forwarded-For': '2001:db8:7::1' })).toBe('SG');
    expect(await ask(1, { 'X-Forwarded-For': '203.0.113.200', 'CF-IPCountry': 'XX' })).toBe('MY');
    expect(await ask(1, { 'X-Forwarded-For': '192.0.2.1', 'CF-IPCountry': '<b>' })).toBe('');
  });

  it('names the option that is wrong', () => {
    const wrong = { country: { headr: 'x' } } as unknown as RequestContextOptions;
    expect(() => requestContext(wrong)).toThrow(/"country\.headr", did you mean "header"/);
    expect(() => requestContext({ network: { ipv4: 64 } })).toThrow(
      /"network\.ipv4": .*received a number/,
    );
    expect(() => requestContext({ country: { database: '/nowhere.mmdb' } })).toThrow(
      expect.objectContaining({ code: 'ERR_EMAS_COUNTRY_DATABASE' }),
    );
  });

  it('says what is missing when it was not mounted', async () => {
    const app = express();
    app.get('/', (req, res) => void res.json(contextOf(req)));
    app.use(((error, _req, res, _next) => {
      res.status(500).json({ code: error.code });
    }) as express.ErrorRequestHandler);
    const { body } = await request(app).get('/');
    expect(body.code).toBe('ERR_EMAS_REQUEST_CONTEXT_MISSING');
  });

  it('works in Express 4 too', async () => {
    const app = express4();
    app.use(requestContext());
    app.get('/', (req, res) => void res.json({ id: contextOf(req).id }));
    const { body } = await request(app).get('/');
    expect(body.id).toMatch(/^[0-9a-f]{32}$/);
  });
});
