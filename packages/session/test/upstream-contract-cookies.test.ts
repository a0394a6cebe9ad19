import { afterEach, describe, expect, test } from '@jest/globals';
import type { Application, Request, RequestHandler, Response } from 'express';
import express from 'express';
import { sign } from 'cookie-signature';
import { CONTENDERS, bag, closeSites, contractSite } from './contract-sites.ts';
import type { ContractSite } from './contract-sites.ts';
import { SECRET } from './visitor.ts';

/* Cookies and where the middleware stands, held against express-session and ours alike. */

afterEach(closeSites);

const HTTPS = { 'x-forwarded-proto': 'https' };

const counter = (app: Pick<express.Router, 'use'>): void => {
  app.use('/count', (req: Request, res: Response) => {
    bag(req)['count'] = Number(bag(req)['count'] ?? 0) + 1;
    res.json({ count: bag(req)['count'], cookie: req.session.cookie });
  });
};

const attributes = (cookie: string | undefined): string[] => (cookie ?? '').split('; ').slice(1);

describe.each(CONTENDERS)('$name', (contender) => {
  const site = (
    options: Parameters<typeof contractSite>[1] = {},
    routes: (app: Application) => void = () => undefined,
    before: readonly RequestHandler[] = [],
  ): Promise<ContractSite> =>
    contractSite(
      contender,
      options,
      (app) => {
        counter(app);
        routes(app);
      },
      before,
    );

  test('the cookie has the name and the settings that it was given', async () => {
    const all = await site({
      name: 'my.sid',
      cookie: { path: '/', sameSite: 'strict', httpOnly: false, secure: false },
    });
    const { setCookies } = await all.visitor().get('/count');
    expect(setCookies[0]).toMatch(/^my\.sid=s%3A/);
    expect(attributes(setCookies[0])).toEqual(['Path=/', 'SameSite=Strict']);
  });

  test.each([
    ['Secure', { secure: 'auto' as const }, HTTPS],
    ['HttpOnly', {}, {}],
    ['Partitioned', { partitioned: true, secure: true }, HTTPS],
    ['Priority=High', { priority: 'high' as const }, {}],
    ['Domain=example.test', { domain: 'example.test' }, {}],
    ['SameSite=None', { sameSite: 'none' as const, secure: true }, HTTPS],
  ])('%s is sent where it is asked for', async (attribute, cookie, as) => {
    const all = await site({ cookie });
    const { setCookies } = await all.visitor(as).get('/count');
    expect(attributes(setCookies[0])).toContain(attribute);
  });

  test('a cookie for HTTPS is not sent by plain HTTP', async () => {
    const all = await site({ cookie: { secure: true } });
    expect((await all.visitor().get('/count')).setCookies).toEqual([]);
    expect((await all.visitor(HTTPS).get('/count')).setCookies).toHaveLength(1);
  });

  test('secure: auto follows the request', async () => {
    const all = await site({ cookie: { secure: 'auto' } });
    expect(attributes((await all.visitor().get('/count')).setCookies[0])).not.toContain('Secure');
    expect(attributes((await all.visitor(HTTPS).get('/count')).setCookies[0])).toContain('Secure');
  });

  test.each([
    [true, 'https', 1],
    [true, 'http', 0],
    [false, 'https', 0],
  ])('proxy %s and X-Forwarded-Proto %s', async (proxy, proto, cookies) => {
    const all = await site({ proxy, cookie: { secure: true } });
    all.app.set('trust proxy', false);
    const answer = await all.visitor({ 'x-forwarded-proto': proto }).get('/count');
    expect(answer.setCookies).toHaveLength(cookies);
  });

  test('maxAge makes it expire, and a change sends it again', async () => {
    const all = await site({ cookie: { maxAge: 60_000 } }, (app) => {
      app.get('/look', (req, res) => res.json({ left: req.session.cookie.maxAge }));
    });
    const visitor = all.visitor();
    const before = Date.now();
    const first = await visitor.get('/count');
    const after = Date.now();
    const expires = attributes(first.setCookies[0]).find((one) => one.startsWith('Expires='));
    // A cookie tells whole seconds.
    expect(Date.parse(expires?.slice(8) ?? '')).toBeGreaterThan(before + 60_000 - 1000);
    expect(Date.parse(expires?.slice(8) ?? '')).toBeLessThanOrEqual(after + 60_000);
    expect((await visitor.get('/count')).setCookies).toHaveLength(1);
    const look = await visitor.get('/look');
    expect(look.setCookies).toEqual([]);
    expect(Number(look.json['left'])).toBeGreaterThanOrEqual(60_000 - (Date.now() - before));
  });

  test('rolling sends it with every answer', async () => {
    const all = await site({ rolling: true, cookie: { maxAge: 60_000 } }, (app) => {
      app.get('/nothing', (_req, res) => res.json({}));
    });
    const visitor = all.visitor();
    await visitor.get('/count');
    expect((await visitor.get('/nothing')).setCookies).toHaveLength(1);
  });

  test('a cookie that the app makes longer or shorter stays so', async () => {
    const all = await site({ cookie: { maxAge: 60_000 } }, (app) => {
      app.get('/longer', (req, res) => {
        req.session.cookie.maxAge = 3_600_000;
        bag(req)['longer'] = true;
        res.json({});
      });
      app.get('/look', (req, res) => {
        res.json({ original: req.session.cookie.originalMaxAge, left: req.session.cookie.maxAge });
      });
    });
    const visitor = all.visitor();
    await visitor.get('/count');
    const before = Date.now();
    const longer = await visitor.get('/longer');
    const expires = attributes(longer.setCookies[0]).find((one) => one.startsWith('Expires='));
    expect(Date.parse(expires?.slice(8) ?? '') - Date.now()).toBeGreaterThan(3_500_000);
    const look = await visitor.get('/look');
    // The clock is read more than once, so that what is left is less by what that took.
    const took = Date.now() - before;
    for (const what of ['original', 'left']) {
      expect(Number(look.json[what])).toBeLessThanOrEqual(3_600_000);
      expect(Number(look.json[what])).toBeGreaterThanOrEqual(3_600_000 - took);
    }
  });

  test('a remember-me that changes only the cookie is remembered', async () => {
    const all = await site({ cookie: { maxAge: 60_000 } }, (app) => {
      app.get('/remember', (req, res) => {
        req.session.cookie.maxAge = 3_600_000;
        res.json({});
      });
      app.get('/look', (req, res) => res.json({ original: req.session.cookie.originalMaxAge }));
    });
    const visitor = all.visitor();
    await visitor.get('/count');
    const before = Date.now();
    await visitor.get('/remember');
    const original = Number((await visitor.get('/look')).json['original']);
    expect(original).toBeLessThanOrEqual(3_600_000);
    expect(original).toBeGreaterThanOrEqual(3_600_000 - (Date.now() - before));
  });

  test('settings by a function are asked of each request', async () => {
    const all = await site({
      cookie: (req) => ({ path: '/', sameSite: req.get('x-strict') === '1' ? 'strict' : 'lax' }),
    });
    const strict = await all.visitor({ 'x-strict': '1' }).get('/count');
    expect(attributes(strict.setCookies[0])).toContain('SameSite=Strict');
    expect(attributes((await all.visitor().get('/count')).setCookies[0])).toContain('SameSite=Lax');
  });

  test('requests outside of the cookie’s path have no session', async () => {
    const all = await site({ cookie: { path: '/in' } }, (app) => {
      app.get(['/in/side', '/out'], (req, res) => res.json({ session: req.session !== undefined }));
    });
    expect((await all.visitor().get('/in/side')).json).toEqual({ session: true });
    expect((await all.visitor().get('/out')).json).toEqual({ session: false });
  });

  test('of several secrets the first signs and all are read', async () => {
    const older = 'an older secret of more than thirty-two characters';
    const all = await site({
      secret: [SECRET, older] as unknown as string,
      genid: () => 'an-id-of-twenty-six-letters',
    });
    const visitor = all.visitor();
    const { setCookies } = await visitor.get('/count');
    const value = decodeURIComponent(setCookies[0]?.split(';')[0]?.slice(4) ?? '');
    expect(value).toBe(`s:${sign('an-id-of-twenty-six-letters', SECRET)}`);
    const old = all.visitor();
    old.jar.set('sid', encodeURIComponent(`s:${sign('an-id-of-twenty-six-letters', older)}`));
    expect((await old.get('/count')).json['count']).toBe(2);
  });

  test.each([
    ['unsigned', 'an-id-of-twenty-six-letters'],
    [
      'signed by somebody else',
      `s:${sign('an-id-of-twenty-six-letters', 'somebody else’s secret')}`,
    ],
    ['cut off', `s:${sign('an-id-of-twenty-six-letters', SECRET).slice(0, -1)}`],
    ['empty', ''],
    ['only a prefix', 's:'],
    ['signed but empty', `s:${sign('', SECRET)}`],
    ['broken percent-encoding', 's%3'],
  ])('a cookie that is %s opens nothing', async (_, value) => {
    const all = await site({ genid: () => 'an-id-of-twenty-six-letters' });
    const owner = all.visitor();
    await owner.get('/count');
    const other = all.visitor();
    other.jar.set('sid', value);
    const answer = await other.get('/count');
    expect(answer.status).toBe(200);
    expect((await owner.get('/count')).status).toBe(200);
    expect(all.faults).toEqual([]);
  });

  test('of two cookies with the name, the first counts', async () => {
    const all = await site();
    const visitor = all.visitor();
    await visitor.get('/count');
    const [value = ''] = visitor.jar.values();
    visitor.jar.set('sid', `${value}; sid=nonsense`);
    expect((await visitor.get('/count')).json['count']).toBe(2);
  });

  test('what a cookie parser made of the cookies before does not matter', async () => {
    const parser: RequestHandler = (req, _res, next) => {
      Object.assign(req, { cookies: { other: '1' }, signedCookies: {} });
      next();
    };
    const all = await site({}, () => undefined, [parser]);
    const visitor = all.visitor();
    await visitor.get('/count');
    expect((await visitor.get('/count')).json['count']).toBe(2);
  });

  test('mounted a second time it changes nothing', async () => {
    const again = contender.make({
      name: 'other',
      secret: SECRET,
      resave: false,
      saveUninitialized: true,
    });
    const all = await site({}, (app) => {
      app.use(again);
      app.get('/after', (req, res) => res.json({ count: bag(req)['count'] }));
    });
    const visitor = all.visitor();
    await visitor.get('/count');
    const after = await visitor.get('/after');
    expect(after.json).toEqual({ count: 1 });
    expect(after.setCookies).toEqual([]);
  });

  test('it works for apps and routers that are mounted behind it, and in one of them', async () => {
    const all = await site({}, (app) => {
      const inner = express();
      counter(inner);
      app.use('/inner', inner);
      const router = express.Router();
      counter(router);
      app.use('/router', router);
    });
    const visitor = all.visitor();
    await visitor.get('/count');
    expect((await visitor.get('/inner/count')).json['count']).toBe(2);
    expect((await visitor.get('/router/count')).json['count']).toBe(3);
  });
});
