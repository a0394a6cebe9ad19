import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { memoryStore } from '@emas/session';
import type { SessionOptions } from '@emas/session';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { serveSessions } from './visitor.ts';
import type { SessionSite } from './visitor.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let now: number;
let site: SessionSite | undefined;

beforeEach(() => {
  now = Date.now();
  jest.spyOn(Date, 'now').mockImplementation(() => now);
});

afterEach(async () => {
  jest.restoreAllMocks();
  await site?.close();
});

async function open(options: Partial<SessionOptions> = {}): Promise<SessionSite> {
  site = await serveSessions(options);
  return site;
}

test('a session that nobody uses for fifteen minutes has ended, and its use is told', async () => {
  const { visitor, events, happened } = await open();
  const somebody = visitor();
  await somebody.get('/views');
  now += 15 * MINUTE - 1;
  expect((await somebody.get('/views')).json['views']).toBe(2);
  now += 15 * MINUTE;
  happened();
  const late = await somebody.get('/views');
  expect(late.json).toMatchObject({ views: 1, status: 'ended' });
  expect(events.slice(0, 2)).toMatchObject([
    { name: 'session_expired', fields: { reason: 'idle', source_network: '127.0.0.1' } },
    { name: 'session_use_after_expire', fields: { reason: 'idle' } },
  ]);
});

test('a session that is used all the time ends after eight hours', async () => {
  const { visitor, events } = await open();
  const somebody = visitor();
  await somebody.get('/views');
  for (let minutes = 0; minutes < 8 * 60 - 10; minutes += 10) {
    now += 10 * MINUTE;
    expect((await somebody.get('/views')).json['status']).toBe('active');
  }
  now += 10 * MINUTE;
  expect((await somebody.get('/views')).json['status']).toBe('ended');
  expect(events.find(({ name }) => name === 'session_expired')?.fields).toMatchObject({
    reason: 'absolute',
  });
});

test('a session ends though its visitor never comes back, and is told of once', async () => {
  const { visitor, sessions, happened } = await open();
  await visitor().get('/views');
  await visitor().get('/views');
  happened();
  now += 15 * MINUTE + 1;
  expect(await sessions.sweep()).toBe(2);
  expect(happened()).toEqual(['session_expired', 'session_expired']);
  expect(await sessions.sweep()).toBe(0);
  expect(sessions.counters().ended).toEqual({ idle: 2 });
});

test('the look for sessions whose time has come goes on by itself', async () => {
  const { visitor, events, happened } = await open({ sweepEvery: 100 });
  await visitor().get('/views');
  happened();
  now += HOUR;
  await waitUntil('the look', () => events.length > 0);
  expect(happened()).toEqual(['session_expired']);
});

test('requests that look but do not change leave the store alone, but for the clock each minute', async () => {
  const store = memoryStore();
  const writes: string[] = [];
  const counted = new Proxy(store, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]): unknown => {
        if (['save', 'touch', 'end'].includes(String(property))) writes.push(String(property));
        return Reflect.apply(value, target, given);
      };
    },
  });
  site = await serveSessions({ store: counted }, (app) => {
    app.get('/look', (req, res) =>
      res.json({ views: Reflect.get(req.session, 'views') as number }),
    );
  });
  const somebody = site.visitor();
  await somebody.get('/views');
  writes.length = 0;
  for (let seconds = 0; seconds < 59; seconds += 10) {
    now += 10_000 - (seconds === 50 ? 1 : 0);
    await somebody.get(seconds % 20 === 0 ? '/look' : '/untouched');
  }
  expect(writes).toEqual([]);
  now += 1;
  await somebody.get('/untouched');
  expect(writes).toEqual(['touch']);
});

test('the page that shows when a session ends says the earlier of the two', async () => {
  site = await serveSessions({}, (app) => {
    app.get('/ends', (req, res) => {
      const { startedAt, endsAt } = req.emas?.session ?? {};
      res.json({ began: Number(startedAt), ends: Number(endsAt) });
    });
  });
  const somebody = site.visitor();
  const began = now;
  await somebody.get('/views');
  expect((await somebody.get('/ends')).json).toEqual({ began, ends: began + 15 * MINUTE });
  for (let minutes = 0; minutes < 470; minutes += 10) {
    now += 10 * MINUTE;
    await somebody.get('/untouched');
  }
  expect((await somebody.get('/ends')).json).toEqual({ began, ends: began + 8 * HOUR });
});

test('time-outs can be longer, or none', async () => {
  const { visitor } = await open({ idleTimeout: HOUR, absoluteTimeout: false });
  const somebody = visitor();
  await somebody.get('/views');
  for (let minutes = 0; minutes < 24 * 60; minutes += 59) {
    now += 59 * MINUTE;
    expect((await somebody.get('/untouched')).json['status']).toBe('active');
  }
  now += HOUR;
  expect((await somebody.get('/untouched')).json['status']).toBe('ended');
});

test('a cookie that the app lets expire earlier ends its session earlier', async () => {
  const { visitor, sessions } = await open({ cookie: { maxAge: 5 * MINUTE } });
  await visitor().get('/views');
  now += 5 * MINUTE + 1;
  expect(await sessions.sweep()).toBe(1);
});

test('signing in begins both time-outs anew, a new id alone does not', async () => {
  site = await serveSessions({}, (app) => {
    app.get('/rotate', (req, res, next) => {
      req.session.rotate((error) => (error === undefined ? res.json({}) : next(error)));
    });
  });
  const somebody = site.visitor();
  const ends = async (): Promise<number> => {
    const all = await site?.sessions.registry.list('member');
    return Number(all?.[0]?.endsAt);
  };
  await somebody.get('/views');
  now += 10 * MINUTE;
  await somebody.get('/sign-in/member');
  const began = now;
  for (let minutes = 0; minutes < 7 * 60 + 50; minutes += 10) {
    now += 10 * MINUTE;
    await somebody.get('/rotate');
  }
  expect(await ends()).toBe(began + 8 * HOUR);
});

test.each([
  ['a page that asks by itself', { 'emas-background': '?1' }],
  ['a browser that fetches ahead', { 'sec-purpose': 'prefetch;prerender' }],
])('%s does not keep a session alive', async (_, headers) => {
  const { visitor } = await open();
  const somebody = visitor();
  await somebody.get('/views');
  const tab = somebody.as(headers);
  for (let minutes = 0; minutes < 14; minutes += 2) {
    now += 2 * MINUTE;
    // It reads and writes as any other request.
    expect((await tab.get('/views')).json['status']).toBe('active');
  }
  now += MINUTE;
  expect((await tab.get('/views')).json['status']).toBe('ended');
});

test('who says no such thing keeps it, and who comes back in time as well', async () => {
  const { visitor } = await open();
  const somebody = visitor();
  await somebody.get('/views');
  for (const background of ['?0', '1', 'true', '?1;x']) {
    now += 10 * MINUTE;
    const { json } = await somebody.as({ 'emas-background': background }).get('/untouched');
    expect(json['status']).toBe('active');
  }
});

test('a cookie that lasts is not made to last longer by a page that asks by itself', async () => {
  const { visitor } = await open({ rolling: true, cookie: { maxAge: 10 * MINUTE } });
  const somebody = visitor();
  await somebody.get('/views');
  expect((await somebody.get('/views')).setCookies).toHaveLength(1);
  const tab = somebody.as({ 'emas-background': '?1' });
  expect((await tab.get('/views')).setCookies).toEqual([]);
  for (let minutes = 0; minutes < 9; minutes += 3) {
    now += 3 * MINUTE;
    await tab.get('/views');
  }
  now += 2 * MINUTE;
  expect((await tab.get('/views')).json['status']).toBe('ended');
});

test('a time-out of seconds goes on with use as one of minutes does', async () => {
  const { visitor } = await open({ idleTimeout: 10_000 });
  const somebody = visitor();
  await somebody.get('/views');
  for (let seconds = 0; seconds < 60; seconds += 8) {
    now += 8000;
    expect((await somebody.get('/untouched')).json['status']).toBe('active');
  }
  now += 10_001;
  expect((await somebody.get('/untouched')).json['status']).toBe('ended');
});
