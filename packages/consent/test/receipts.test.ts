import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { consent } from '@emas/consent';
import type { ConsentOptions, ExplicitConsent } from '@emas/consent';
import { accountHasher } from '@emas/events/internal';
import { requestContext } from '@emas/request-context';
import express from 'express';
import request from 'supertest';
import { PURPOSES, purpose, service } from './clinic-registry.ts';
import { recordedEvents } from './recorded-events.ts';

const KEY = 'k'.repeat(32);
const DAY = 86_400_000;
const NUMBER = /^(?:[\dA-HJKMNP-TV-Z]{4}-){3}[\dA-HJKMNP-TV-Z]{4}$/;

function site(options: Partial<ConsentOptions> = {}): {
  readonly app: express.Application;
  readonly log: ReturnType<typeof recordedEvents>;
  readonly fingerprint: string;
} {
  const log = recordedEvents();
  const app = express();
  const middleware = consent({ purposes: PURPOSES, events: log.events, key: KEY, ...options });
  app.use(requestContext({ app }), middleware);
  app.get('/page', (_req, res) => void res.send(`${res.locals.consentForm?.({ language: 'en' })}`));
  app.get('/refuse', (req, res) => void res.json(req.consent?.refuse()));
  return { app, log, fingerprint: middleware.fingerprint };
}

const send = (
  { app, fingerprint }: ReturnType<typeof site>,
  fields: Readonly<Record<string, string | string[]>>,
  headers: Readonly<Record<string, string>> = {},
): request.Test =>
  request(app)
    .post('/emas/consent')
    .set({ 'Sec-Fetch-Site': 'same-origin', ...headers })
    .type('form')
    .send({ fingerprint, ...fields });

describe('a receipt', () => {
  it('says what was chosen, of which text, and by nobody', async () => {
    const here = site();
    const headers = { 'User-Agent': 'Phone', 'Sec-GPC': '1' };
    await send(
      here,
      { choice: 'choose', purpose: 'figures', lang: 'ms', layout: 'dialog' },
      headers,
    );
    const [receipt] = here.log.of('consent_recorded');
    const [text] = here.log.of('consent_text_recorded');
    expect(receipt).toEqual({
      receipt: expect.stringMatching(NUMBER),
      choice: 'choose',
      allowed: ['figures'],
      refused: ['support-chat', 'maps'],
      policy: here.fingerprint,
      text: text?.text,
      language: 'ms',
      layout: 'dialog-1',
      signal: 'gpc',
    });
    expect(JSON.stringify(here.log.told)).not.toMatch(/127\.0\.0\.1|::1|Phone/);
  });

  it('refers to the exact text, which is told once a day for all of them', async () => {
    let now = Date.UTC(2026, 10, 23, 12);
    const here = site({ now: () => now });
    for (const choice of ['accept', 'refuse', 'accept']) await send(here, { choice, lang: 'en' });
    const [text, ...more] = here.log.of('consent_text_recorded');
    expect(more).toEqual([]);
    expect(text?.content).toContain('Accept all\nRefuse all\nChoose\n');
    expect(text?.content).toContain('chatter_*: What it holds (30 days)');
    expect(text?.content).not.toMatch(/[<>]|&amp;/);
    const hash = createHash('sha256')
      .update(text?.content ?? '')
      .digest('base64url');
    expect(here.log.of('consent_recorded').map((one) => one.text)).toEqual(Array(3).fill(hash));
    now += DAY;
    await send(here, { choice: 'accept', lang: 'en' });
    expect(here.log.of('consent_text_recorded')).toHaveLength(2);
  });

  it('of a frame refers to what stood in its place', async () => {
    const here = site();
    const fields = { choice: 'add', purpose: 'maps', service: 'map', layout: 'frame', lang: 'en' };
    await send(here, fields);
    expect(here.log.of('consent_recorded')).toMatchObject([{ choice: 'add', layout: 'frame-1' }]);
    expect(here.log.of('consent_text_recorded')[0]?.content).toMatch(/^A map comes from Chatter/);
  });

  it('has a hash of the account where somebody is signed in, as the log has it', async () => {
    const here = site({ account: (req) => req.get('X-Member') });
    await send(here, { choice: 'accept' }, { 'X-Member': 'aisyah' });
    expect(here.log.of('consent_recorded')[0]?.account).toBe(accountHasher(KEY)('aisyah'));
    expect(JSON.stringify(here.log.told)).not.toContain('aisyah');
  });

  it('is kept of what the app itself decides, with no text that it could know', async () => {
    const here = site();
    const { body } = await request(here.app).get('/refuse');
    expect(here.log.of('consent_recorded')).toMatchObject([
      { receipt: body, choice: 'refuse', layout: 'app', text: '', language: '' },
    ]);
  });

  it('has another number each time, also of the same sent twice', async () => {
    const here = site();
    for (let count = 0; count < 50; count += 1) await send(here, { choice: 'accept' });
    const numbers = here.log.of('consent_recorded').map(({ receipt }) => receipt);
    expect(new Set(numbers).size).toBe(50);
  });

  it('is not kept of what decided nothing', async () => {
    const here = site();
    await send(here, { choice: 'accept', fingerprint: 'of-last-week' });
    await send(here, { choice: 'everything' });
    await send(here, { choice: 'accept' }, { 'Sec-Fetch-Site': 'cross-site' });
    expect(here.log.told.map(({ name }) => name)).toEqual(['cross_site_refused']);
    await send(here, { choice: 'refuse', fingerprint: 'of-last-week' });
    expect(here.log.of('consent_recorded')).toMatchObject([{ choice: 'refuse', text: '' }]);
  });
});

describe('for the script of a page', () => {
  const Accept = 'application/json';

  it('an answer says what holds, and tells the number', async () => {
    const here = site();
    const fields = { choice: 'choose', purpose: ['support-chat'], lang: 'en' };
    const { body, status } = await send(here, fields, { Accept });
    expect(status).toBe(200);
    const [receipt] = here.log.of('consent_recorded');
    expect(body).toEqual({
      saved: true,
      asks: false,
      services: ['portal', 'chat'],
      purposes: ['support-chat'],
      unwanted: [],
      receipt: receipt?.receipt,
      message: `Your choice is saved. Your receipt number is ${receipt?.receipt}.`,
      close: 'Close',
    });
  });

  it('what was asked and has changed is asked anew at another address', async () => {
    const fields = { choice: 'accept', fingerprint: 'old', lang: 'ms', return: '/page' };
    const { body } = await send(site(), fields, { Accept });
    expect(body).toEqual({ saved: false, url: '/emas/consent?lang=ms&moved=1&return=%2Fpage' });
  });

  it('the permanent address says what holds now', async () => {
    const { body, headers } = await request(site().app).get('/emas/consent').set({ Accept });
    expect(body).toEqual({
      asks: true,
      services: ['portal'],
      purposes: [],
      unwanted: ['chatter'],
    });
    expect(headers['vary']).toMatch(/Accept.*Cookie, Sec-GPC/);
    expect(headers['cache-control']).toBe('no-store');
  });
});

describe('a policy that is new or has changed', () => {
  const file = (): string =>
    join(mkdtempSync(join(tmpdir(), 'emas-consent-')), 'below/policy.json');

  it('is announced once, with what is different', () => {
    const policyFile = file();
    expect(site({ policyFile }).log.of('consent_policy_announced')).toMatchObject([
      { purposes: PURPOSES.map(({ id }) => id), removed: [] },
    ]);
    const same = site({ policyFile });
    expect(same.log.told).toEqual([]);
    const [first, ...rest] = PURPOSES;
    if (first === undefined) throw new Error('There are purposes.');
    const purposes = [first, ...rest.slice(1), purpose('films', [service('player')])];
    expect(site({ policyFile, purposes }).log.of('consent_policy_announced')).toEqual([
      {
        policy: expect.any(String),
        previous: same.fingerprint,
        purposes: ['films'],
        removed: ['support-chat'],
      },
    ]);
  });

  it('is announced where only what a form asks by itself has changed', () => {
    const policyFile = file();
    const text = (en: string): ExplicitConsent => ({
      id: 'claim',
      name: { en: 'Health', ms: 'Kesihatan' },
      notice: { en: 'For 7 years', ms: '7 tahun' },
      text: { en, ms: 'Setuju' },
    });
    site({ policyFile, explicit: [text('I agree.')] });
    expect(site({ policyFile, explicit: [text('I agree.')] }).log.told).toEqual([]);
    const changed = site({ policyFile, explicit: [text('I agree to more.')] });
    expect(changed.log.of('consent_policy_announced')).toMatchObject([
      { purposes: ['explicit.claim'], removed: [] },
    ]);
  });

  it('stops nothing where it cannot be read or kept', () => {
    const policyFile = file();
    site({ policyFile });
    writeFileSync(policyFile, '{"policy":');
    expect(site({ policyFile }).log.of('consent_policy_unreadable')).toMatchObject([
      { file: policyFile, fault: expect.stringContaining('JSON') },
    ]);
    expect(JSON.parse(readFileSync(policyFile, 'utf8'))).toHaveProperty('policy');
    // A file is no folder: it can neither be read there nor kept.
    const { log } = site({ policyFile: join(policyFile, 'policy.json') });
    expect(log.told.map(({ name }) => name)).toEqual([
      'consent_policy_unreadable',
      'consent_policy_announced',
      'consent_policy_unreadable',
    ]);
  });
});
