import { describe, expect, it } from '@jest/globals';
import { consent } from '@emas/consent';
import { requestContext } from '@emas/request-context';
import express from 'express';
import express4 from 'express4';
import fc from 'fast-check';
import request from 'supertest';
import { examples } from '../../../test/runner/repetition.ts';
import { PURPOSES, purpose, service } from './clinic-registry.ts';
import { NOW, after, cookiesOf, get, site, state } from './clinic-site.ts';
import { recordedEvents } from './recorded-events.ts';

const DAY = 86_400_000;
const ALL = PURPOSES.map(({ id }) => id);

describe('a visitor who comes for the first time', () => {
  it('is asked, gets no cookie, and allows only what is necessary', async () => {
    const answer = await get(site(), '/state');
    expect(answer.body).toEqual({ allowed: ['signing-in'], asks: true, changes: [] });
    expect(cookiesOf(answer)).toEqual([]);
    expect(answer.headers['vary']).toContain('Sec-GPC');
  });

  it.each([
    ['accept', ALL],
    ['refuse', ['signing-in']],
    ['chat', ['signing-in', 'support-chat']],
  ])('decides once by %s, and is not asked again', async (act, allowed) => {
    const cookie = await after(act);
    expect(await state(site(), { cookie })).toEqual({
      allowed,
      asks: false,
      changes: [],
      decidedOn: '2026-11-23T00:00:00.000Z',
    });
  });

  it('has what they chose in the cookie, and nothing that tells them from others', async () => {
    const [first] = cookiesOf(await get(site(), '/chat'));
    const later = site({ now: () => NOW + 3_600_000 });
    const [second] = cookiesOf(await get(later, '/chat', { headers: { 'User-Agent': 'other' } }));
    expect(first).toBe(second);
    expect(first).toMatch(
      /^consent=2~support-chat\.[\w-]{6}\.1\.20780~.*; Max-Age=31536000; Path=\/; HttpOnly; SameSite=Lax$/,
    );
  });

  it('keeps a refusal for half a year, and gets a cookie of this host alone over HTTPS', async () => {
    const headers = { 'X-Forwarded-Proto': 'https' };
    const [cookie] = cookiesOf(await get(site(), '/refuse', { headers }));
    expect(cookie).toMatch(/^__Host-consent=.*Max-Age=15724800; Path=\/; HttpOnly; Secure/);
  });
});

describe('what was not allowed', () => {
  it.each(['express 5', 'express 4'])('is taken out of the response, %s', async (name) => {
    const app = site({}, name === 'express 4' ? express4 : express);
    const names = (answer: request.Response): string[] =>
      cookiesOf(answer).map((one) => one.split('=', 1)[0] ?? '');
    expect(names(await get(app, '/set-cookies'))).toEqual(['sid', 'own']);
    const cookie = await after('chat');
    expect(names(await get(app, '/set-cookies', { cookie }))).toEqual(['sid', 'chatter_id', 'own']);
    expect(names(await get(app, '/write-head', { cookie }))).toEqual(['own']);
  });

  it('has no script on the page, only a mark that loads nothing', async () => {
    const held: { tag: string; none: string } = (await get(site(), '/script')).body;
    expect(held.none).toBe('');
    expect(held.tag).toMatch(/^<template [^>]*><\/template><script defer src="\/emas\/consent.js/);
    expect(held.tag).not.toContain(' src="https://chatter.example');
    const cookie = await after('chat');
    const { body } = await get(site(), '/script', { cookie });
    expect(body.tag).toContain(
      '<script async data-emas-consent-on="chat" src="https://chatter.example/widget.js?a=1&amp;b=2" nonce="n0nce"></script>',
    );
    expect(body.needs).toContainEqual({ frames: ['https://chatter.example'] });
  });

  it('is cleared from the storage when it is withdrawn, and only then', async () => {
    const cookie = `${await after('accept')}; chatter_id=1`;
    const withdrawn = await get(site(), '/refuse', { cookie });
    expect(withdrawn.headers['clear-site-data']).toBe('"storage"');
    expect(cookiesOf(withdrawn)).toContain('chatter_id=; Max-Age=0; Path=/');
    expect((await get(site(), '/refuse')).headers['clear-site-data']).toBeUndefined();
    expect((await get(site(), '/accept', { cookie })).headers['clear-site-data']).toBeUndefined();
  });
});

describe('a signal of the browser', () => {
  const headers = { 'Sec-GPC': '1' };

  it('refuses what it covers, and leaves the rest to be asked', async () => {
    expect(await state(site(), { headers })).toMatchObject({ allowed: ['signing-in'], asks: true });
    const covered = site({ purposes: PURPOSES.filter(({ id }) => id !== 'maps') });
    expect(await state(covered, { headers })).toMatchObject({ asks: false });
  });

  it('takes back what was accepted before it was sent', async () => {
    const cookie = await after('accept');
    const { allowed, asks } = await state(site(), { cookie, headers });
    expect({ allowed, asks }).toEqual({ allowed: ['signing-in', 'maps'], asks: false });
  });

  it('yields to a choice that is made in its sight', async () => {
    const cookie = await after('accept', site(), { headers });
    expect(await state(site(), { cookie, headers })).toMatchObject({ allowed: ALL });
  });

  it('is DNT only where the app says so', async () => {
    const cookie = await after('accept');
    const dnt = { cookie, headers: { DNT: '1' } };
    expect(await state(site(), dnt)).toMatchObject({ allowed: ALL });
    expect((await state(site({ dnt: true }), dnt)).allowed).toEqual(['signing-in', 'maps']);
  });

  it('is announced at its well-known address', async () => {
    const { body } = await get(site({ updated: '2026-11-23' }), '/.well-known/gpc.json');
    expect(body).toEqual({ gpc: true, lastUpdate: '2026-11-23' });
  });
});

describe('time, and a registry that changes', () => {
  it.each([
    ['accept', 365, 366],
    ['refuse', 182, 183],
  ])('a choice by %s is forgotten after its days', async (act, last, gone) => {
    const cookie = await after(act);
    const at = (days: number) => site({ now: () => NOW + days * DAY });
    expect(await state(at(last), { cookie })).toMatchObject({ asks: false });
    expect(await state(at(gone), { cookie })).toMatchObject({
      asks: true,
      allowed: ['signing-in'],
    });
    // A clock that is a day behind is no reason to ask; one that is a week behind is.
    expect(await state(at(-1), { cookie })).toMatchObject({ asks: false });
    expect(await state(at(-7), { cookie })).toMatchObject({ asks: true });
  });

  it('what was refused beside something that was accepted is not asked again sooner', async () => {
    const cookie = await after('chat');
    const app = site({ now: () => NOW + 100 * DAY });
    app.post('/chat', (req, res) => void res.send(req.consent?.allow('support-chat')));
    const [kept = ''] = cookiesOf(await request(app).post('/chat').set('Cookie', cookie));
    const later = site({ now: () => NOW + 300 * DAY });
    const visit = { cookie: kept.split(';', 1)[0] ?? '' };
    expect(await state(later, visit)).toMatchObject({ asks: false });
  });

  it('allowing one thing later renews nothing else, and its receipt is of that alone', async () => {
    const cookie = await after('accept', site({ purposes: PURPOSES.slice(0, 3) }));
    const { events, of } = recordedEvents();
    const app = site({ now: () => NOW + 360 * DAY, events });
    app.post('/map', (req, res) => void res.send(req.consent?.allow('maps')));
    const [kept = ''] = cookiesOf(await request(app).post('/map').set('Cookie', cookie));
    expect(of('consent_recorded')).toMatchObject([{ allowed: ['maps'], refused: [] }]);
    expect(kept).toContain('Max-Age=31536000');
    const later = site({ now: () => NOW + 366 * DAY });
    const visit = { cookie: kept.split(';', 1)[0] ?? '' };
    expect(await state(app, visit)).toMatchObject({ allowed: ALL, asks: false });
    expect(await state(later, visit)).toMatchObject({
      allowed: ['signing-in', 'maps'],
      asks: true,
      changes: [],
    });
  });

  it('asks again about what is new or changed, says which, and leaves the rest allowed', async () => {
    const cookie = await after('accept');
    const changed = PURPOSES.map((one) =>
      one.id === 'figures' ? purpose('figures', [service('counter', { healthData: true })]) : one,
    );
    const purposes = [...changed, purpose('films', [service('player')])];
    const { allowed, asks, changes } = await state(site({ purposes }), { cookie });
    expect({ allowed, asks }).toEqual({
      allowed: ['signing-in', 'support-chat', 'maps'],
      asks: true,
    });
    expect(changes).toEqual([
      { purpose: 'figures', kind: 'changed' },
      { purpose: 'films', kind: 'new' },
    ]);
  });

  it('knows a registry by what it says, not by how it was written', () => {
    const reversed = PURPOSES.map(
      (one) => Object.fromEntries(Object.entries(one).toReversed()) as typeof one,
    );
    const [one, other] = [PURPOSES, reversed].map((purposes) => consent({ purposes }).fingerprint);
    expect(one).toBe(other);
    const [, ...less] = PURPOSES;
    expect(consent({ purposes: less }).fingerprint).not.toBe(one);
  });
});

describe('one choice for several hosts of an owner', () => {
  const app = site({ domain: 'clinic.example' });
  const https = (Host: string) => ({ headers: { Host, 'X-Forwarded-Proto': 'https' } });

  it('is kept for their domain, under a name that HTTPS alone may set', async () => {
    const [kept = ''] = cookiesOf(await get(app, '/accept', https('www.clinic.example')));
    expect(kept).toMatch(/^__Secure-consent=2~.*; Domain=clinic\.example; Path=\/; .*Secure/);
    const cookie = kept.split(';', 1)[0] ?? '';
    const there = await get(app, '/state', { cookie, ...https('claims.clinic.example') });
    expect(there.body).toMatchObject({ allowed: ALL });
  });

  it.each(['clinic', '.clinic.example', 'Clinic.example', 'clinic.example:443', 'a b.example'])(
    'expects a domain, and not %j',
    (domain) => {
      expect(() => consent({ purposes: PURPOSES, domain })).toThrow(/"domain": expected a domain/);
    },
  );
});

describe('a cookie that is not ours', () => {
  it('allows nothing, whatever it is', async () => {
    const app = site();
    const good = await after('accept');
    const broken = fc
      .tuple(fc.nat(good.length - 9), fc.constantFrom('~', '.', '1', '%', 'z'))
      .map(([at, text]) => good.slice(0, 8 + at) + text + good.slice(9 + at));
    const made = fc
      .string({ maxLength: 60 })
      .map((text) => `consent=${text.replaceAll(/[^\x21-\x7e]/g, '')}`);
    const huge = fc.constant(`consent=2~${'a.aaaaaa.1.20780~'.repeat(500)}`);
    await fc.assert(
      fc.asyncProperty(fc.oneof(broken, made, huge), async (cookie) => {
        const { status, body } = await get(app, '/state', { cookie });
        expect(status).toBe(200);
        // A changed mark may turn one purpose off; nothing turns one on that has no mark of ours.
        expect(ALL).toEqual(expect.arrayContaining(body.allowed));
        if (!cookie.startsWith('consent=2~')) expect(body.allowed).toEqual(['signing-in']);
      }),
      examples(60),
    );
  });
});

describe('mistakes of the app', () => {
  const one = service('chat');

  it.each<[string, unknown, RegExp]>([
    ['no purposes', [], /at least one purpose/],
    ['a text in one language', [{ ...purpose('chat-p', [one]), name: { en: 'Chat' } }], /name\.ms/],
    ['no provider', [purpose('p', [{ ...one, provider: undefined } as never])], /provider/],
    ['no retention', [purpose('p', [{ ...one, retention: undefined } as never])], /retention/],
    ['an id twice', [purpose('chat', [one])], /each id once/],
    [
      'a country in full',
      [purpose('p', [service('s', { provider: { ...one.provider, country: 'Malaysia' } })])],
      /country/,
    ],
    [
      'a script over HTTP',
      [purpose('p', [service('s', { script: { src: 'http://x.example/a.js' } })])],
      /script\.src/,
    ],
    ['a misspelt field', [{ ...purpose('p', [one]), neccessary: true }], /neccessary/],
  ])('%s stops the start', (_name, purposes, message) => {
    expect(() => consent({ purposes: purposes as never })).toThrow(message);
  });

  it('of names are told: what is not registered is not allowed, and cannot be chosen', async () => {
    const app = express();
    app.use(requestContext({ app }), consent({ purposes: PURPOSES }));
    app.get('/', (req, res) => {
      expect(req.consent?.allows('suport-chat')).toBe(false);
      expect(() => req.consent?.choose({ 'signing-in': true })).toThrow(
        /"signing-in" is not a purpose that visitors decide about; those are support-chat/,
      );
      res.write('begun');
      expect(() => req.consent?.accept()).toThrow(/has begun/);
      res.end();
    });
    expect((await request(app).get('/')).status).toBe(200);
  });
});
