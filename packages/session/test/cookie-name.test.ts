import { afterEach, expect, jest, test } from '@jest/globals';
import { memoryStore } from '@emas/session';
import type { SessionOptions } from '@emas/session';
import { hashedNames } from '../src/cookie-name.ts';
import { SECRET, serveSessions, Visitor } from './visitor.ts';
import type { SessionSite } from './visitor.ts';

const DAY = 86_400_000;
const MONTH = 30 * DAY;
/** The first moment of an epoch. */
const NOW = Math.floor(Date.now() / MONTH) * MONTH;
const HTTPS = { 'x-forwarded-proto': 'https' };

const sites: SessionSite[] = [];

afterEach(async () => {
  jest.restoreAllMocks();
  for (const site of sites.splice(0)) await site.close();
});

async function open(options: Partial<SessionOptions> = {}): Promise<SessionSite> {
  const site = await serveSessions(options);
  sites.push(site);
  return site;
}

const nameOf = (visitor: Visitor): string => [...visitor.jar.keys()].join();

test('a name is 32 digits that change with the key, the app and the epoch, and with nothing else', () => {
  const name = hashedNames(['a key'], 'portal', MONTH).current(NOW);
  expect(name).toMatch(/^[\da-f]{32}$/);
  expect(hashedNames(['a key'], 'portal', MONTH).current(NOW + MONTH - 1)).toBe(name);
  const others = [
    hashedNames(['another key'], 'portal', MONTH).current(NOW),
    hashedNames(['a key'], 'claims', MONTH).current(NOW),
    hashedNames(['a key'], 'portal', MONTH).current(NOW + MONTH),
  ];
  expect(new Set([name, ...others]).size).toBe(4);
});

test('the names of the epoch before and of older keys are read, the current one first', () => {
  const { current, read } = hashedNames(['new', 'old'], 'portal', MONTH);
  const former = hashedNames(['old'], 'portal', MONTH);
  expect(read(NOW)[0]).toBe(current(NOW));
  expect(read(NOW)).toEqual([
    current(NOW),
    current(NOW - 1),
    former.current(NOW),
    former.current(NOW - 1),
  ]);
});

test('when the epoch turns, a visitor keeps the session and gets the new name', async () => {
  let now = NOW - 60_000;
  jest.spyOn(Date, 'now').mockImplementation(() => now);
  const site = await open();
  const visitor = site.visitor(HTTPS);
  await visitor.get('/views');
  const before = nameOf(visitor);
  now += 120_000;
  const answer = await visitor.get('/views');
  expect(answer.json['views']).toBe(2);
  expect(answer.setCookies).toHaveLength(2);
  expect(visitor.jar.size).toBe(1);
  expect(nameOf(visitor)).not.toBe(before);
  const again = await visitor.get('/views');
  expect(again.json['views']).toBe(3);
  expect(again.setCookies).toEqual([]);
});

test('when a new secret is put first, a visitor keeps the session and gets the new name', async () => {
  const store = memoryStore();
  const former = await open({ store });
  const visitor = former.visitor(HTTPS);
  await visitor.get('/views');
  const site = await open({
    store,
    secret: ['a newer secret of more than thirty-two characters', SECRET],
  });
  const later = new Visitor(site.url, HTTPS, visitor.jar);
  const before = nameOf(later);
  expect((await later.get('/views')).json['views']).toBe(2);
  expect(nameOf(later)).not.toBe(before);
  expect((await later.get('/views')).json['views']).toBe(3);
});

test.each([
  ['__Host- over HTTPS', {}, HTTPS, /^__Host-[\da-f]{32}$/],
  [
    '__Secure- over HTTPS with a domain',
    { domain: 'example.test' },
    HTTPS,
    /^__Secure-[\da-f]{32}$/,
  ],
  ['__Secure- over HTTPS with a path', { path: '/views' }, HTTPS, /^__Secure-[\da-f]{32}$/],
  ['no prefix over plain HTTP', {}, {}, /^[\da-f]{32}$/],
  ['no prefix where Secure is turned off', { secure: false }, HTTPS, /^[\da-f]{32}$/],
])('the name has %s', async (_, cookie, as, name) => {
  const visitor = (await open({ cookie })).visitor(as);
  await visitor.get('/views');
  expect(nameOf(visitor)).toMatch(name);
  expect((await visitor.get('/views')).json['views']).toBe(2);
});

test('the cookie has the attributes that it should have, and no other', async () => {
  const attributes = async (options: Partial<SessionOptions>): Promise<string[]> => {
    const { setCookies } = await (await open(options)).visitor(HTTPS).get('/views');
    return (setCookies[0] ?? '').split('; ').slice(1).toSorted();
  };
  const usual = ['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure'];
  expect(await attributes({})).toEqual(usual);
  expect(await attributes({ cookie: { partitioned: true } })).toEqual(
    [...usual, 'Partitioned'].toSorted(),
  );
});

test('apps on one host that share a secret and a store keep their sessions apart', async () => {
  const store = memoryStore();
  const portal = await open({ store, app: 'portal' });
  const claims = await open({ store, app: 'claims' });
  const visitor = portal.visitor();
  const there = new Visitor(claims.url, {}, visitor.jar);
  await visitor.get('/views');
  expect((await there.get('/views')).json['views']).toBe(1);
  expect((await visitor.get('/views')).json['views']).toBe(2);
  expect((await there.get('/views')).json['views']).toBe(2);
  expect(visitor.jar.size).toBe(2);
});

test('a cookie from plain HTTP never stands in for the one of HTTPS', async () => {
  const site = await open();
  const plain = site.visitor();
  await plain.get('/views');
  expect((await plain.as(HTTPS).get('/views')).json['views']).toBe(1);
});

test('of several cookies with the name, the one that is ours counts, in quotes as well', async () => {
  const site = await serveSessions({});
  const visitor = site.visitor();
  await visitor.get('/views');
  const [[name = '', value = ''] = []] = visitor.jar;
  const viewsWith = async (cookie: string): Promise<unknown> => {
    const answer = await fetch(`${site.url}/views`, {
      headers: {
        cookie,
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
      },
    });
    return ((await answer.json()) as { views: unknown }).views;
  };
  let views = 1;
  for (const cookie of [
    `${name}=tossed; ${name}=${value}`,
    `${name}=s%3Atossed.by-a-sister; other=1; ${name}=${value}; ${name}=`,
    `${name}="${value}"`,
    `${name}=%E0%A4%A; ${name}=${value}`,
    `evil=${name.repeat(40)}; x${name}=1; ${name}=${value}`,
  ]) {
    views += 1;
    expect([cookie, await viewsWith(cookie)]).toEqual([cookie, views]);
  }
  expect(await viewsWith(`x${name}=${value}; ${name}x=${value}`)).toBe(1);
  await site.close();
});

test('a cookie of an older secret is signed anew, under the same name as well', async () => {
  const store = memoryStore();
  const before = await serveSessions({ store, name: 'sid' });
  const visitor = before.visitor();
  await visitor.get('/views');
  const old = visitor.jar.get('sid');
  await before.close();
  const newer = 'a newer secret of more than thirty-two characters';
  const between = await serveSessions({ store, name: 'sid', secret: [newer, SECRET] });
  const moved = new Visitor(between.url, {}, visitor.jar);
  expect((await moved.get('/views')).json['views']).toBe(2);
  expect(visitor.jar.get('sid')).not.toBe(old);
  expect((await moved.get('/views')).setCookies).toEqual([]);
  await between.close();
  const after = await serveSessions({ store, name: 'sid', secret: newer });
  expect((await new Visitor(after.url, {}, visitor.jar).get('/views')).json['views']).toBe(4);
  await after.close();
});

test('a session that lasts longer by its own cookie keeps that when the name turns', async () => {
  const site = await serveSessions(
    { nameDays: 1, idleTimeout: false, absoluteTimeout: false },
    (app) => {
      app.get('/remember', (req, res) => {
        req.session.cookie.maxAge = 3 * 86_400_000;
        res.send('remembered');
      });
    },
  );
  const visitor = site.visitor();
  await visitor.get('/remember');
  const now = Date.now();
  jest.spyOn(Date, 'now').mockImplementation(() => now + 86_400_000);
  const { setCookies } = await visitor.get('/untouched');
  const renewed = setCookies.find((one) => !one.includes('1970'));
  const expires = /Expires=([^;]+)/.exec(renewed ?? '')?.[1] ?? '';
  expect(Math.round((Date.parse(expires) - now) / 86_400_000)).toBe(4);
  jest.restoreAllMocks();
  await site.close();
});
