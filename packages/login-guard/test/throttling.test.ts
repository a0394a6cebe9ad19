import { afterAll, afterEach, beforeAll, describe, expect, it, test } from '@jest/globals';
import { createEventBus } from '@emas/events';
import { loginGuard } from '@emas/login-guard';
import type { LoginGuardOptions } from '@emas/login-guard';
import { createClient } from 'redis';
import { startRedis } from '../../../test/engine/start-redis.ts';
import type { RedisServer } from '../../../test/engine/start-redis.ts';
import { PASSWORD, guardSite } from './guard-site.ts';
import type { GuardSite, Sender } from './guard-site.ts';

const HOUR = 3_600_000;

let server: RedisServer;
let redis: ReturnType<typeof createClient>;
let site: GuardSite;
let count = 0;

beforeAll(async () => {
  server = await startRedis();
  redis = createClient({ socket: { path: server.path, tls: false } });
  redis.on('error', () => undefined);
  await redis.connect();
});

afterAll(async () => {
  redis.destroy();
  await server.stop();
});

afterEach(() => site.close());

const honest = (more: Sender = {}): Sender => ({ password: PASSWORD, ...more });
const elsewhere = (number: number): string => `198.${18 + (number >> 8)}.${number & 255}.7`;

describe.each(['memory', 'Redis'])('with counters in %s', (kind) => {
  const open = async (options: LoginGuardOptions = {}): Promise<GuardSite> => {
    count += 1;
    const shared = kind === 'Redis' ? { redis, app: 'portal', prefix: `t${count}:` } : {};
    site = await guardSite({ ...shared, ...options });
    return site;
  };

  test('a member who mistypes four times gets in at the fifth, and starts anew', async () => {
    await open();
    expect(await site.statuses(4)).toEqual([422, 422, 422, 422]);
    expect((await site.try(honest())).location).toBe('/account');
    expect(await site.statuses(4)).toEqual([422, 422, 422, 422]);
    expect(site.happened().filter((name) => name.startsWith('authn_login_success'))).toEqual([
      'authn_login_success',
      'authn_login_successafterfail',
    ]);
  });

  test('after five failures the next has to wait two seconds, then four, and is not looked at before', async () => {
    await open();
    await site.statuses(5);
    const early = await site.try(honest());
    expect(early.status).toBe(429);
    expect(early.headers.get('retry-after')).toBe('2');
    site.clock.now += 2000;
    expect(await site.statuses(1)).toEqual([422]);
    expect((await site.try()).headers.get('retry-after')).toBe('4');
    site.clock.now += 4000;
    expect((await site.try(honest())).status).toBe(303);
  });

  test('after ten failures it is locked, for twice as long with each further one, and an hour at most', async () => {
    await open();
    const waits: number[] = [];
    for (let failures = 1; failures <= 20; failures += 1) {
      const { status, text } = await site.try();
      expect(status).toBe(422);
      const { next } = JSON.parse(text) as { next: { wait: number } };
      waits.push(next.wait / 1000);
      site.clock.now += next.wait;
    }
    expect(waits.slice(0, 10)).toEqual([0, 0, 0, 0, 2, 4, 8, 16, 30, 60]);
    expect(Math.max(...waits)).toBe(3600);
    // In an hour of waiting one failure is forgotten: it stays at the longest wait.
    expect(waits.at(-1)).toBe(3600);
    const locks = site.events.filter(({ name }) => name === 'authn_login_lock');
    expect(locks[0]?.fields).toMatchObject({ failures: 10, reason: 'account+prefix' });
  });

  test('failures are forgotten, one in an hour', async () => {
    await open();
    await site.statuses(5);
    site.clock.now += HOUR;
    expect(await site.statuses(1)).toEqual([422]);
    expect((await site.try()).status).toBe(429);
    site.clock.now += 7 * HOUR;
    expect(await site.statuses(5)).toEqual([422, 422, 422, 422, 422]);
  });

  test('a hundred attempts at once: no more reach the password than one after the other', async () => {
    await open();
    const answers = await Promise.all(Array.from({ length: 100 }, () => site.try()));
    expect(site.reached()).toBe(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(95);
  });

  test('another account from the same place, and the same account from another, are not held up', async () => {
    await open();
    await site.statuses(6);
    expect((await site.try()).status).toBe(429);
    expect((await site.try(honest({ username: 'daniel' }))).status).toBe(303);
    expect((await site.try(honest({ from: '198.51.100.7' }))).status).toBe(303);
  });

  test('a lock-out attempt: the member still gets in from the usual place, captcha or not', async () => {
    await open({ captcha: (req) => req.headers['x-captcha'] === 'passed' });
    expect((await site.try(honest())).status).toBe(303);
    const attack = await site.statuses(60, (number) => ({ from: elsewhere(number) }));
    expect(attack.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 422));
    // From elsewhere a captcha is wanted for this account by now, of the member as well.
    expect(attack.slice(20).every((status) => status === 403)).toBe(true);
    expect((await site.try(honest({ from: '192.0.2.1' }))).status).toBe(403);
    const passed = honest({ from: '192.0.2.1', headers: { 'x-captcha': 'passed' } });
    expect((await site.try(passed)).status).toBe(303);
    expect((await site.try(honest())).status).toBe(303);
  });

  test('without a captcha guessing at one account from everywhere is slow, and its member waits 30 s at most', async () => {
    await open();
    const statuses = await site.statuses(300, (number) => ({ from: elsewhere(number) }));
    expect(statuses.filter((status) => status === 422)).toHaveLength(20);
    const hour: number[] = [];
    for (let second = 0; second < 3600; second += 10) {
      site.clock.now += 10_000;
      hour.push((await site.try({ from: elsewhere(second) })).status);
    }
    // One each 30 seconds, where it had been as many as an attacker has networks.
    expect(hour.filter((status) => status === 422).length).toBeLessThanOrEqual(125);
    const waiting = await site.try(honest({ from: '192.0.2.1' }));
    expect(Number(waiting.headers.get('retry-after') ?? 0)).toBeLessThanOrEqual(30);
    site.clock.now += 30_000;
    expect((await site.try(honest({ from: '192.0.2.1' }))).status).toBe(303);
  });

  test('spraying from one address is locked after a hundred, those who were here before get in', async () => {
    await open();
    expect((await site.try(honest({ username: 'mei' }))).status).toBe(303);
    const statuses = await site.statuses(120, (number) => ({ username: `nobody-${number}` }));
    expect(statuses.filter((status) => status === 422)).toHaveLength(100);
    expect((await site.try(honest({ username: 'arun' }))).status).toBe(429);
    expect((await site.try(honest({ username: 'mei' }))).status).toBe(303);
  });

  test('200 honest people behind one address, one of five mistyping once: nobody waits', async () => {
    await open();
    for (let number = 0; number < 200; number += 1) {
      const who = ['aisyah', 'daniel', 'mei', 'arun'][number % 4] ?? '';
      if (number % 5 === 0) expect((await site.try({ username: who })).status).toBe(422);
      expect((await site.try(honest({ username: who }))).status).toBe(303);
    }
  });

  test('the /64s of one IPv6 site are one place', async () => {
    await open();
    const statuses = await site.statuses(6, (number) => ({ from: `2001:db8:1:${number}::9` }));
    expect(statuses).toEqual([422, 422, 422, 422, 422, 429]);
    expect((await site.try({ from: '2001:db8:2::9' })).status).toBe(422);
  });

  test('a name is the same in capitals, with blanks, in full width; an empty one gets nowhere', async () => {
    await open();
    const names = ['aisyah', 'AISYAH', ' aisyah ', 'ａｉｓｙａｈ', 'Aisyah', 'aisyah'];
    expect(await site.statuses(6, (number) => ({ username: names[number] ?? '' }))).toEqual([
      422, 422, 422, 422, 422, 429,
    ]);
    const empty = await site.statuses(30, (number) => ({ username: '', from: elsewhere(number) }));
    expect(new Set(empty)).toEqual(new Set([400]));
    expect(site.reached()).toBe(5);
  });

  test('unknown account and wrong password look the same, to the last header', async () => {
    await open();
    const shape = async (username: string): Promise<unknown[]> => {
      const all: unknown[] = [];
      for (let number = 0; number < 12; number += 1) {
        const { status, headers, text } = await site.try({ username, from: '192.0.2.77' });
        const kept = [...headers].filter(([name]) => !['date', 'x-request-id'].includes(name));
        all.push([status, kept, text]);
      }
      return all;
    };
    const known = await shape('daniel');
    site.clock.now += 24 * HOUR;
    expect(await shape('nobody-at-all')).toEqual(known);
  });

  it('says by RateLimit headers how many are left', async () => {
    await open();
    const { headers } = await site.try();
    expect(headers.get('ratelimit-policy')).toBe('"account+prefix";q=5;w=18000');
    expect(headers.get('ratelimit')).toBe('"account+prefix";r=4;t=3600');
    await site.statuses(4);
    const refused = await site.try();
    expect(refused.headers.get('ratelimit')).toBe('"account+prefix";r=0;t=2');
    expect(refused.headers.get('retry-after')).toBe('2');
  });

  it('tells the handler what comes next', async () => {
    await open();
    const next = async (): Promise<unknown> => JSON.parse((await site.try()).text);
    expect(await next()).toEqual({ next: { action: 'allow', wait: 0, left: 4 } });
    await site.statuses(3);
    expect(await next()).toEqual({ next: { action: 'delay', wait: 2000, left: 0 } });
  });
});

describe('what is told of it', () => {
  test('each failure, the limit once, each refusal, and what is made of them', async () => {
    site = await guardSite();
    await site.statuses(50);
    await site.guard.close();
    const happened = site.happened();
    const times = (name: string): number => happened.filter((one) => one === name).length;
    expect(happened.slice(0, 7)).toEqual([
      ...Array.from({ length: 5 }, () => 'authn_login_fail'),
      'authn_login_fail_max',
      'login_refused',
    ]);
    expect([times('login_refused'), times('login_incident_opened')]).toEqual([45, 1]);
    expect(site.guard.counters()).toMatchObject({ failed: 5, refused: { delay: 45 } });
  });

  test('a failure has name, reason, address and program', async () => {
    site = await guardSite();
    await site.try({ username: ' Nobody ' });
    expect(site.events[0]).toMatchObject({
      name: 'authn_login_fail',
      fields: {
        account: 'nobody',
        reason: 'unknown_account',
        source_ip: '203.0.113.9',
        client: 'Firefox 128 on Linux',
      },
    });
  });

  test('incidents have the hash that the log has for the account', async () => {
    const key = 'k'.repeat(32);
    site = await guardSite({ key });
    const { accountHasher } = await import('@emas/events/internal');
    await site.statuses(20);
    const [incident] = site.guard.incidents();
    expect(Object.keys(incident?.evidence.accounts.top ?? {})).toEqual([
      accountHasher(key)('aisyah'),
    ]);
    expect(JSON.stringify(site.guard.incidents())).not.toContain('aisyah');
  });
});

describe('who is refused gets', () => {
  test('a problem document, or a page in English or Malay', async () => {
    site = await guardSite();
    await site.statuses(5);
    const json = await site.try({ headers: { accept: 'application/json' } });
    expect(json.headers.get('content-type')).toMatch(/application\/problem\+json/);
    expect(JSON.parse(json.text)).toEqual({
      type: 'about:blank',
      title: 'Too many attempts to sign in',
      status: 429,
      code: 'ERR_EMAS_LOGIN_THROTTLED',
      retryAfter: 2,
    });
    const page = (language: string): Promise<{ text: string }> =>
      site.try({ headers: { accept: 'text/html', 'accept-language': language } });
    expect((await page('en')).text).toMatch(/<html lang="en">.*Please try again in 2 seconds\./);
    expect((await page('ms')).text).toMatch(/<html lang="ms">.*dalam masa 2 saat\./);
  });

  test("the app's own answer, with status and headers set", async () => {
    site = await guardSite({
      refuse: (_req, res, { reason, wait }) => res.send(`${reason} ${wait}`),
    });
    await site.statuses(5);
    const { status, text, headers } = await site.try();
    expect([status, text, headers.get('retry-after')]).toEqual([429, 'delay 2000', '2']);
  });

  test('a blocked network: 403, and the password is not looked at', async () => {
    site = await guardSite({
      blocks: { find: (address) => (address === '203.0.113.9' ? {} : undefined) },
    });
    const { status, text } = await site.try(honest());
    expect(status).toBe(403);
    expect(JSON.parse(text)).toMatchObject({ code: 'ERR_EMAS_LOGIN_BLOCKED' });
    expect(site.reached()).toBe(0);
    expect(site.happened()).toEqual(['login_refused']);
    expect((await site.try(honest({ from: '192.0.2.1' }))).status).toBe(303);
  });

  test('a page behind the gate: 403, which is no attempt to sign in', async () => {
    const blocked = { find: (address: string) => (address === '203.0.113.9' ? {} : undefined) };
    const bus = createEventBus();
    const heard: string[] = [];
    bus.subscribe(({ name }) => void heard.push(name));
    const { gate } = loginGuard({ blocks: blocked, events: bus });
    site = await guardSite({}, undefined, (app) => {
      app.use(gate);
    });
    for (let number = 0; number < 20; number += 1) {
      expect((await site.try({ headers: { accept: 'text/html' } })).text).toMatch(
        /not possible from your network/,
      );
    }
    expect((await site.try({ from: '192.0.2.1' })).status).toBe(422);
    expect(heard).toEqual([]);
  });
});
