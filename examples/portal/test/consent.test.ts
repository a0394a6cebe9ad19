import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { Response } from 'supertest';
import { birthDateOf } from '../src/consent/health-consent.ts';
import { dayFromToday } from '../src/formats.ts';
import { portalApp } from './portal-app.ts';

const app = portalApp();

const open = (path: string, cookie = ''): Promise<Response> =>
  request(app).get(path).set({ Cookie: cookie, Accept: 'text/html' });

const submit = (path: string, fields: object, cookie = ''): Promise<Response> =>
  request(app)
    .post(path)
    .set({ 'Sec-Fetch-Site': 'same-origin', Cookie: cookie, Accept: 'text/html' })
    .type('form')
    .send(fields);

const fieldIn = ({ text }: Response, name: string): string =>
  new RegExp(`name="${name.replaceAll('.', String.raw`\.`)}" value="([^"]*)"`).exec(text)?.[1] ??
  '';

/** The cookie after a choice on the portal's form. */
async function after(fields: object): Promise<string> {
  const fingerprint = fieldIn(await open('/en'), 'fingerprint');
  const answer = await submit('/emas/consent', { fingerprint, return: '/en', ...fields });
  return answer.get('Set-Cookie')?.[0]?.split(';', 1)[0] ?? '';
}

describe('the portal asks', () => {
  it('on every page until somebody has chosen, in the page’s language', async () => {
    expect((await open('/ms/clinics')).text).toContain(
      'Apakah yang boleh digunakan oleh laman ini?',
    );
    expect((await open('/en/privacy')).text).toContain('What may this site use?');
    const refused = await after({ choice: 'refuse' });
    expect((await open('/en', refused)).text).not.toContain('What may this site use?');
  });

  it('on a page of its own, in its own looks and either language', async () => {
    const page = await open('/emas/consent?lang=ms&return=/ms/clinics');
    expect(page.get('Content-Language')).toBe('ms');
    expect(page.text).toMatch(/<html lang="ms">[^]*<h1>Pilihan privasi<\/h1>/);
    expect(page.text).toContain('<a href="/ms/clinics">Kembali ke halaman</a>');
    expect(page.text.match(/data-emas-consent="/g)).toHaveLength(1);
  });

  it('and keeps the language only where it may', async () => {
    const setBy = async (cookie: string): Promise<string> =>
      String((await open('/ms/clinics', cookie)).get('Set-Cookie') ?? '');
    expect(await setBy('')).toBe('');
    expect(await setBy(await after({ choice: 'refuse' }))).toBe('');
    const allowed = await after({ choice: 'choose', purpose: 'language' });
    expect(await setBy(allowed)).toMatch(/^portal_language=ms; Max-Age=31536000;.*HttpOnly/);
    const cookie = `${allowed}; portal_language=en`;
    expect((await open('/', cookie)).get('Location')).toBe('/en');
    const withdrawn = await open(
      '/ms/clinics',
      `${await after({ choice: 'refuse' })}; portal_language=ms`,
    );
    expect(String(withdrawn.get('Set-Cookie'))).toMatch(/^portal_language=; Max-Age=0/);
  });

  it('and shows the map of another company only where it may', async () => {
    const held = (await open('/en/clinics')).text;
    expect(held).toContain(
      'Map of the Klang Valley comes from OpenStreetMap Foundation, United Kingdom.',
    );
    expect(held).not.toContain('<iframe');
    const { text } = await open('/en/clinics', await after({ choice: 'choose', purpose: 'maps' }));
    expect(text).toMatch(/<iframe [^>]*src="https:\/\/www\.openstreetmap\.org\//);
  });

  it('and lists in its notice what it keeps and who provides it', async () => {
    const { text } = await open('/ms/privacy');
    expect(text).toContain(
      '<strong>Bahasa</strong>, dalam kuki pelayar anda: untuk “Bahasa anda”. Satu tahun.',
    );
    expect(text).toMatch(
      /Siapa lagi yang menerima sesuatu[^]*OpenStreetMap Foundation, United Kingdom/,
    );
  });
});

describe('details about health', () => {
  const claim = async (more: object): Promise<Response> => {
    const form = await open('/en/claims/new');
    return submit('/en/claims/new', {
      patient: 'Ali bin Abu',
      identityCard: '900131-14-5678',
      policyNumber: 'em-2048-7731',
      clinic: 'Klinik Tujuh Purnama',
      treatment: 'dental',
      visitDate: dayFromToday(-3),
      amount: 'RM 85.50',
      bank: 'Bank Contoh',
      bankAccount: '1234 5678 9012',
      email: 'ali@mail.example',
      'explicit.health.policy': fieldIn(form, 'explicit.health.policy'),
      'explicit.health.language': 'en',
      'explicit.health': 'yes',
      'explicit.health.by': 'self',
      ...more,
    });
  };

  it('are taken with consent of their own, whose receipt is told', async () => {
    const sent = await claim({});
    const page = await open(sent.get('Location') ?? '');
    expect(page.text).toMatch(/Receipt of your consent[^]*?(?:[\dA-Z]{4}-){3}[\dA-Z]{4}/);
  });

  it.each([
    ['without it', { 'explicit.health': '' }, 'explicit.health', 'Tick the box to agree.'],
    ['by nobody', { 'explicit.health.by': '' }, 'explicit.health', 'Choose who agrees.'],
    [
      'by a child alone',
      { identityCard: `${String(new Date().getUTCFullYear() - 9).slice(2)}0131-14-5678` },
      'explicit.health',
      'The patient is under 18: a parent or guardian must agree.',
    ],
  ])('are not taken %s', async (_name, more, anchor, text) => {
    const answer = await claim(more);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(`<a href="#${anchor}">${text}`);
    expect(answer.text).toContain(`id="${anchor}"`);
    expect(answer.text).toContain('value="Ali bin Abu"');
  });

  it('of a child are taken with a guardian’s consent', async () => {
    const identityCard = `${String(new Date().getUTCFullYear() - 9).slice(2)}0131-14-5678`;
    expect((await claim({ identityCard, 'explicit.health.by': 'guardian' })).status).toBe(303);
  });

  it.each([
    ['900131-14-5678', '1990-01-31'],
    ['151231145678', '2015-12-31'],
    ['000229145678', '2000-02-29'],
    ['261130145678', '1926-11-30'],
    ['900231145678', undefined],
    ['', undefined],
  ])('the day of birth in %s is %s', (identityCard, day) => {
    expect(birthDateOf(identityCard, Date.UTC(2026, 10, 24))).toBe(day);
  });
});
