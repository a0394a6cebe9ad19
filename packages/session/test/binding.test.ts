import { afterEach, describe, expect, test } from '@jest/globals';
import { requireConfirmed } from '@emas/session';
import type { BindingMode, BindingOptions, SessionOptions } from '@emas/session';
import { CHROME_ON_WINDOWS, serveSessions } from './visitor.ts';
import { SCENARIOS, from } from './binding-scenarios.ts';
import type { Answer, SessionSite, Visitor } from './visitor.ts';
import { requestContext } from '@emas/request-context';

let site: SessionSite | undefined;

afterEach(async () => {
  await site?.close();
});

async function siteWith(
  binding: BindingMode | BindingOptions,
  more: Partial<SessionOptions> = {},
): Promise<SessionSite> {
  const context = requestContext({
    country: { header: 'cf-ipcountry' },
    hosting: ['192.0.2.0/24'],
  });
  site = await serveSessions(
    { binding, ...more },
    (app) => {
      app.get('/pay', requireConfirmed(), (_req, res) => res.json({ paid: true }));
      app.get('/confirm/:answer', async (req, res) => {
        const confirmed = await req.emas?.session?.confirm(
          (data) => data['views'] === Number(req.params.answer),
        );
        const views: unknown = Reflect.get(req.session, 'views');
        res.json({ confirmed, views });
      });
    },
    [context],
  );
  return site;
}

describe('by default', () => {
  test.each(SCENARIOS)('$name', async ({ begins, goesOn, survives, told }) => {
    const { visitor, happened } = await siteWith('challenge');
    const owner = visitor(begins);
    await owner.get('/views');
    happened();
    const answers: Answer[] = [];
    for (const place of goesOn) answers.push(await owner.thief(place).get('/views'));
    const views = answers.map(({ json }) => json['views']);
    expect(views.at(-1)).toBe(survives ? goesOn.length + 1 : 1);
    expect(happened().filter((name) => name !== 'session_created')).toEqual(told);
    // Whatever somebody else tries, the owner goes on.
    const last = await owner.get('/views');
    expect(last.json['views']).toBe(survives ? goesOn.length + 2 : 2);
  });

  test('a forged X-Forwarded-For from outside of the proxies changes nothing', async () => {
    const { app, visitor, happened } = await siteWith('strict');
    app.set('trust proxy', false);
    const owner = visitor();
    await owner.get('/views');
    happened();
    const answer = await owner.from('198.51.100.99').get('/views');
    expect(answer.json).toMatchObject({ views: 2, status: 'active' });
    expect(happened()).toEqual([]);
  });

  test('a cookie from before a logout opens nothing and is told of', async () => {
    const { visitor, happened } = await siteWith('challenge');
    const owner = visitor();
    await owner.get('/sign-in/member');
    const thief = owner.thief({});
    await owner.get('/sign-out');
    happened();
    expect((await thief.get('/views')).json).toMatchObject({ views: 1, status: 'ended' });
    expect(happened()).toContain('session_use_after_expire');
  });
});

const elsewhere = from('198.51.100.20', { 'user-agent': CHROME_ON_WINDOWS });

async function stolen(
  binding: BindingMode | BindingOptions,
): Promise<{ owner: Visitor; thief: Visitor }> {
  const { visitor, happened } = await siteWith(binding);
  const owner = visitor(from('203.0.113.9'));
  await owner.get('/views');
  happened();
  return { owner, thief: owner.thief(elsewhere) };
}

test.each([
  { mode: 'off', thief: 2, owner: 3, told: [] },
  { mode: 'log', thief: 2, owner: 3, told: ['would_block', 'session_address_changed'] },
  { mode: 'challenge', thief: 1, owner: 2, told: ['session_challenged', 'session_created'] },
  { mode: 'end', thief: 1, owner: 1, told: ['session_expired', 'session_created'] },
  { mode: 'strict', thief: 1, owner: 1, told: ['session_expired', 'session_created'] },
] as const)('$mode: what becomes of a stolen cookie', async ({ mode, ...expected }) => {
  const { owner, thief } = await stolen(mode);
  expect((await thief.get('/views')).json['views']).toBe(expected.thief);
  expect(site?.happened()).toEqual(expected.told);
  expect((await owner.get('/views')).json['views']).toBe(expected.owner);
});

test('strict ends a session with any other address, in the same network too', async () => {
  const { visitor } = await siteWith('strict');
  const owner = visitor(from('203.0.113.9'));
  await owner.get('/views');
  expect((await owner.thief(from('203.0.113.10')).get('/views')).json['views']).toBe(1);
});

test('what the ladder decided, and why, can be read', async () => {
  const { thief } = await stolen('challenge');
  expect((await thief.get('/views')).json).toMatchObject({
    status: 'challenged',
    decision: {
      verdict: 'challenge',
      score: 100,
      signals: ['new_network', 'new_browser', 'new_os'],
      sensitive: false,
    },
  });
});

describe('a challenge', () => {
  test('that is answered gives the session back, here and from now on', async () => {
    const { thief: traveller } = await stolen('challenge');
    expect((await traveller.get('/confirm/99')).json).toEqual({ confirmed: false });
    const answer = await traveller.get('/confirm/1');
    expect(answer.json).toEqual({ confirmed: true, views: 1 });
    expect((await traveller.get('/views')).json).toMatchObject({ views: 2, status: 'active' });
    expect(site?.happened()).toContain('session_confirmed');
  });

  test('may be the app’s own, which gets the request instead', async () => {
    const { thief } = await stolen({
      challenge: (_req, res, _next, { score }) => void res.status(401).json({ prove: score }),
    });
    const answer = await thief.get('/views');
    expect(answer.status).toBe(401);
    expect(answer.json).toEqual({ prove: 100 });
    expect(answer.setCookies).toEqual([]);
  });

  test('that the app lets through goes on without the session', async () => {
    const { thief } = await stolen({ challenge: (_req, _res, next) => next() });
    expect((await thief.get('/untouched')).json).toEqual({ status: 'challenged' });
    expect((await thief.get('/views')).json['views']).toBe(1);
  });

  test('is answered by signing in again, which ends the session that was withheld', async () => {
    const { visitor } = await siteWith('challenge');
    const owner = visitor(from('203.0.113.9'));
    await owner.get('/sign-in/member');
    const traveller = owner.as(elsewhere);
    await traveller.get('/sign-in/member');
    expect(await site?.sessions.registry.list('member')).toHaveLength(1);
    expect((await traveller.get('/views')).json['status']).toBe('active');
  });
});

describe('what is sensitive', () => {
  test('expects a network that the session began in or that was proved', async () => {
    const { visitor } = await siteWith('challenge');
    const owner = visitor(from('203.0.113.9'));
    await owner.get('/views');
    expect((await owner.get('/pay')).status).toBe(200);
    const moved = owner.from('198.51.100.20');
    expect((await moved.get('/views')).json['views']).toBe(2);
    const refused = await moved.get('/pay');
    expect(refused.status).toBe(403);
    expect(refused.json).toMatchObject({ code: 'ERR_EMAS_SESSION_CHALLENGE' });
    await moved.get('/confirm/2');
    expect((await moved.get('/pay')).json).toEqual({ paid: true });
  });

  test('can be told for whole parts of an app', async () => {
    const { visitor } = await siteWith({ sensitive: (req) => req.path.startsWith('/views') });
    const owner = visitor(from('203.0.113.9'));
    await owner.get('/views');
    const moved = owner.from('198.51.100.20');
    expect((await moved.get('/untouched')).json['status']).toBe('active');
    expect((await moved.get('/views')).json).toMatchObject({ status: 'challenged', views: 1 });
  });
});

test('how much a difference counts is the app’s to say', async () => {
  const { visitor } = await siteWith({ weights: { newNetwork: 50 } });
  const owner = visitor(from('203.0.113.9'));
  await owner.get('/views');
  expect((await owner.from('198.51.100.20').get('/views')).json['status']).toBe('challenged');
});
