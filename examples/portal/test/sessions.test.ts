import { beforeEach, describe, expect, it } from '@jest/globals';
import { memoryStore } from '@emas/session';
import type { RecordStore } from '@emas/session';
import type { Express } from 'express';
import request from 'supertest';
import type { Response } from 'supertest';
import { MARKETING, MEMBER, portalApp } from './portal-app.ts';

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

/** One browser: it keeps its cookies and says what it is. */
class Browser {
  readonly #app: Express;
  readonly #userAgent: string;
  readonly #cookies: Map<string, string>;

  constructor(app: Express, userAgent = CHROME, cookies = new Map<string, string>()) {
    this.#app = app;
    this.#userAgent = userAgent;
    this.#cookies = cookies;
  }

  /** Another browser with a copy of the cookies. */
  copiedTo(userAgent: string): Browser {
    return new Browser(this.#app, userAgent, new Map(this.#cookies));
  }

  async open(path: string): Promise<Response> {
    return this.#noting(request(this.#app).get(path).set(this.#headers()));
  }

  async submit(
    path: string,
    fields: object = {},
    from: Record<string, string> = { 'Sec-Fetch-Site': 'same-origin' },
  ): Promise<Response> {
    const sent = request(this.#app).post(path).set(this.#headers()).set(from);
    return this.#noting(sent.type('form').send(fields));
  }

  /** What stands in the account page's forms for the other sessions, top to bottom. */
  async otherHandles(): Promise<string[]> {
    const { text } = await this.open('/en/account');
    return [...text.matchAll(/name="session" value="([^"]+)"/g)].map(([, handle = '']) => handle);
  }

  #headers(): Record<string, string> {
    const pairs = [...this.#cookies].map(([name, value]) => `${name}=${value}`);
    return { 'User-Agent': this.#userAgent, Cookie: pairs.join('; ') };
  }

  async #noting(asked: Promise<Response>): Promise<Response> {
    const res = await asked;
    for (const cookie of res.get('Set-Cookie') ?? []) {
      const [pair = ''] = cookie.split(';');
      const [name = '', value = ''] = pair.split('=');
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return res;
  }
}

let app: Express;

beforeEach(() => {
  app = portalApp();
});

async function signedIn(who: object, userAgent = CHROME): Promise<Browser> {
  const browser = new Browser(app, userAgent);
  expect((await browser.submit('/en/login', who)).get('Location')).toBe('/en/account');
  return browser;
}

const locationOf = async (asked: Promise<Response>): Promise<string | undefined> =>
  (await asked).get('Location');

describe('the account page', () => {
  it('says that this session is the only one', async () => {
    const desk = await signedIn(MEMBER);
    const { text } = await desk.open('/en/account');
    expect(text).toContain('Chrome, Windows');
    expect(text).toContain('Only this one');
    expect(text).not.toContain('account/sessions/end');
    expect((await desk.open('/ms/account')).text).toContain('Yang ini sahaja');
  });

  it('shows each session, and ends another one', async () => {
    const desk = await signedIn(MEMBER);
    const laptop = await signedIn(MEMBER, FIREFOX);
    const { text } = await desk.open('/en/account');
    expect(text).toContain('End the session on Firefox, Linux');
    expect(text).not.toContain('End the session on Chrome');
    expect(text).not.toContain('End all other sessions');
    expect((await desk.open('/ms/account')).text).toContain('Tamatkan sesi di Firefox, Linux');

    const [handle = ''] = await desk.otherHandles();
    const end = { session: handle };
    expect(await locationOf(desk.submit('/en/account/sessions/end', end))).toBe(
      '/en/account?ended=one',
    );
    expect((await desk.open('/en/account?ended=one')).text).toMatch(
      /role="status"[^]*The session has ended\./,
    );
    expect(await locationOf(laptop.open('/en/account'))).toBe('/en/login?because=ended');
    expect((await laptop.open('/ms/login?because=ended')).text).toContain('Sesi anda telah tamat');
    expect((await desk.open('/en/account')).status).toBe(200);
    expect(await locationOf(desk.submit('/ms/account/sessions/end', end))).toBe(
      '/ms/account?ended=none',
    );
  });

  it('gives sessions of like browsers different names, and ends all others at once', async () => {
    const laptops = [await signedIn(MEMBER, FIREFOX), await signedIn(MEMBER, FIREFOX)];
    const desk = await signedIn(MEMBER);
    const { text } = await desk.open('/en/account');
    const names = [...text.matchAll(/End the session on ([^<]+)/g)].map(([, name]) => name);
    expect(names).toEqual(['Firefox, Linux', 'Firefox, Linux (2)']);
    expect(await locationOf(desk.submit('/en/account/sessions/end-others'))).toBe(
      '/en/account?ended=others',
    );
    for (const laptop of laptops) {
      expect(await locationOf(laptop.open('/en/account'))).toBe('/en/login?because=ended');
    }
    expect(await locationOf(desk.submit('/en/account/sessions/end-others'))).toBe(
      '/en/account?ended=none',
    );
  });

  it('names what tells neither browser nor system', async () => {
    const program = await signedIn(MEMBER, 'my-own-program');
    expect((await program.open('/en/account')).text).toContain('Unknown browser, unknown system');
  });

  it("ends nobody else's session, and none for who is not signed in", async () => {
    await signedIn(MEMBER, FIREFOX);
    const member = await signedIn(MEMBER);
    const marketing = await signedIn(MARKETING);
    const [handle = ''] = await member.otherHandles();
    const end = { session: handle };
    expect(await locationOf(marketing.submit('/en/account/sessions/end', end))).toBe(
      '/en/account?ended=none',
    );
    await marketing.submit('/en/account/sessions/end-others');
    const stranger = new Browser(app);
    for (const path of ['/ms/account/sessions/end', '/ms/account/sessions/end-others']) {
      expect(await locationOf(stranger.submit(path, end))).toBe('/ms/login');
    }
    expect(await member.otherHandles()).toEqual([handle]);
  });

  it.each([{}, { session: '' }, { session: ['a', 'b'] }, { session: 'made-up' }])(
    'ends nothing for %j',
    async (fields) => {
      const desk = await signedIn(MEMBER);
      expect(await locationOf(desk.submit('/en/account/sessions/end', fields))).toBe(
        '/en/account?ended=none',
      );
    },
  );

  it.each(['/en/account/sessions/end', '/en/account/sessions/end-others'])(
    'takes no form from elsewhere at %s',
    async (path) => {
      await signedIn(MEMBER, FIREFOX);
      const desk = await signedIn(MEMBER);
      const [handle = ''] = await desk.otherHandles();
      const from = { 'Sec-Fetch-Site': 'cross-site' };
      expect((await desk.submit(path, { session: handle }, from)).status).toBe(403);
      expect((await desk.submit(path, { session: handle }, {})).status).toBe(403);
      expect(await desk.otherHandles()).toEqual([handle]);
    },
  );
});

describe('a session', () => {
  it('is challenged in another browser, and goes on in its own', async () => {
    const desk = await signedIn(MEMBER);
    const thief = desk.copiedTo(FIREFOX);
    expect(await locationOf(thief.open('/en/account'))).toBe('/en/login?because=challenged');
    const login = await thief.open('/en/login?because=challenged');
    expect(login.text).toContain('For your safety, please sign in again');
    expect((await desk.open('/en/account')).status).toBe(200);
  });

  it('has the browser clear what it keeps as it is signed out', async () => {
    const desk = await signedIn(MEMBER);
    const copy = desk.copiedTo(CHROME);
    const res = await desk.submit('/en/logout');
    expect(res.get('Location')).toBe('/en?signed-out=1');
    expect(res.get('Clear-Site-Data')).toBe('"storage"');
    expect(await locationOf(desk.open('/en/account'))).toBe('/en/login');
    expect(await locationOf(copy.open('/en/account'))).toBe('/en/login?because=ended');
  });

  it('of somebody else is not gone on with after signing in over it', async () => {
    const desk = await signedIn(MEMBER);
    const before = desk.copiedTo(CHROME);
    await desk.submit('/en/login', MARKETING);
    expect((await desk.open('/en/account')).text).toContain('Daniel Lim');
    expect(await locationOf(before.open('/en/account'))).toContain('/en/login');
  });

  it('is not begun by reading, by files or by what programs ask', async () => {
    const visitor = new Browser(app);
    for (const path of ['/en', '/ms/login', '/assets/portal.css', '/api/v2/clinics', '/api/none']) {
      expect((await visitor.open(path)).get('Set-Cookie')).toBeUndefined();
    }
  });

  it('is not looked for by files and programs', async () => {
    const looked: string[] = [];
    app = portalApp({
      session: { store: watched(memoryStore(), (method) => looked.push(method)) },
    });
    const desk = await signedIn(MEMBER);
    looked.length = 0;
    await desk.open('/assets/portal.css');
    await desk.open('/api/v2/clinics');
    expect(looked).toEqual([]);
    await desk.open('/en/clinics');
    expect(looked).toContain('load');
  });

  it('takes no word of the notice from the address', async () => {
    const desk = await signedIn(MEMBER);
    for (const path of ['/en/account?ended=toString', '/en/account?ended=one&ended=one']) {
      expect((await desk.open(path)).text).not.toContain('role="status"');
    }
    const login = await new Browser(app).open('/en/login?because=%3Cb%3E');
    expect(login.text).not.toContain('role="status"');
  });
});

describe('without the session store', () => {
  let isAway: boolean;

  beforeEach(() => {
    isAway = false;
    const store = watched(memoryStore(), () => {
      if (isAway) throw new Error('away');
    });
    app = portalApp({ session: { store } });
  });

  it('says so where a session is needed, and goes on elsewhere', async () => {
    const desk = await signedIn(MEMBER);
    isAway = true;
    for (const [language, words] of [
      ['en', 'Signing in does not work at the moment'],
      ['ms', 'Log masuk tidak berfungsi buat sementara waktu'],
    ] as const) {
      for (const path of ['account', 'login']) {
        const res = await desk.open(`/${language}/${path}`);
        expect([res.status, res.get('Retry-After')]).toEqual([503, '30']);
        expect(res.text).toContain(words);
      }
      for (const path of ['login', 'logout', 'account/sessions/end', 'account/sessions/end-others'])
        expect((await desk.submit(`/${language}/${path}`, MEMBER)).status).toBe(503);
      expect((await desk.open(`/${language}/clinics`)).status).toBe(200);
      expect((await desk.open(`/${language}/privacy`)).status).toBe(200);
    }
    isAway = false;
    expect((await desk.open('/en/account')).status).toBe(200);
  });

  it('signs nobody in', async () => {
    isAway = true;
    const visitor = new Browser(app);
    const res = await visitor.submit('/en/login', MEMBER);
    expect(res.status).toBe(503);
    isAway = false;
    expect(await locationOf(visitor.open('/en/account'))).toContain('/en/login');
  });

  it('that comes back in the middle of signing in, signs nobody in either', async () => {
    const links = new Set(['link', 'linked']);
    const store = watched(memoryStore(), (method) => {
      if (links.has(method)) throw new Error('away');
    });
    app = portalApp({ session: { store } });
    const visitor = new Browser(app);
    expect((await visitor.submit('/en/login', MEMBER)).status).toBe(503);
    links.clear();
    expect(await locationOf(visitor.open('/en/account'))).toContain('/en/login');
  });
});

/** A store whose every call is told first. */
function watched(store: RecordStore, tell: (method: string) => void): RecordStore {
  return new Proxy(store, {
    get(target, key) {
      const found: unknown = Reflect.get(target, key);
      if (typeof found !== 'function') return found;
      return async (...given: unknown[]): Promise<unknown> => {
        tell(String(key));
        return Reflect.apply(found, target, given);
      };
    },
  });
}
