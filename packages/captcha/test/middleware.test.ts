import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { captcha } from '@emas/captcha';
import type { ProviderName, Captcha, CaptchaOptions } from '@emas/captcha';
import { startStandIn } from '@emas/captcha';
import type { StandIn } from '@emas/captcha';
import { requestContext } from '@emas/request-context';
import express from 'express';
import request from 'supertest';
import { captchaMaker } from './make-captcha.ts';

let standIn: StandIn;
const make = captchaMaker(() => standIn, []);

beforeAll(async () => {
  standIn = await startStandIn();
});
afterAll(() => standIn.close());

describe('as middleware', () => {
  const site = (check: Captcha): express.Application => {
    const app = express();
    app.use(requestContext({ app }), express.urlencoded({ extended: false }));
    app.post('/', check, (req, res) => void res.json(req.emas?.captcha));
    return app;
  };
  const send = (app: express.Application, body: object) =>
    request(app).post('/').type('form').send(body);

  it('takes the token from the provider’s own field, and leaves its verdict', async () => {
    const fields = {
      'recaptcha-v2': 'g-recaptcha-response',
      turnstile: 'cf-turnstile-response',
      hcaptcha: 'h-captcha-response',
    } as const;
    for (const [provider, field] of Object.entries(fields)) {
      const app = site(make(provider as ProviderName));
      expect((await send(app, { [field]: standIn.solve() })).body).toMatchObject({ ok: true });
      expect((await send(app, {})).body).toMatchObject({ ok: false, reason: 'missing-token' });
    }
  });

  it('asks only where it is wanted', async () => {
    const before = standIn.asked.length;
    const app = site(make('recaptcha-v2', { when: (req) => req.get('x-risky') === 'yes' }));
    expect((await send(app, {})).body).toMatchObject({ ok: true, reason: 'not-wanted' });
    expect(standIn.asked).toHaveLength(before);
    const risky = await send(app, {}).set('x-risky', 'yes');
    expect(risky.body).toMatchObject({ ok: false, reason: 'missing-token' });
  });

  it('hands on what the app itself throws', async () => {
    const app = site(make('recaptcha-v2', { when: () => Promise.reject(new Error('no idea')) }));
    app.set('env', 'test');
    expect((await send(app, {})).status).toBe(500);
  });
});

describe('wrong options stop the start', () => {
  it.each<[string, object, RegExp]>([
    ['no provider', { provider: 'friendly' }, /"provider"/],
    ['no host', { hostnames: [] }, /"hostnames"/],
    ['a host with its scheme', { hostnames: ['https://portal.example'] }, /"hostnames\.0"/],
    ['no secret', { secret: '' }, /"secret"/],
    [
      'an action where there is none',
      { provider: 'hcaptcha', action: 'login' },
      /does not support it/,
    ],
    [
      'a dash where Google knows none',
      { action: 'login-form' },
      /letters, digits, \/ and _.*"login-form"/,
    ],
    ['a slash where Turnstile knows none', { provider: 'turnstile', action: 'a/b' }, /at most 32/],
    ['Enterprise without its project', { provider: 'recaptcha-enterprise' }, /"project"/],
    ['a misspelt name', { minscore: 0.5 }, /did you mean "minScore"/],
  ])('%s', (_name, options, message) => {
    const given = {
      provider: 'recaptcha-v3',
      siteKey: 'key',
      secret: 'secret-of-mine',
      hostnames: ['localhost'],
      ...options,
    } as CaptchaOptions;
    expect(() => captcha(given)).toThrow(message);
    expect(() => captcha(given)).toThrow(
      expect.objectContaining({ code: 'ERR_EMAS_CAPTCHA_OPTIONS' }),
    );
    expect(() => captcha(given)).not.toThrow(/secret-of-mine/);
  });
});
