import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createEventBus } from '@emas/events';
import { memoryStore, session } from '@emas/session';
import type { SessionHandler, SessionOptions } from '@emas/session';
import { requestContext } from '@emas/request-context';
import express from 'express';
import type { ErrorRequestHandler } from 'express';
import request from 'supertest';
import type { Agent } from 'supertest';
import { SECRET } from './visitor.ts';

/* Somebody asks to stay signed in on this device. */

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NOON = Date.parse('2026-11-23T12:00:00Z');

let sessions: SessionHandler;
let visitor: ReturnType<typeof request.agent>;
let clock: { now: number };

function site(options: Partial<SessionOptions> = {}): void {
  sessions = session({
    secret: SECRET,
    store: memoryStore(),
    events: createEventBus(),
    ...options,
  });
  const app = express();
  app.use(requestContext({ app }), sessions);
  const signIn = (remember: boolean) => async (req: express.Request, res: express.Response) => {
    await req.emas?.session?.signIn('aisyah', { user: 'aisyah' } as object, { remember });
    res.send('in');
  };
  app.get('/in', signIn(false));
  app.get('/remember', signIn(true));
  app.get('/rotate', (req, res) => req.session.rotate(() => void res.send('rotated')));
  app.get('/who', (req, res) => {
    res.send(String(Reflect.get(req.session, 'user') ?? 'nobody'));
  });
  const keep: ErrorRequestHandler = (error, _req, res, _next) => {
    res.status(500).json({ code: Reflect.get(Object(error), 'code') });
  };
  app.use(keep);
  visitor = request.agent(app);
}

beforeEach(() => {
  clock = { now: NOON };
  jest.spyOn(Date, 'now').mockImplementation(() => clock.now);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await sessions.close();
});

const who = async (from: Pick<Agent, 'get'> = visitor): Promise<string> =>
  (await from.get('/who')).text;

const cookieOf = (headers: Readonly<Record<string, unknown>>): string => {
  const sent: unknown = headers['set-cookie'];
  return Array.isArray(sent) ? String(sent.at(-1)) : '';
};

describe('a session that is remembered', () => {
  it('has a cookie that outlives the browser; any other has not', async () => {
    site({ remember: true });
    expect(cookieOf((await visitor.get('/in')).headers)).not.toMatch(/Expires|Max-Age/);
    const remembered = cookieOf((await visitor.get('/remember')).headers);
    const [, expires = ''] = /Expires=([^;]+)/.exec(remembered) ?? [];
    expect(Date.parse(expires)).toBe(NOON + 30 * DAY);
  });

  it('lasts days without a request, and a month at most', async () => {
    site({ remember: true });
    await visitor.get('/remember');
    for (const days of [13, 26]) {
      clock.now = NOON + days * DAY;
      // oxlint-disable-next-line no-await-in-loop
      expect(await who()).toBe('aisyah');
    }
    clock.now = NOON + 30 * DAY + MINUTE;
    expect(await who()).toBe('nobody');
  });

  it('ends where nobody comes for two weeks, in the store too', async () => {
    site({ remember: true });
    await visitor.get('/remember');
    clock.now = NOON + 14 * DAY + MINUTE;
    expect(await sessions.sweep()).toBe(1);
    expect(await who()).toBe('nobody');
  });

  it('lasts as long as is said, beside others that end after a quarter of an hour', async () => {
    site({ remember: { idleTimeout: 2 * DAY, absoluteTimeout: 3 * DAY } });
    await visitor.get('/in');
    clock.now += 16 * MINUTE;
    expect(await who()).toBe('nobody');
    await visitor.get('/remember');
    clock.now += DAY;
    expect(await who()).toBe('aisyah');
    clock.now += 2 * DAY + MINUTE;
    expect(await who()).toBe('nobody');
  });

  it('stays so with a new id, and not with another sign-in', async () => {
    site({ remember: true });
    await visitor.get('/remember');
    expect(cookieOf((await visitor.get('/rotate')).headers)).toMatch(/Expires/);
    clock.now += DAY;
    expect(await who()).toBe('aisyah');
    expect(cookieOf((await visitor.get('/in')).headers)).not.toMatch(/Expires|Max-Age/);
    clock.now += 16 * MINUTE;
    expect(await who()).toBe('nobody');
  });

  it('is told by the notice, with its cookie', () => {
    site({ remember: true });
    const kept = new Map(sessions.keeps.map(({ id, kept: length }) => [id, length]));
    expect(kept.get('session/cookie')).toEqual({ ms: 30 * DAY, after: 'written' });
    expect(kept.get('session/store')).toMatchObject({ ms: 14 * DAY, most: 30 * DAY });
  });
});

describe('where nobody may be remembered', () => {
  it('asking for it is an error, and signs nobody in', async () => {
    site();
    const { body } = await visitor.get('/remember');
    expect(body).toEqual({ code: 'ERR_EMAS_SESSION_REMEMBER' });
    expect(await who()).toBe('nobody');
  });

  it.each([
    ['a word', 'yes'],
    ['a time without a unit of its own', { idleTimeout: 5 }],
    ['for ever', { absoluteTimeout: Infinity }],
  ])('%s stops the start', (_name, remember) => {
    site();
    expect(() => session({ secret: SECRET, remember } as never)).toThrow(/option "remember/);
  });
});
