import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hardening } from '@emas/hardening';
import { PROVIDER_NAMES } from '@emas/captcha/internal';
import { startStandIn } from '@emas/captcha';
import type { ProviderName, CaptchaOptions, StandIn } from '@emas/captcha';
import { requestContext } from '@emas/request-context';
import express from 'express';
import express4 from 'express4';
import request from 'supertest';
import { captchaMaker } from './make-captcha.ts';

let standIn: StandIn;
const make = captchaMaker(() => standIn, []);

beforeAll(async () => {
  standIn = await startStandIn();
});
afterAll(() => standIn.close());

/** The provider's own, in place of the stand-in's. */
const OWN_HOST: object = { host: undefined };

/** A page with the form at `/form`, and one without at `/`. */
function site(
  provider: ProviderName,
  options: Partial<CaptchaOptions> = {},
  framework: typeof express = express,
): express.Application {
  const app = framework();
  app.use(requestContext({ app }), hardening(), make(provider, options).widget);
  app.get('/form', (_req, res) => void res.send(res.locals.captcha?.()));
  app.get('/', (_req, res) => void res.send('nothing to send'));
  return app;
}

const policyOf = ({ headers }: request.Response): string =>
  headers['content-security-policy'] ?? '';
const scriptIn = (markup: string): string => /<script defer src="([^"]+)"/.exec(markup)?.[1] ?? '';

describe('res.locals.captcha()', () => {
  it.each(PROVIDER_NAMES)(
    'says who %s is before anything of theirs is loaded',
    async (provider) => {
      const { text } = await request(site(provider, OWN_HOST)).get('/form');
      const companies = { turnstile: 'Cloudflare', hcaptcha: 'Intuition Machines' };
      expect(text).toContain(provider in companies ? Reflect.get(companies, provider) : 'Google');
      expect(text).toContain('United States');
      // The provider's script is named, for ours to load; none of its own is in the page.
      expect(text.match(/<script/g)).toHaveLength(1);
      expect(scriptIn(text)).toMatch(/^\/emas\/captcha\.js\?v=[\w-]{12}$/);
      expect(text).toMatch(/data-src="https:\/\/[a-z.]+\/[\w/.]+\.js\?render=/);
    },
  );

  it('carries the nonce of its response, and widens the policy of its own page only', async () => {
    const app = site('recaptcha-v2', OWN_HOST);
    const form = await request(app).get('/form');
    const nonce = /'nonce-([^']+)'/.exec(policyOf(form))?.[1] ?? 'none';
    expect(form.text).toContain(`nonce="${nonce}"`);
    expect(policyOf(form)).toContain('frame-src https://www.google.com/recaptcha/');
    expect(policyOf(form)).toContain('trusted-types emas-captcha goog#html');
    const other = await request(app).get('/');
    expect(policyOf(other)).not.toContain('google');
    expect(policyOf(other)).toContain("trusted-types 'none'");
  });

  it.each([
    ['ms-MY,en;q=0.5', 'Borang ini menggunakan captcha'],
    ['en-GB', 'This form uses a captcha'],
    ['ta', 'This form uses a captcha'],
  ])('speaks the language that a browser prefers: %s', async (accepted, text) => {
    const answer = await request(site('hcaptcha')).get('/form').set('Accept-Language', accepted);
    expect(answer.text).toContain(text);
  });

  it.each([
    ['support@portal.example', 'href="mailto:support@portal.example"'],
    ['/en/support', 'href="/en/support"'],
    [undefined, 'value="without-script"'],
  ])('names whom to write to: %s', async (support, expected) => {
    const widget = support === undefined ? {} : { support };
    const { text } = await request(site('turnstile', { widget })).get('/form');
    expect(text).toContain(expected);
    expect(text.includes('write to')).toBe(support !== undefined);
  });

  it('lets nothing of the options out of its attribute', async () => {
    const { text } = await request(site('recaptcha-v2', { siteKey: '"><script>x' })).get('/form');
    expect(text).toContain('data-sitekey="&quot;&gt;&lt;script&gt;x"');
  });

  it('works without hardening, and on Express 4', async () => {
    const app = express4();
    app.use(requestContext({ app }), make('hcaptcha').widget);
    app.get('/form', (_req, res) => void res.send(res.locals.captcha?.()));
    const { text } = await request(app).get('/form');
    expect(text).not.toContain('nonce');
    expect((await request(app).get(scriptIn(text))).status).toBe(200);
  });
});

describe('the script', () => {
  it('is kept by browsers for as long as it is this one, and not longer', async () => {
    const app = site('recaptcha-v2');
    const url = scriptIn((await request(app).get('/form')).text);
    const own = await request(app).get(url);
    expect(own.headers['content-type']).toMatch(/^text\/javascript/);
    expect(own.headers['cache-control']).toContain('immutable');
    const old = await request(app).get('/emas/captcha.js?v=older');
    expect(old.headers['cache-control']).toBe('no-cache');
    expect((await request(app).post('/emas/captcha.js')).status).toBe(404);
  });

  it('goes out packed, in as many bytes as the README says', async () => {
    const app = site('recaptcha-v2');
    const url = scriptIn((await request(app).get('/form')).text);
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const [, said = ''] = /serves its script \(([^)]+)\)/.exec(readme) ?? [];
    const [brotli, gzip] = said.match(/[\d.]+/g) ?? [];
    for (const [encoding, kilobytes] of Object.entries({ br: brotli, gzip })) {
      const answer = await request(app).get(url).set('Accept-Encoding', encoding);
      expect(answer.headers['content-encoding']).toBe(encoding);
      const delivered = Number(answer.headers['content-length']) / 1024;
      // How well zlib packs differs a little from one Node to another.
      expect(Math.abs(delivered - Number(kilobytes))).toBeLessThan(0.15);
    }
  });
});

describe('who has no widget', () => {
  const send = async (app: express.Application, body: object): Promise<unknown> =>
    (await request(app).post('/').type('form').send(body)).body;
  const taking = (options: Partial<CaptchaOptions>): express.Application => {
    const app = express();
    app.use(requestContext({ app }), express.urlencoded({ extended: false }));
    app.post('/', make('turnstile', options), (req, res) => void res.json(req.emas?.captcha));
    return app;
  };

  it.each(['without-script', 'unreachable'])('has few tries: %s', async (way) => {
    const app = taking({ limit: { tries: 2 } });
    const form = { 'emas-captcha': way };
    expect(await send(app, form)).toMatchObject({ ok: true, reason: 'without-widget' });
    expect(await send(app, form)).toMatchObject({ ok: true, degraded: true });
    expect(await send(app, form)).toMatchObject({ ok: false, reason: 'limited' });
  });

  it('has none where the app says so, and who gives no reason has none either', async () => {
    const form = { 'emas-captcha': 'without-script' };
    const refused = { ok: false, reason: 'missing-token' };
    expect(await send(taking({ withoutWidget: false }), form)).toMatchObject(refused);
    expect(await send(taking({}), { 'emas-captcha': '' })).toMatchObject(refused);
  });
});

describe('wrong options of the widget stop the start', () => {
  it.each([
    [{ support: 'javascript:alert(1)' }, /"widget\.support"/],
    [{ path: 'captcha.js' }, /"widget\.path"/],
    [{ colour: 'red' }, /"widget\.colour"|colour/],
  ])('%j', (widget, message) => {
    expect(() => make('turnstile', { widget: widget as never })).toThrow(message);
  });
});
