import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import type { Express } from 'express';
import request from 'supertest';
import type { SuiteOptions } from '../src/index.ts';
import { runningSuite } from './running-suite.ts';
import type { RunningSuite } from './running-suite.ts';

let own: RunningSuite;
afterEach(() => own.end());

function appOf(options: SuiteOptions = {}): Express {
  own = runningSuite(options);
  const app = express();
  own.emas.mount(app);
  return app;
}

const secret = (): string => randomBytes(32).toString('base64url');
const inProduction = (): SuiteOptions => ({
  mode: 'production',
  sessionSecret: secret(),
  logKey: secret(),
  privacy: false,
});

it('a login is guarded, and its failures are in the log under the hash that all parts make', async () => {
  const app = appOf();
  app.post(
    '/login',
    express.urlencoded({ extended: false }),
    own.emas.loginGuard(),
    async (req, res) => {
      await req.emas?.login?.failed({ reason: 'wrong_password' });
      res.status(401).send('No.');
    },
  );
  const tries = Array.from({ length: 12 }, (_, number) =>
    request(app)
      .post('/login')
      .type('form')
      .send({ username: 'ali', password: `guess ${number}` }),
  );
  const answers = await Promise.all(tries);
  expect(answers.map(({ status }) => status)).toContain(429);
  expect(own.told.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['authn_login_fail', 'login_incident_opened']),
  );
});

it('an old endpoint says so and is counted', async () => {
  const app = appOf();
  const notice = { endpoint: 'GET /old', since: '2026-01-01', sunset: '2027-01-01' };
  app.get('/old', own.emas.deprecated(notice), (_req, res) => {
    res.json({});
  });
  await request(app).get('/old').expect('Deprecation', '@1767225600');
  expect(own.emas.deprecated.ledger()).toMatchObject([{ endpoint: 'GET /old', count: 1 }]);
});

it('a limit holds', async () => {
  const app = appOf();
  app.get('/few', own.emas.rateLimit({ name: 'few', limit: 2 }), (_req, res) => {
    res.json({});
  });
  const answers = [await request(app).get('/few'), await request(app).get('/few')];
  answers.push(await request(app).get('/few'));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
});

describe('the captcha', () => {
  it('is a stand-in in development, which a page can say', async () => {
    const app = appOf();
    app.get('/form', (_req, res) => {
      const { captcha, captchaIsStandIn } = res.locals;
      res.json({ markup: captcha?.({ language: 'en' }), captchaIsStandIn });
    });
    const { body } = await request(app).get('/form').expect(200);
    expect(body.captchaIsStandIn).toBe(true);
    expect(body.markup).toContain('data-emas-captcha');
    expect(own.emas.captcha().isStandIn).toBe(true);
  });

  it('of a provider is checked by the middleware', async () => {
    const app = appOf({
      captcha: { siteKey: 'site', secret: 'secret', hostnames: ['portal.example'], timeout: 300 },
    });
    app.post('/form', express.urlencoded({ extended: false }), own.emas.captcha(), (req, res) => {
      res.json({ ok: req.emas?.captcha?.ok, reason: req.emas?.captcha?.reason });
    });
    const { body } = await request(app).post('/form').type('form').send({});
    expect(body).toMatchObject({ ok: false });
    expect(own.emas.captcha().isStandIn).toBe(false);
  });

  it('is none in production without keys, rather than one that asks nobody', () => {
    own = runningSuite(inProduction());
    expect(() => own.emas.captcha()).toThrow(
      expect.objectContaining({ code: 'ERR_EMAS_SUITE_CAPTCHA' }),
    );
  });
});

describe('the start says', () => {
  const announced = (options: SuiteOptions): string => {
    const lines: string[] = [];
    own = runningSuite({ ...options, announce: (told) => lines.push(...told) });
    return lines.join('\n');
  };

  it('what was made up, and what to set instead', () => {
    const told = announced({});
    expect(told).toMatch(/^emas: test 1\.0\.0, development/);
    for (const text of ['EMAS_SESSION_SECRET and EMAS_LOG_KEY', 'EMAS_REDIS_URL', 'a stand-in']) {
      expect(told).toContain(text);
    }
  });

  it('what is strict, and which option changes it', () => {
    const told = announced({ session: { idleTimeout: 30 * 60_000 } });
    expect(told).toMatch(/policy {5}blocks inline scripts .*mode: 'report'.*1024 KiB/);
    expect(told).toMatch(/sessions {3}end 30 minutes after the last request .*, 8 hours after/);
  });

  it('that a policy only reports', () => {
    const told = announced({ hardening: { mode: 'report' }, session: false });
    expect(told).toContain('policy     reports what it would block, and blocks nothing');
    expect(told).not.toContain('sessions   ');
  });

  it('what is left away in production, and of keys nothing', () => {
    const options = inProduction();
    const told = announced(options);
    expect(told).toContain('captcha    none');
    expect(told).not.toContain('made up');
    expect(told).not.toContain(String(options.logKey));
  });
});
