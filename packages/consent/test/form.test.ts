import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { consent } from '@emas/consent';
import type { ConsentOptions } from '@emas/consent';
import { onPageNeeds } from '@emas/page';
import { requestContext } from '@emas/request-context';
import express from 'express';
import express4 from 'express4';
import request from 'supertest';
import { PURPOSES, purpose, service } from './clinic-registry.ts';

function site(
  options: Partial<ConsentOptions> = {},
  framework: typeof express = express,
): express.Application {
  const app = framework();
  app.use(requestContext({ app }), consent({ purposes: PURPOSES, ...options }));
  app.get('/page', (_req, res) => void res.send(`page ${res.locals.consentForm?.() ?? ''}`));
  app.get('/map', (_req, res) => {
    const needs: object[] = [];
    onPageNeeds(res, { needed: (more) => needs.push(more) });
    res.send(`${res.locals.frame?.('map')} ${JSON.stringify(needs)}`);
  });
  app.get('/allowed', (req, res) => {
    res.json(PURPOSES.map(({ id }) => id).filter((id) => req.consent?.allows(id)));
  });
  return app;
}

const hiddenField = (markup: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(markup)?.[1] ?? '';

const cookieOf = ({ headers }: request.Response): string => {
  const [first = ''] = (headers['set-cookie'] as unknown as string[] | undefined) ?? [];
  return first.split(';', 1)[0] ?? '';
};

/** Sends the form as it stands on `/page`, with what somebody pressed and ticked. */
async function press(
  app: express.Application,
  fields: Readonly<Record<string, string | string[]>>,
  headers: Readonly<Record<string, string>> = { 'Sec-Fetch-Site': 'same-origin' },
): Promise<request.Response> {
  const { text } = await request(app).get('/page');
  const given = { fingerprint: hiddenField(text, 'fingerprint'), return: '/page', ...fields };
  return request(app).post('/emas/consent').set(headers).type('form').send(given);
}

const allowedWith = async (app: express.Application, answer: request.Response): Promise<string[]> =>
  (await request(app).get('/allowed').set('Cookie', cookieOf(answer))).body;

describe('the form', () => {
  it('stands on a page until the visitor has chosen, and sets nothing by being shown', async () => {
    const app = site();
    const first = await request(app).get('/page?q=1');
    expect(first.text).toContain('<form method="post" action="/emas/consent">');
    expect(hiddenField(first.text, 'return')).toBe('/page?q=1');
    expect(first.headers['set-cookie']).toBeUndefined();
    expect(first.text).not.toContain(' checked');
    const chosen = await press(app, { choice: 'refuse' });
    const next = await request(app).get('/page').set('Cookie', cookieOf(chosen));
    expect(next.text).toBe('page ');
  });

  it.each([
    ['accept', {}, PURPOSES.map(({ id }) => id)],
    ['refuse', { purpose: 'figures' }, ['signing-in']],
    ['choose', { purpose: ['figures', 'maps'] }, ['signing-in', 'figures', 'maps']],
    ['choose', { purpose: 'maps' }, ['signing-in', 'maps']],
    ['choose', {}, ['signing-in']],
  ])('takes %s with %j, and leads back', async (choice, more, allowed) => {
    const app = site();
    const answer = await press(app, { choice, ...more });
    expect([answer.status, answer.headers['location']]).toEqual([303, '/page']);
    expect(await allowedWith(app, answer)).toEqual(allowed);
  });

  it('works on Express 4, and where the app reads bodies itself', async () => {
    const app = express4();
    app.use(requestContext({ app }), express.urlencoded({ extended: false }));
    app.use(site({}, express4));
    const answer = await press(app, { choice: 'accept' });
    expect(await allowedWith(app, answer)).toHaveLength(4);
  });

  it('offers accept and refuse by two buttons that differ in their words only', async () => {
    const { text } = await request(site()).get('/page');
    const buttons = text.match(/<button[^>]*value="(?:accept|refuse)">/g) ?? [];
    expect(buttons.map((one) => one.replace(/accept|refuse/, ''))).toEqual(
      Array(2).fill('<button class="emas-consent-button" name="choice" value="">'),
    );
  });

  it('says of each purpose and service what there is to know, in both languages', async () => {
    for (const [lang, country, kept] of [
      ['en', 'Malaysia', 'Kept for: 30 days'],
      ['ms', 'Malaysia', 'Disimpan selama: 30 days (ms)'],
    ]) {
      const { text, headers } = await request(site()).get(`/emas/consent?lang=${lang}`);
      expect(headers['content-language']).toBe(lang);
      for (const { name } of PURPOSES) expect(text).toContain(name[lang as 'en' | 'ms']);
      expect(text).toContain(`Chatter Sdn Bhd, ${country}`);
      expect(text).toContain('https://chatter.example/privacy');
      expect(text).toContain('<code>chatter_*</code>');
      expect(text).toContain(kept);
    }
  });

  it('lets no text of the registry become markup', async () => {
    const bad = '<img src=x onerror=alert(1)>';
    const purposes = [purpose('p', [service('s', { name: bad })], { name: { en: bad, ms: bad } })];
    const { text } = await request(site({ purposes })).get('/emas/consent?lang=en');
    expect(text).not.toContain('<img');
  });

  it.each([
    ['looks', /<link rel="stylesheet" href="([^"]+)"/, 'text/css'],
    ['script', /<script defer src="([^"]+)"/, 'text/javascript'],
  ])('has its %s at an address that never changes what it gives', async (_name, tag, type) => {
    const { text } = await request(site()).get('/page');
    const [, href = ''] = tag.exec(text) ?? [];
    const answer = await request(site()).get(href);
    expect(answer.headers['content-type']).toContain(type);
    expect(answer.headers['cache-control']).toContain('immutable');
  });

  it.each([
    ['looks', /<link rel="stylesheet" href="([^"]+)"/, /one style sheet \(([^)]+)\)/],
    ['script', /<script defer src="([^"]+)"/, /script that comes with it \(([^)]+)\)/],
  ])('sends its %s in as many bytes as the README says', async (_name, tag, claim) => {
    const [, href = ''] = tag.exec((await request(site()).get('/page')).text) ?? [];
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const [, said = ''] = claim.exec(readme) ?? [];
    const [brotli, gzip] = said.match(/[\d.]+/g) ?? [];
    for (const [encoding, kilobytes] of Object.entries({ br: brotli, gzip })) {
      const answer = await request(site()).get(href).set('Accept-Encoding', encoding);
      expect(answer.headers['content-encoding']).toBe(encoding);
      const delivered = Number(answer.headers['content-length']) / 1024;
      // How well zlib packs differs a little from one Node to another.
      expect(Math.abs(delivered - Number(kilobytes))).toBeLessThan(0.15);
    }
  });

  it('says to people on a page that another site cannot choose for them', async () => {
    const { status, text } = await request(site())
      .post('/emas/consent')
      .set({ 'Sec-Fetch-Site': 'cross-site', Accept: 'text/html', 'Accept-Language': 'ms' });
    expect(status).toBe(403);
    expect(text).toContain('<h1>Pilihan anda tidak diubah</h1>');
    expect(text).toContain('<a href="/emas/consent?lang=ms">');
  });

  it('does by Enter in a box what its choices do, and not accept all', async () => {
    const { text } = await request(site()).get('/page');
    expect(/<button [^>]*value="([a-z]+)"/.exec(text)?.[1]).toBe('choose');
  });
});

describe('a frame', () => {
  it('is a place with a button until it is allowed, and then itself; nothing else is decided by it', async () => {
    const app = site();
    const held = await request(app).get('/map').set('Accept-Language', 'en');
    expect(held.text).toContain('A map comes from Chatter Sdn Bhd, Malaysia.');
    expect(held.text).not.toContain('<iframe');
    expect(held.text).not.toContain(' src="https://maps.example');
    const shown = await press(app, {
      ...{ choice: 'add', purpose: 'maps', return: '/map' },
      ...{ layout: 'frame', service: 'map' },
    });
    expect(shown.headers['location']).toBe('/map');
    const Cookie = cookieOf(shown);
    const { text } = await request(app).get('/map').set({ Cookie, 'Accept-Language': 'en' });
    expect(text).toContain(' src="https://maps.example/kl?z=1&amp;m=2" title="A map" ');
    expect(text).toContain('<iframe ');
    expect(text).toContain('{"frames":["https://maps.example"]}');
    // The rest is still to be asked about.
    const page = await request(app).get('/page').set('Cookie', Cookie);
    expect(page.text).toContain('<form');
    expect((await request(app).get('/allowed').set('Cookie', Cookie)).body).toEqual([
      'signing-in',
      'maps',
    ]);
  });

  it('is added to what was chosen before, and to nothing by a purpose that is not asked about', async () => {
    const app = site();
    const before = cookieOf(await press(app, { choice: 'choose', purpose: 'figures' }));
    const headers = { 'Sec-Fetch-Site': 'same-origin', Cookie: before };
    const added = await press(app, { choice: 'add', purpose: 'maps' }, headers);
    expect(await allowedWith(app, added)).toEqual(['signing-in', 'figures', 'maps']);
    const none = await press(app, { choice: 'add', purpose: 'signing-in' }, headers);
    expect(none.headers['set-cookie']).toBeUndefined();
  });
});

describe('changing one’s mind', () => {
  it('has a page of its own that shows what is chosen, in the app’s own frame where it has one', async () => {
    const app = site({
      page: (_req, res, { title, form }) => void res.send(`<main>${title}${form}</main>`),
    });
    const chosen = await press(app, { choice: 'choose', purpose: 'figures' });
    const { text } = await request(app).get('/emas/consent').set('Cookie', cookieOf(chosen));
    expect(text).toMatch(/^<main>Privacy choices</);
    expect(text).toMatch(/value="figures" checked/);
    expect(text).not.toMatch(/value="maps" checked/);
  });

  it('shows the receipt’s number where it was chosen, and leads back from there', async () => {
    const chosen = await press(site(), { choice: 'refuse', layout: 'page', lang: 'ms' });
    expect(chosen.status).toBe(200);
    expect(chosen.text).toMatch(/Nombor resit anda ialah (?:[\dA-Z]{4}-){3}[\dA-Z]{4}\./);
    expect(chosen.text).toContain('<a href="/page">Kembali ke halaman</a>');
  });

  it('says what has changed since', async () => {
    const chosen = await press(site(), { choice: 'accept' });
    const purposes = [...PURPOSES, purpose('films', [service('player')])];
    const { text } = await request(site({ purposes })).get('/page').set('Cookie', cookieOf(chosen));
    expect(text).toContain('<li>films (new)</li>');
  });
});

describe('what is sent and is not what was shown', () => {
  it('another site’s form is refused', async () => {
    for (const headers of [
      { 'Sec-Fetch-Site': 'cross-site' },
      { Origin: 'https://prizes.example' },
      { Cookie: 'sid=1' },
    ]) {
      const answer = await press(site(), { choice: 'accept' }, headers as Record<string, string>);
      expect(answer.status).toBe(403);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
  });

  it('consent to another text is not kept and asked for anew; a refusal holds', async () => {
    const app = site();
    const old = { fingerprint: 'of-last-week' };
    const answer = await press(app, { choice: 'accept', ...old });
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.headers['location']).toBe('/emas/consent?lang=en&moved=1&return=%2Fpage');
    const asked = await request(app).get(answer.headers['location'] ?? '');
    expect(asked.text).toContain('has changed in the meantime');
    expect(cookieOf(await press(app, { choice: 'refuse', ...old }))).toMatch(/^consent=2~/);
  });

  it('nonsense chooses nothing', async () => {
    for (const fields of [{ choice: 'everything' }, {}, { choice: ['accept', 'refuse'] }]) {
      const answer = await press(site(), fields as Record<string, string>);
      expect(answer.status).toBe(303);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    const long = await press(site(), { choice: 'accept', more: 'x'.repeat(9000) });
    expect(long.status).toBe(413);
    const other = await request(site()).put('/emas/consent');
    expect([other.status, other.headers['allow']]).toEqual([405, 'GET, HEAD, POST']);
  });

  it.each([
    '//evil.example',
    'https://evil.example',
    '/\\evil.example',
    '/a b',
    'javascript:x',
    '',
  ])('nobody is led away: %s', async (given) => {
    const answer = await press(site(), { choice: 'accept', return: given });
    expect(answer.headers['location']).toBe('/emas/consent?lang=en&done=1');
  });

  it('the same twice is the same', async () => {
    const app = site();
    const [one, other] = [
      await press(app, { choice: 'accept' }),
      await press(app, { choice: 'accept' }),
    ];
    expect(cookieOf(one)).toBe(cookieOf(other));
  });
});
