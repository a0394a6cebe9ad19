import { describe, expect, it } from '@jest/globals';
import express from 'express';
import express4 from 'express4';
import request from 'supertest';
import { sendRefusal, waysOn } from '../src/index.ts';
import type { Refusal } from '../src/index.ts';

const REFUSAL: Refusal = {
  problem: { title: 'Too much', status: 429, code: 'ERR_TOO_MUCH', detail: '', retryAfter: 7 },
  page: (language) => ({
    title: language === 'ms' ? 'Terlalu <banyak>' : 'Too <much>',
    paragraphs: ['One & one.'],
    ways: waysOn(language, 'Again'),
  }),
};

function site(refusal: Partial<Refusal> = {}, create = express): express.Application {
  const app = create();
  app.use((req, res) => sendRefusal(req, res, { ...REFUSAL, ...refusal }));
  return app;
}

describe.each([
  ['Express 5', express],
  ['Express 4', express4],
])('on %s', (_name, create) => {
  it.each([
    ['text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8', 'text/html'],
    ['text/html', 'text/html'],
    ['*/*', 'application/problem+json'],
    ['application/json', 'application/problem+json'],
    ['application/problem+json', 'application/problem+json'],
    ['application/json, text/html;q=0.5', 'application/problem+json'],
    ['text/html;q=0.5, application/json', 'application/problem+json'],
    ['image/png', 'application/problem+json'],
  ])('who accepts "%s" gets %s', async (accept, type) => {
    const answer = await request(site({}, create)).get('/').set('Accept', accept);
    expect({ status: answer.status, type: answer.type }).toEqual({ status: 429, type });
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['vary']).toContain('Accept');
  });
});

it('tells programs what is known, and no empty field', async () => {
  const { text } = await request(site()).get('/');
  expect(JSON.parse(text)).toEqual({
    type: 'about:blank',
    title: 'Too much',
    status: 429,
    code: 'ERR_TOO_MUCH',
    retryAfter: 7,
  });
});

it.each([
  ['ms, en;q=0.5', 'ms', 'Terlalu &lt;banyak&gt;'],
  ['en-MY', 'en', 'Too &lt;much&gt;'],
  ['zh', 'en', 'Too &lt;much&gt;'],
])('tells people who prefer "%s" in "%s"', async (preferred, language, title) => {
  const { text, headers } = await request(site())
    .get('/')
    .set({ Accept: 'text/html', 'Accept-Language': preferred });
  expect(text).toContain(`<html lang="${language}">`);
  expect(text).toContain(`<h1>${title}</h1><p>One &amp; one.</p>`);
  expect(text).not.toContain('<pre');
  expect(headers['content-language']).toBe(language);
});

it('leads on, to the home page where nothing else is said', async () => {
  const page = async (refusal: Partial<Refusal>): Promise<string> =>
    (await request(site(refusal)).get('/').set('Accept', 'text/html')).text;
  expect(await page({})).toMatch(/<a href="">Again<\/a>.*<a href="\/">To the home page<\/a>/);
  const bare = { page: () => ({ title: 'No', paragraphs: [] }) };
  expect(await page({ ...bare, language: 'ms' })).toContain('<a href="/">Ke halaman utama</a>');
});

it('brings a policy of its own for its style only where the app has none', async () => {
  const bare = await request(site()).get('/').set('Accept', 'text/html');
  const nonce = /<style nonce="([^"]+)">/.exec(bare.text)?.[1] ?? '';
  expect(bare.headers['content-security-policy']).toContain(
    `default-src 'none'; style-src 'nonce-${nonce}'`,
  );
  const app = express();
  app.use((_req, res, next) => {
    res.set('Content-Security-Policy', "default-src 'self'");
    next();
  }, site());
  const strict = await request(app).get('/').set('Accept', 'text/html');
  expect(strict.headers['content-security-policy']).toBe("default-src 'self'");
  expect(strict.text).not.toContain('<style');
});

it("shows the app's own page to people, and its document to programs", async () => {
  const app = express();
  app.use((req, res) =>
    sendRefusal(req, res, { ...REFUSAL, render: () => res.type('html').send('ours') }),
  );
  const page = await request(app).get('/').set('Accept', 'text/html');
  expect({ status: page.status, text: page.text }).toEqual({ status: 429, text: 'ours' });
  expect((await request(app).get('/')).type).toBe('application/problem+json');
});
