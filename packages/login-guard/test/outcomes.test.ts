import { afterEach, describe, expect, it, test } from '@jest/globals';
import type { LoginGuardOptions } from '@emas/login-guard';
import type { Application, RequestHandler } from 'express';
import passport from 'passport';
import { Strategy } from 'passport-local';
import { PASSWORD, guardSite } from './guard-site.ts';
import type { GuardSite } from './guard-site.ts';

let site: GuardSite;
afterEach(() => site.close());

const check = (username: unknown, password: unknown): boolean =>
  username === 'aisyah' && password === PASSWORD;

/** An app that says nothing; it answers as apps do. */
const silent: RequestHandler = (req, res) => {
  const { username, password } = req.body as Record<string, unknown>;
  if (check(username, password)) res.redirect(303, '/account');
  else res.redirect(303, '/login?error=1');
};

const outcomes = (): string[] => site.happened().filter((name) => name.startsWith('authn_login'));

describe('where the handler says nothing, the answer does', () => {
  test('by its redirect', async () => {
    const outcome = { success: { redirect: '/account' }, failure: { redirect: '/login*' } };
    site = await guardSite({ outcome }, [silent]);
    expect(await site.statuses(6)).toEqual([303, 303, 303, 303, 303, 429]);
    site.clock.now += 2000;
    expect((await site.try({ password: PASSWORD })).location).toBe('/account');
    expect(outcomes()).toEqual([
      ...Array.from({ length: 5 }, () => 'authn_login_fail'),
      'authn_login_fail_max',
      'authn_login_success',
      'authn_login_successafterfail',
    ]);
  });

  test('by its status', async () => {
    const outcome = { success: { status: 200 }, failure: { status: [401, 403] } };
    site = await guardSite({ outcome }, [
      (req, res) => {
        const { username, password } = req.body as Record<string, unknown>;
        res.sendStatus(check(username, password) ? 200 : 401);
      },
    ]);
    await site.statuses(1);
    await site.try({ password: PASSWORD });
    expect(outcomes()).toEqual([
      'authn_login_fail',
      'authn_login_success',
      'authn_login_successafterfail',
    ]);
  });

  test('one that looks like neither does not count', async () => {
    site = await guardSite({ outcome: { failure: { status: 401 } } }, [
      (_req, res) => res.sendStatus(500),
    ]);
    expect(new Set(await site.statuses(30))).toEqual(new Set([500]));
    expect(site.guard.counters()).toMatchObject({ undecided: 30, failed: 0 });
  });
});

describe('with passport', () => {
  const local = (app: Application): void => {
    const own = new passport.Passport();
    own.use(
      new Strategy((username, password, done) =>
        check(username, password) ? done(null, { id: username }) : done(null, false),
      ),
    );
    own.serializeUser((user, done) => done(null, (user as { id: string }).id));
    app.use(own.initialize());
    app.set('passport', own);
  };
  const handlerOf = (app: Application): passport.PassportStatic =>
    app.get('passport') as passport.PassportStatic;

  test('a strategy with redirects and a rule', async () => {
    const options: LoginGuardOptions = { outcome: { failure: { redirect: '/login' } } };
    const authenticate: RequestHandler = (req, res, next) =>
      handlerOf(req.app).authenticate('local', {
        session: false,
        successRedirect: '/account',
        failureRedirect: '/login',
      })(req, res, next);
    site = await guardSite(options, [authenticate], local);
    expect((await site.try()).location).toBe('/login');
    expect((await site.try({ password: PASSWORD })).location).toBe('/account');
    // Nobody said that this one succeeded, and no rule does: it is passport signing somebody in.
    expect(outcomes()).toEqual([
      'authn_login_fail',
      'authn_login_success',
      'authn_login_successafterfail',
    ]);
  });

  test("a callback of its own, which says it and calls passport's own req.login", async () => {
    const authenticate: RequestHandler = (req, res, next) => {
      const decide = (error: unknown, user: Express.User | false): void => {
        const login: unknown = Reflect.get(req, 'login');
        if (error !== null || user === false) {
          const failed = Reflect.get(login as object, 'failed') as (how: object) => unknown;
          failed({ reason: 'wrong_password' });
          res.sendStatus(401);
          return;
        }
        const signIn = login as (user: object, options: object, done: () => void) => void;
        signIn(user, { session: false }, () => res.redirect(303, '/account'));
      };
      handlerOf(req.app).authenticate('local', decide)(req, res, next);
    };
    site = await guardSite({}, [authenticate], local);
    expect((await site.try()).status).toBe(401);
    expect((await site.try({ password: PASSWORD })).location).toBe('/account');
    expect(outcomes()).toEqual([
      'authn_login_fail',
      'authn_login_success',
      'authn_login_successafterfail',
    ]);
  });
});

describe('what the handler says', () => {
  test('counts once, whatever it says after', async () => {
    site = await guardSite({}, [
      async (req, res) => {
        await req.emas?.login?.failed({ reason: 'wrong_second_factor' });
        await req.emas?.login?.succeeded();
        await req.emas?.login?.failed();
        res.sendStatus(401);
      },
    ]);
    await site.try();
    expect(outcomes()).toEqual(['authn_login_fail']);
    expect(site.guard.counters()).toMatchObject({ failed: 1, succeeded: 0 });
  });

  test('need not be waited for', async () => {
    site = await guardSite({}, [
      (req, res) => {
        void req.emas?.login?.failed();
        res.sendStatus(401);
      },
    ]);
    expect(await site.statuses(6)).toEqual([401, 401, 401, 401, 401, 429]);
  });

  test('that it was no attempt does not count', async () => {
    site = await guardSite({}, [
      async (req, res) => {
        await req.emas?.login?.ignored();
        res.sendStatus(422);
      },
    ]);
    expect(new Set(await site.statuses(20))).toEqual(new Set([422]));
    expect(site.happened()).toEqual([]);
  });

  it('names the account where it is not in the request, as an option says', async () => {
    site = await guardSite({ account: false }, [
      async (req, res) => {
        const { username } = req.body as { username: string };
        const next = await req.emas?.login?.failed({ account: username });
        res.status(401).json(next);
      },
    ]);
    for (let left = 4; left >= 0; left -= 1) {
      expect(JSON.parse((await site.try()).text)).toMatchObject({ left });
    }
    expect(site.events[0]?.fields).toMatchObject({ account: 'aisyah' });
  });
});

const LONGEST_FAILURE = 5000;

describe('time', () => {
  const handler: RequestHandler = async (req, res) => {
    const { username, password } = req.body as Record<string, string>;
    if (password === PASSWORD) await req.emas?.login?.succeeded();
    else {
      await new Promise((resolve) => setTimeout(resolve, username === 'slow' ? 170 : 0));
      await req.emas?.login?.failed();
    }
    res.sendStatus(200);
  };
  /** Whether an answer comes no sooner than so many milliseconds after it was asked for. */
  const waits = async (milliseconds: number, sender: object): Promise<boolean> => {
    let isOver = false;
    setTimeout(() => (isOver = true), milliseconds);
    await site.try(sender);
    return isOver;
  };

  test('is for a failure as long as it is told to be, or a multiple', async () => {
    site = await guardSite({ failureTime: 150 }, [handler]);
    await site.try({});
    expect(await waits(140, {})).toBe(true);
    expect(await waits(290, { username: 'slow' })).toBe(true);
  });

  test('is no matter for a success, which does not wait', async () => {
    site = await guardSite({ failureTime: LONGEST_FAILURE }, [handler]);
    let hasFailed = false;
    const failure = site.try({}).then(() => (hasFailed = true));
    await site.try({ password: PASSWORD });
    expect(hasFailed).toBe(false);
    await failure;
  });
});

describe('wrong options stop the start', () => {
  it.each<[string, object, RegExp]>([
    ['a short key', { key: 'short' }, /"key".*32 characters/],
    ['a misspelt name', { treshold: {} }, /did you mean "thresholds"/],
    [
      'a lock without a time',
      { rules: [{ by: ['account'], forget: 1000, tiers: [{ after: 5, action: 'lock' }] }] },
      /rules\.0\.tiers\.0\.for/,
    ],
    ['an empty pattern', { outcome: { success: {} } }, /a status or a redirect/],
    ['a time without end', { failureTime: 60_000 }, /failureTime/],
    ['two rules for the same', { rules: [rule(), rule()] }, /count by the same/],
  ])('%s', async (_name, options, message) => {
    site = await guardSite();
    const { loginGuard } = await import('@emas/login-guard');
    expect(() => loginGuard(options)).toThrow(message);
    expect(() => loginGuard(options)).toThrow(
      expect.objectContaining({ code: 'ERR_EMAS_LOGIN_GUARD_OPTIONS' }),
    );
  });
});

function rule(): object {
  return { by: ['account'], forget: 1000, tiers: [{ after: 5, action: 'delay', for: 1000 }] };
}
