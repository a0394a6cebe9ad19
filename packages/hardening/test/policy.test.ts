import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it, test } from '@jest/globals';
import { hardening } from '@emas/hardening';
import type { HardeningOptions } from '@emas/hardening';
import { needOnPage } from '@emas/page';
import { requestContext } from '@emas/request-context';
import type { PageNeeds } from '@emas/page';
import { CspEvaluator } from 'csp_evaluator/dist/evaluator.js';
import { Severity } from 'csp_evaluator/dist/finding.js';
import type { Finding } from 'csp_evaluator/dist/finding.js';
import { CspParser } from 'csp_evaluator/dist/parser.js';
import express from 'express';
import type { Application, RequestHandler } from 'express';
import request from 'supertest';

function site(options: HardeningOptions = {}, ...before: RequestHandler[]): Application {
  const app = express();
  app.set('trust proxy', 'loopback');
  app.use(requestContext({ app }), ...before, hardening(options));
  app.get('/nonce', (_req, res) => void res.send(String(res.locals['nonce'])));
  app.get('/captcha', (_req, res) => {
    needOnPage(res, { frames: ['https://captcha.example'], trustedTypes: ['captcha'] });
    needOnPage(res, { frames: ['https://maps.example'], images: ['data:'] });
    res.send('with a captcha and a map');
  });
  return app;
}

const policyOf = (text: string | undefined): Map<string, string> =>
  new Map(
    (text ?? '').split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources.join(' ')];
    }),
  );

const header = 'content-security-policy';

describe('the policy', () => {
  it('shuts everything but what is of the site, and lets scripts in by the nonce of this response', async () => {
    const { headers, text } = await request(site()).get('/nonce');
    const policy = policyOf(headers[header]);
    expect(policy.get('default-src')).toBe("'none'");
    expect(policy.get('script-src')).toBe(`'nonce-${text}' 'strict-dynamic'`);
    expect(policy.get('require-trusted-types-for')).toBe("'script'");
    expect(policy.get('trusted-types')).toBe("'none'");
    expect(policy.get('report-uri')).toBe('/.well-known/emas-reports');
    expect(headers['reporting-endpoints']).toBe('emas="/.well-known/emas-reports"');
  });

  it('has browsers report over plain HTTP too, where those that know report-to obey it and then send nothing', async () => {
    const plain = await request(site()).get('/nonce');
    expect(policyOf(plain.headers[header]).has('report-to')).toBe(false);
    const secure = await request(site()).get('/nonce').set('X-Forwarded-Proto', 'https');
    expect(policyOf(secure.headers[header]).get('report-to')).toBe('emas');
    const none = await request(site({ reports: false }))
      .get('/nonce')
      .set('X-Forwarded-Proto', 'https');
    expect(none.headers[header]).not.toContain('report-');
  });

  it('has nothing that an independent evaluator finds wrong', async () => {
    const { headers } = await request(site()).get('/captcha').set('X-Forwarded-Proto', 'https');
    const evaluate = (text: string): Finding[] =>
      new CspEvaluator(new CspParser(text).csp).evaluate();
    // It does find what is wrong elsewhere.
    const lax = evaluate("script-src 'unsafe-inline' *").map(({ severity }) => severity);
    expect(lax).toContain(Severity.HIGH);
    const findings = evaluate(headers[header] ?? '');
    const wrong = findings.filter(
      ({ severity }) => severity < Severity.INFO && severity !== Severity.STRICT_CSP,
    );
    expect(wrong.map(({ directive, description }) => `${directive}: ${description}`)).toEqual([]);
    expect(headers[header]).not.toMatch(/unsafe|\*/);
  });

  it('never has a nonce twice, in ten thousand responses', async () => {
    const seen = new Set<string>();
    const handle = hardening();
    for (let number = 0; number < 10_000; number += 1) {
      const locals: Record<string, unknown> = {};
      const req = { url: '/', path: '/', method: 'GET', headers: {}, secure: true };
      const res = Object.assign(new ServerResponse(new IncomingMessage(new Socket())), { locals });
      handle(req as never, res as never, () => undefined);
      const nonce = String(locals['nonce']);
      expect(res.getHeader('Content-Security-Policy')).toContain(`'nonce-${nonce}'`);
      seen.add(nonce);
    }
    expect(seen.size).toBe(10_000);
    for (const nonce of [...seen].slice(0, 100)) {
      expect(Buffer.from(nonce, 'base64').length).toBe(18);
    }
  });

  it('is put together from what each part of a page needs, for that page only', async () => {
    const app = site({ needs: { images: ['https://cdn.example'] } });
    const needy = policyOf((await request(app).get('/captcha')).headers[header]);
    expect(needy.get('frame-src')).toBe('https://captcha.example https://maps.example');
    expect(needy.get('img-src')).toBe("'self' https://cdn.example data:");
    expect(needy.get('trusted-types')).toBe('captcha');
    const other = policyOf((await request(app).get('/nonce')).headers[header]);
    expect(other.has('frame-src')).toBe(false);
    expect(other.get('img-src')).toBe("'self' https://cdn.example");
  });

  it('hears what a part said before it came', async () => {
    const early: RequestHandler = (_req, res, next) => {
      needOnPage(res, { connections: ['https://api.example'] });
      next();
    };
    const { headers } = await request(site({}, early)).get('/nonce');
    expect(policyOf(headers[header]).get('connect-src')).toBe("'self' https://api.example");
  });

  it('takes what a page is made of besides origins, each where it is of use', async () => {
    const hash = `'sha256-${'a'.repeat(43)}='`;
    const needs = {
      scripts: [hash, "'wasm-unsafe-eval'"],
      styles: [hash],
      fonts: ['data:'],
      frames: ['blob:'],
      workers: ['blob:'],
    };
    const policy = policyOf((await request(site({ needs })).get('/nonce')).headers[header]);
    expect(policy.get('script-src')).toMatch(
      /^'nonce-[^']+' 'strict-dynamic' 'sha256-a+=' 'wasm-unsafe-eval'$/,
    );
    expect(policy.get('style-src')).toMatch(/^'self' 'nonce-[^']+' 'sha256-a+='$/);
    expect(policy.get('font-src')).toBe("'self' data:");
    expect(policy.get('frame-src')).toBe('blob:');
    expect(policy.get('worker-src')).toBe("'self' blob:");
  });

  it.each<[string, PageNeeds, RegExp]>([
    ['a wildcard', { images: ['*'] }, /for images, received "\*"/],
    ['a whole scheme', { connections: ['https:'] }, /for connections, received "https:"/],
    ['inline styles', { styles: ["'unsafe-inline'"] }, /unsafe-inline/],
    ['plain HTTP', { frames: ['http://maps.example'] }, /http:\/\/maps\.example/],
    ['another directive', { images: ['https://a.example; script-src *'] }, /script-src/],
    ['data: for frames', { frames: ['data:'] }, /for frames, received "data:"/],
    ['an origin of scripts', { scripts: ['https://cdn.example'] }, /a hash such as/],
    ['eval', { scripts: ["'unsafe-eval'"] }, /a hash such as/],
    ['a hash of nothing', { scripts: ["'sha256-'"] }, /a hash such as/],
    ['scripts from data:', { scripts: ['data:'] }, /a hash such as/],
    ['a hash of a picture', { images: [`'sha256-${'a'.repeat(43)}='`] }, /an origin such as/],
    ['a policy without a name', { trustedTypes: ['*'] }, /a name such as/],
  ])('refuses %s', (_name, needs, message) => {
    expect(() => site({ needs })).toThrow(message);
    expect(() => site({ needs })).toThrow(
      expect.objectContaining({ code: 'ERR_EMAS_HARDENING_POLICY' }),
    );
  });
});

describe('the other headers', () => {
  test('are those of helmet, and a Permissions-Policy that shuts all', async () => {
    const { headers } = await request(site()).get('/nonce');
    expect(headers).toMatchObject({
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'origin-agent-cluster': '?1',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    expect(headers['permissions-policy']).toMatch(/camera=\(\).*geolocation=\(\)/);
    expect(headers).not.toHaveProperty('x-powered-by');
  });

  test('HSTS and upgrades are for HTTPS', async () => {
    const plain = await request(site()).get('/nonce');
    expect(plain.headers).not.toHaveProperty('strict-transport-security');
    expect(plain.headers[header]).not.toContain('upgrade-insecure-requests');
    const secure = await request(site()).get('/nonce').set('X-Forwarded-Proto', 'https');
    expect(secure.headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
    expect(secure.headers[header]).toContain('upgrade-insecure-requests');
  });

  test('let other sites in as far as is said', async () => {
    const app = site({
      crossOriginOpenerPolicy: 'same-origin-allow-popups',
      crossOriginResourcePolicy: 'cross-origin',
      hsts: { maxAge: 600, includeSubDomains: false, preload: true },
      permissions: { camera: ["'self'", 'https://video.example'], microphone: [] },
    });
    const { headers } = await request(app).get('/nonce').set('X-Forwarded-Proto', 'https');
    expect(headers['cross-origin-opener-policy']).toBe('same-origin-allow-popups');
    expect(headers['cross-origin-resource-policy']).toBe('cross-origin');
    expect(headers['strict-transport-security']).toBe('max-age=600; preload');
    expect(headers['permissions-policy']).toMatch(
      /camera=\(self "https:\/\/video\.example"\), .*microphone=\(\), /,
    );
  });

  test('that a browser acts upon stay away in report mode, and those that report go out', async () => {
    const bare = express();
    bare.disable('x-powered-by');
    bare.get('/nonce', (_req, res) => void res.send('bare'));
    const before = Object.keys((await request(bare).get('/nonce')).headers);
    const { headers } = await request(site({ mode: 'report' }))
      .get('/nonce')
      .set('X-Forwarded-Proto', 'https');
    expect(
      Object.keys(headers)
        .filter((name) => !before.includes(name))
        .toSorted(),
    ).toEqual([
      'content-security-policy-report-only',
      'cross-origin-opener-policy-report-only',
      'permissions-policy-report-only',
      'reporting-endpoints',
      'x-request-id',
    ]);
    expect(headers['content-security-policy-report-only']).toMatch(/script-src 'nonce-/);
    expect(headers['permissions-policy-report-only']).toContain('camera=();report-to=emas');
  });

  test('open what the app uses itself', async () => {
    const app = site({
      permissions: ['geolocation'],
      frameAncestors: ['https://intranet.example'],
      hsts: false,
      reports: false,
    });
    const { headers } = await request(app).get('/nonce').set('X-Forwarded-Proto', 'https');
    expect(headers['permissions-policy']).toMatch(/camera=\(\).*geolocation=\(self\)/);
    expect(policyOf(headers[header]).get('frame-ancestors')).toBe('https://intranet.example');
    expect(headers).not.toHaveProperty('x-frame-options');
    expect(headers).not.toHaveProperty('strict-transport-security');
    expect(headers).not.toHaveProperty('reporting-endpoints');
  });
});

it.each<[string, object, RegExp]>([
  ['a misspelt name', { moed: 'report' }, /did you mean "mode"/],
  ['a frame from anywhere', { frameAncestors: ['*'] }, /"frameAncestors\.0"/],
  ['a feature that there is not', { permissions: ['telepathy'] }, /"permissions\.telepathy"/],
  ['a path that is none', { reports: 'reports' }, /"reports"/],
  ['a feature for everybody', { permissions: { camera: ['*'] } }, /"permissions/],
  [
    'a window that is shared by a wrong word',
    { crossOriginOpenerPolicy: 'popups' },
    /OpenerPolicy"/,
  ],
  ['HSTS for three years', { hsts: { maxAge: 94_608_000 } }, /"hsts/],
])('%s stops the start', (_name, options, message) => {
  expect(() => hardening(options)).toThrow(message);
  expect(() => hardening(options)).toThrow(
    expect.objectContaining({ code: 'ERR_EMAS_HARDENING_OPTIONS' }),
  );
});
