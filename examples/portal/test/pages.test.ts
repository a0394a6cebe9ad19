import { describe, expect, it, jest } from '@jest/globals';
import { events } from '@emas/events';
import request from 'supertest';
import type { Response } from 'supertest';
import { dayFromToday } from '../src/formats.ts';
import { PAGES } from '../src/routes.ts';
import { filledClaim, filledLetter } from './filled-forms.ts';
import { MARKETING, MEMBER, portalApp } from './portal-app.ts';

/** Those that anybody may open: a page that joins the table is tested without further ado. */
const OPEN_PAGES = PAGES.filter(
  ({ method, path }) => method === 'get' && !path.startsWith('/account') && !path.includes(':'),
).flatMap(({ path }) => ['/ms', '/en'].map((language) => (language + path).replace(/\/$/, '')));

const app = portalApp();

/** What a browser asks for as it opens a page. */
const AS_BROWSERS = 'text/html,application/xhtml+xml,*/*;q=0.8';

const submit = (path: string, fields: object, cookie = '', at = app): Promise<Response> =>
  request(at)
    .post(path)
    .set({ 'Sec-Fetch-Site': 'same-origin', Cookie: cookie, Accept: AS_BROWSERS })
    .type('form')
    .send(fields);

const open = (path: string, cookie = '', at = app): Promise<Response> =>
  request(at).get(path).set({ Cookie: cookie, Accept: AS_BROWSERS });

const { text: newClaim } = await open('/en/claims/new');
const policy = /name="explicit\.health\.policy" value="([^"]+)"/.exec(newClaim)?.[1] ?? '';

const CLAIM = filledClaim(policy);
const LETTER = filledLetter(policy);

const sessionCookie = (res: Response): string =>
  res.get('Set-Cookie')?.find((cookie) => !cookie.includes('login-device')) ?? '';
const cookieOf = (res: Response): string => sessionCookie(res).split(';')[0] ?? '';

const signedIn = async (who: object): Promise<string> => cookieOf(await submit('/en/login', who));

const expectPage = (res: Response, status: number, ...texts: readonly string[]): void => {
  expect(res.status).toBe(status);
  for (const text of texts) expect(res.text).toContain(text);
};

describe('every page', () => {
  it.each(OPEN_PAGES)('%s is there', async (path) => {
    const language = path.slice(1, 3);
    const other = language === 'ms' ? 'en' : 'ms';
    const res = await open(path);
    expectPage(res, 200, `<html lang="${language}">`);
    expect(res.get('Content-Language')).toBe(language);
    expect(res.text).toMatch(/<title>[^<]+ · e-MAS<\/title>/);
    expect(res.text.match(/<h1/g)).toHaveLength(1);
    expect(res.text).toContain(`href="/${other}${path.slice(3)}"`);
    expect(res.text).not.toMatch(/<script(?! defer src="\/emas\/consent\.js)|\sstyle=|\son\w+=/);
    expect(res.get('Set-Cookie')).toBeUndefined();
  });

  it('keeps the search when the language changes', async () => {
    const res = await open('/en/clinics?q=bayu&state=penang');
    expectPage(res, 200, 'href="/ms/clinics?q=bayu&amp;state=penang"', 'Klinik Bayu Senja');
    expect(res.text).not.toContain('Klinik Layang Wau');
  });

  it('lets phones call a clinic and the company from wherever they are', async () => {
    expectPage(await open('/en/clinics'), 200, 'href="tel:+60301000101">03-0100 0101</a>');
    expectPage(await open('/ms/privacy'), 200, '<a href="tel:+60300000000">+60 3-0000 0000</a>');
  });

  it.each([
    ['en-GB,en;q=0.9', '/en'],
    ['ms-MY', '/ms'],
    ['zh-Hans, en;q=0.5', '/en'],
    ['id', '/ms'],
    ['*', '/ms'],
    [undefined, '/ms'],
  ])('leads Accept-Language %s to %s', async (accepted, path) => {
    const asked = request(app).get('/');
    if (accepted !== undefined) asked.set('Accept-Language', accepted);
    const res = await asked;
    expect(res.status).toBe(302);
    expect(res.get('Location')).toBe(path);
    expect(res.get('Vary')).toContain('Accept-Language');
  });
});

describe('what goes wrong', () => {
  it('answers unknown paths in the language they name', async () => {
    const ms = await open('/ms/tiada');
    expect(ms.get('Cache-Control')).toBe('no-store');
    expectPage(ms, 404, 'Halaman ini tiada di sini');
    const en = await open('/en/claims/unknown');
    expectPage(en, 404, 'Page not found', 'href="/ms"');
  });

  it('answers other paths in the preferred language, and programs with a problem document', async () => {
    const res = await request(app).get('/nothing').set('Accept-Language', 'en');
    expectPage(res, 404, '<html lang="en">');
    expect(res.get('Vary')).toContain('Accept-Language');
    const api = await open('/api/v3/clinics');
    expect(api.get('Content-Type')).toContain('application/problem+json');
  });

  it('answers a broken address and a body too long with a page', async () => {
    const broken = await open('/ms/claims/%E0%A4%A');
    expect(broken.get('Content-Language')).toBe('ms');
    expectPage(broken, 400, '<html lang="ms">');
    const long = await submit('/en/support', { message: 'x'.repeat(20_000) });
    expectPage(long, 413, 'Nothing was saved');
  });

  it('shows a 500 page in the language of the path and tells of the error', async () => {
    const heard: unknown[] = [];
    const leave = events.subscribe(({ name, fields }) => {
      if (name === 'unhandled_error') heard.push({ name, fields });
    });
    const broken = portalApp({}, (unready) => {
      unready.use((_req, res, next) => {
        jest.spyOn(res, 'type').mockImplementationOnce(() => {
          throw new Error('out of ink');
        });
        next();
      });
    });
    const res = await open('/ms/clinics', '', broken);
    leave();
    expectPage(res, 500, 'Ada masalah di pihak kami');
    expect(res.text).not.toContain('out of ink');
    expect(heard).toMatchObject([
      {
        name: 'unhandled_error',
        fields: { path: '/ms/clinics', error: { message: 'out of ink' } },
      },
    ]);
  });
});

describe('forms from elsewhere', () => {
  it.each([
    ['another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a sister site', { 'Sec-Fetch-Site': 'same-site' }],
    ['another origin', { Origin: 'https://evil.example' }],
    ['an opaque origin', { Origin: 'null' }],
    ['nowhere, with cookies', { Cookie: 'a=b' }],
  ])('are refused from %s', async (_name, headers) => {
    const res = await request(app)
      .post('/ms/login')
      .set(headers as Record<string, string>)
      .type('form')
      .send(MEMBER);
    expectPage(res, 403, '<html lang="ms">');
    expect(res.get('Set-Cookie')).toBeUndefined();
  });

  it('are told from our own by the origin where a browser says nothing else', async () => {
    const from = (origin: string): Promise<Response> =>
      request(app).post('/en/logout').set({ Host: 'portal.example:8080', Origin: origin });
    expect((await from('http://portal.example:8080')).status).toBe(303);
    expect((await from('http://portal.example')).status).toBe(403);
  });
});

describe('signing in', () => {
  it('opens the account with a cookie for this browser session only', async () => {
    const res = await submit('/ms/login', MEMBER);
    expect(res.status).toBe(303);
    expect(res.get('Location')).toBe('/ms/account');
    const cookie = sessionCookie(res);
    expect(cookie).toMatch(/^[0-9a-f]{32}=[^;]+; Path=\/; HttpOnly; SameSite=Lax$/);
    const account = await open('/ms/account', cookieOf(res));
    expect(account.get('Cache-Control')).toBe('no-store');
    expectPage(account, 200, 'Selamat datang, Nur Aisyah binti Rahman');
  });

  it('uses a __Host- cookie over https, which a plain one cannot replace', async () => {
    const https = { 'X-Forwarded-Proto': 'https' };
    const res = await request(app)
      .post('/en/login')
      .set({ ...https, 'Sec-Fetch-Site': 'same-origin' })
      .type('form')
      .send(MEMBER);
    const cookie = sessionCookie(res);
    expect(cookie).toMatch(/^__Host-[0-9a-f]{32}=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    const openSecurely = (sent: string): Promise<Response> =>
      request(app).get('/en/account').set(https).set('Cookie', sent);
    expect((await openSecurely(cookieOf(res))).status).toBe(200);
    expect((await openSecurely(cookieOf(res).replace('__Host-', ''))).status).toBe(303);
  });

  it('gives a wrong password and an unknown name the same answer', async () => {
    const wrong = await submit('/en/login', { username: 'demo', password: 'typed in vain' });
    const unknown = await submit('/en/login', { username: 'nobody', password: 'typed in vain' });
    expect([wrong.status, unknown.status]).toEqual([422, 422]);
    const plain = ({ text }: Response): string =>
      text.replaceAll('"nobody"', '"demo"').replaceAll(/nonce="[^"]+"/g, '');
    expect(plain(unknown)).toBe(plain(wrong));
    expect(wrong.get('Set-Cookie')).toBeUndefined();
    expect(wrong.text).not.toContain('typed in vain');
  });

  it('is asked for by the account page', async () => {
    expect((await open('/en/account')).get('Location')).toBe('/en/login');
    expect((await open('/en/account', 'portal=made-up')).get('Location')).toBe('/en/login');
  });

  it('shows the dashboard to marketing alone', async () => {
    const marketing = await signedIn(MARKETING);
    expect((await open('/en/account', marketing)).text).toContain('href="/traffic?');
    expect((await open('/who', marketing)).body).toEqual({ role: 'marketing' });
    const member = await signedIn(MEMBER);
    expect((await open('/en/account', member)).text).not.toContain('href="/traffic?');
    expect((await open('/who', member)).body).toEqual({ role: 'member' });
  });

  it('ends on the server with signing out or in again', async () => {
    const cookie = await signedIn(MEMBER);
    const res = await submit('/en/logout', {}, cookie);
    expect(res.get('Location')).toBe('/en?signed-out=1');
    expect((await open('/who', cookie)).body).toEqual({ role: null });
    const first = await signedIn(MEMBER);
    await submit('/en/login', MARKETING, first);
    expect((await open('/who', first)).body).toEqual({ role: null });
  });
});

describe('the claim form', () => {
  it('leads to a page that tells the claim, without the identity card number', async () => {
    const sent = await submit('/en/claims/new', CLAIM);
    expect(sent.status).toBe(303);
    const path = sent.get('Location') ?? '';
    expect(path).toMatch(/^\/en\/claims\/[\w-]{22}$/);
    const page = await open(path);
    expect(page.get('Cache-Control')).toBe('no-store');
    expectPage(page, 200, 'We have your claim', '1,085.50', 'account ending in 9012');
    expect(page.text).not.toMatch(/900131|145678|5678 9012/);
    expectPage(await open(path.replace('/en/', '/ms/')), 200, 'Tuntutan anda telah kami terima');
  });

  it('keeps what was typed, names each fault and links to its field', async () => {
    const res = await submit('/en/claims/new', {
      ...CLAIM,
      amount: 'a lot',
      'explicit.health': '',
    });
    expect(res.get('Cache-Control')).toBe('no-store');
    expectPage(res, 422, '<title>Error: Claim', 'value="a lot"', 'value="Ali bin Abu"');
    expectPage(res, 422, '<option value="dental" selected>', 'href="/ms/claims/new"');
    expectPage(res, 422, 'aria-describedby="amount-hint amount-error" aria-invalid="true"');
    expect(res.text).toMatch(/<a href="#amount"[^>]*>The amount must be/);
    expect(res.text).toMatch(/<a href="#explicit.health"[^>]*>Tick the box/);
    expect(res.text.match(/aria-invalid/g)).toHaveLength(2);
  });

  it.each([
    ['identityCard', '901331-14-5678'],
    ['identityCard', '9001311456'],
    ['visitDate', dayFromToday(2)],
    ['visitDate', dayFromToday(-400)],
    ['visitDate', '2026-02-30'],
    ['amount', '0'],
    ['amount', '100000.01'],
    ['amount', '1e3'],
    ['email', 'ali@mail'],
    ['treatment', 'wings'],
    ['patient', 'Ali\tBaba'],
    ['patient', 'Ali\u202EubA'],
  ])('does not take %s "%s"', async (field, value) => {
    const res = await submit('/ms/claims/new', { ...CLAIM, [field]: value });
    expectPage(res, 422, `href="#${field}"`);
    expect(res.text.match(/aria-invalid/g)).toHaveLength(1);
  });

  it('shows what is typed as text, never as markup', async () => {
    const hostile = `"><img src=x onerror=alert(1)>'`;
    const faulty = await submit('/en/claims/new', { ...CLAIM, clinic: hostile, amount: '' });
    expect(faulty.text).not.toContain('<img');
    expect(faulty.text).toContain('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&#39;');
    const sent = await submit('/en/claims/new', { ...CLAIM, clinic: hostile });
    const page = await open(sent.get('Location') ?? '');
    expect(page.text).not.toContain('<img');
    const search = await open(`/en/clinics?q=${encodeURIComponent(hostile)}`);
    expect(search.text).not.toContain('<img');
  });

  it('takes a field that came twice for an empty one', async () => {
    const res = await submit('/en/claims/new', { ...CLAIM, patient: ['a', 'b'] });
    expect(res.status).toBe(422);
    expect(res.text).toContain('href="#patient"');
  });

  it('knows a member, and shows what one sent to nobody else', async () => {
    const member = await signedIn(MEMBER);
    expect((await open('/en/claims/new', member)).text).toContain('value="EM-2048-7731"');
    const path =
      (await submit('/en/claims/new', CLAIM, member)).get('Location') ?? 'not redirected';
    expect((await open(path, member)).status).toBe(200);
    expect((await open(path)).status).toBe(404);
    expect((await open(path, await signedIn(MARKETING))).status).toBe(404);
    expect((await open('/en/account', member)).text).toContain(`href="${path}"`);
  });
});

describe('the other forms', () => {
  it('take a request for a guarantee letter', async () => {
    const sent = await submit('/ms/guarantee-letters/new', LETTER);
    expect(sent.status).toBe(303);
    const page = await open(sent.get('Location') ?? '');
    expectPage(page, 200, 'Permohonan anda telah kami terima', 'Hospital Seri Contoh');
    expect(page.text).not.toContain('900131');
  });

  it('take a message, and keep its first line where it was when sent back', async () => {
    const message = { name: 'Ali', email: 'ali@mail.example', topic: 'other', message: '\nHello' };
    const faulty = await submit('/en/support', { ...message, email: '' });
    expect(faulty.text).toMatch(/<textarea[^>]*>\n\nHello<\/textarea>/);
    const sent = await submit('/en/support', message);
    expect(sent.get('Location')).toBe('/en/support/thank-you');
  });
});

describe('the clinic lists for programs', () => {
  it('keep the old shape in version 1', async () => {
    const { body } = await open('/api/v1/clinics');
    expect(body).toHaveLength(13);
    expect(body[2]).toMatchObject({ clinic_name: 'Klinik Bayu Senja', open_24h: 'N' });
  });

  it('can be searched in version 2', async () => {
    const { body } = await open('/api/v2/clinics?state=penang');
    expect(body).toMatchObject({ total: 1, clinics: [{ address: { town: 'George Town' } }] });
  });
});
