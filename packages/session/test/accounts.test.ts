import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { memoryStore, redisStore } from '@emas/session';
import type { SessionData, SessionOptions } from '@emas/session';
import { createClient } from 'redis';
import { startRedis } from '../../../test/engine/start-redis.ts';
import type { RedisServer } from '../../../test/engine/start-redis.ts';
import { CHROME_ON_WINDOWS, serveSessions } from './visitor.ts';
import type { SessionSite } from './visitor.ts';

let server: RedisServer;
let site: SessionSite | undefined;
let client: ReturnType<typeof createClient>;

beforeAll(async () => {
  server = await startRedis();
  client = createClient({ socket: { path: server.path, tls: false } });
  client.on('error', () => undefined);
  await client.connect();
});

afterAll(async () => {
  client.destroy();
  await server.stop();
});

afterEach(async () => {
  await site?.close();
  await client.sendCommand(['FLUSHALL']);
});

describe.each(['memory', 'Redis'] as const)('in %s', (kind) => {
  async function open(options: Partial<SessionOptions> = {}): Promise<SessionSite> {
    const store = kind === 'memory' ? memoryStore() : redisStore({ redis: client, app: 'portal' });
    site = await serveSessions({ store, ...options }, (app) => {
      app.get('/mine', async (req, res) => res.json({ mine: await req.emas?.session?.list() }));
      app.get('/end/:handle', async (req, res) => {
        res.json({ ended: await req.emas?.session?.endOther(req.params.handle) });
      });
      app.get('/enter/:account', async (req, res) => {
        const note = { note: `begun as ${req.params.account}` } as Partial<SessionData>;
        await req.emas?.session?.signIn(req.params.account, note);
        res.json({});
      });
      app.get('/data', (req, res) => {
        const { cookie: _, ...data } = req.session as unknown as Record<string, unknown>;
        res.json(data);
      });
      app.get('/end-others', async (req, res) => {
        res.json({ ended: await req.emas?.session?.endOthers() });
      });
      app.get('/user/:name', (req, res) => {
        Reflect.set(
          req.session,
          'user',
          req.params.name === 'nobody' ? undefined : req.params.name,
        );
        res.json({});
      });
    });
    return site;
  }

  test('signing in gives a new id, keeps the data, and ends the former id', async () => {
    const { visitor, happened } = await open();
    const member = visitor();
    await member.get('/views');
    const before = member.thief({});
    happened();
    await member.get('/sign-in/aisyah');
    expect((await member.get('/views')).json['views']).toBe(2);
    expect(happened()).toEqual(['session_renewed']);
    expect((await before.get('/views')).json['views']).toBe(1);
  });

  test('what one account left in a session does not go on into another’s', async () => {
    const { visitor } = await open();
    const shared = visitor();
    await shared.get('/enter/aisyah');
    await shared.get('/user/aisyah');
    await shared.get('/enter/farid');
    expect((await shared.get('/data')).json).toEqual({ note: 'begun as farid' });
    await shared.get('/user/farid');
    await shared.get('/enter/farid');
    expect((await shared.get('/data')).json).toEqual({ note: 'begun as farid', user: 'farid' });
  });

  test('a member sees each session with where it is, and which is this one', async () => {
    const { visitor } = await open();
    const phone = visitor({ 'x-forwarded-for': '203.0.113.9' });
    const desk = visitor({ 'x-forwarded-for': '198.51.100.7', 'user-agent': CHROME_ON_WINDOWS });
    const stranger = visitor();
    await phone.get('/sign-in/aisyah');
    await desk.get('/sign-in/aisyah');
    await stranger.get('/sign-in/farid');
    expect((await desk.get('/mine')).json['mine']).toMatchObject([
      { address: '203.0.113.9', client: 'Firefox/Linux', current: false },
      { address: '198.51.100.7', client: 'Chrome/Windows', current: true },
    ]);
    expect((await visitor().get('/mine')).json['mine']).toEqual([]);
  });

  test('a member ends one of the own sessions, and no other', async () => {
    const { visitor, sessions, happened } = await open();
    const [phone, desk, stranger] = [visitor(), visitor(), visitor()];
    await phone.get('/sign-in/aisyah');
    await desk.get('/sign-in/aisyah');
    await stranger.get('/sign-in/farid');
    const [first, second] = await sessions.registry.list('aisyah');
    const [others] = await sessions.registry.list('farid');
    happened();
    expect((await desk.get(`/end/${first?.handle}`)).json).toEqual({ ended: true });
    expect((await desk.get(`/end/${others?.handle}`)).json).toEqual({ ended: false });
    expect((await desk.get(`/end/${second?.handle}`)).json).toEqual({ ended: false });
    expect((await desk.get('/end/nonsense')).json).toEqual({ ended: false });
    expect(happened()).toEqual(['session_expired']);
    expect((await phone.get('/untouched')).json['status']).toBe('ended');
    expect((await desk.get('/untouched')).json['status']).toBe('active');
    expect((await stranger.get('/untouched')).json['status']).toBe('active');
  });

  test('a member ends all other sessions at once', async () => {
    const { visitor, sessions } = await open();
    const all = [visitor(), visitor(), visitor()];
    for (const one of all) await one.get('/sign-in/aisyah');
    expect((await all[1]?.get('/end-others'))?.json).toEqual({ ended: 2 });
    expect(await sessions.registry.list('aisyah')).toHaveLength(1);
    expect((await all[1]?.get('/untouched'))?.json['status']).toBe('active');
  });

  test('beyond ten sessions the oldest of the account ends', async () => {
    const { visitor, sessions, events } = await open();
    const all = Array.from({ length: 12 }, () => visitor());
    for (const one of all) await one.get('/sign-in/aisyah');
    const statuses = [];
    for (const one of all) statuses.push((await one.get('/untouched')).json['status']);
    expect(statuses).toEqual(['ended', 'ended', ...Array.from({ length: 10 }, () => 'active')]);
    expect(await sessions.registry.list('aisyah')).toHaveLength(10);
    const reasons = events.flatMap((event) =>
      event.name === 'session_expired' ? [event.fields.reason] : [],
    );
    expect(reasons).toEqual(['account_limit', 'account_limit']);
  });

  test('staff end a session by the handle that is in the log, or all of an account', async () => {
    const { visitor, sessions, events } = await open();
    const [one, two, three] = [visitor(), visitor(), visitor()];
    for (const each of [one, two, three]) await each.get('/sign-in/aisyah');
    const renewed = events.find((event) => event.name === 'session_created');
    expect(renewed).toBeDefined();
    const [first, second] = await sessions.registry.list('aisyah');
    expect(await sessions.registry.end(first?.handle ?? '')).toBe(true);
    expect(await sessions.registry.end(first?.handle ?? '')).toBe(false);
    expect(await sessions.registry.endAll('aisyah', { except: second?.handle ?? '' })).toBe(1);
    expect((await one.get('/untouched')).json['status']).toBe('ended');
    expect((await two.get('/untouched')).json['status']).toBe('active');
    expect((await three.get('/untouched')).json['status']).toBe('ended');
    expect(await sessions.registry.purge('aisyah')).toBe(1);
    expect(await sessions.registry.list('aisyah')).toEqual([]);
  });

  test('signing out clears the browser, on the server as well', async () => {
    const { visitor, happened, sessions } = await open();
    const member = visitor();
    await member.get('/sign-in/aisyah');
    happened();
    const answer = await member.get('/sign-out');
    expect(answer.json).toEqual({ session: 'gone' });
    expect(answer.headers.get('clear-site-data')).toBe('"storage"');
    expect(answer.setCookies).toHaveLength(1);
    expect(member.jar.size).toBe(0);
    expect(happened()).toEqual(['session_logout']);
    expect(await sessions.registry.list('aisyah')).toEqual([]);
  });

  test('signing out forgets the cookie under every name of ours, and no other', async () => {
    const { visitor } = await open();
    const member = visitor();
    await member.get('/sign-in/aisyah');
    const [[name = ''] = []] = member.jar;
    // By plain HTTP of before, by HTTPS, and with a path, as an app comes by in its life.
    for (const prefix of ['__Host-', '__Secure-']) member.jar.set(prefix + name, 'old');
    member.jar.set('__Host-consent', 'none');
    member.jar.set(`${name}x`, 'of somebody else');
    const { setCookies } = await member.get('/sign-out');
    expect([...member.jar.keys()].toSorted()).toEqual(['__Host-consent', `${name}x`].toSorted());
    const host = setCookies.find((one) => one.startsWith('__Host-'));
    expect(host).toMatch(/; Path=\/(?:;|$)/);
    expect(host).toMatch(/; Secure/);
    expect(host).not.toMatch(/; Domain/);
  });

  test('an account is known by a keyed hash, in the store and in events', async () => {
    const { visitor, events } = await open();
    await visitor().get('/sign-in/aisyah@example.test');
    expect(JSON.stringify(events)).not.toContain('aisyah');
    if (kind === 'memory') return;
    const keys = (await client.sendCommand(['KEYS', '*'])) as string[];
    expect(keys.filter((key) => key.includes(':account:'))).toHaveLength(1);
    expect(keys.join()).not.toContain('aisyah');
    for (const key of keys.filter((one) => one.includes(':id:'))) {
      expect(JSON.stringify(await client.sendCommand(['HGETALL', key]))).not.toContain('aisyah');
    }
  });

  test('an account is found under the former secret as well', async () => {
    const store = kind === 'memory' ? memoryStore() : redisStore({ redis: client, app: 'portal' });
    const older = 'the secret of last year, long enough to be one';
    site = await serveSessions({ store, secret: older });
    await site.visitor().get('/sign-in/aisyah');
    await site.close();
    const newer = 'the secret of this year, long enough to be one';
    site = await serveSessions({ store, secret: [newer, older] });
    await site.visitor().get('/sign-in/aisyah');
    expect(await site.sessions.registry.list('aisyah')).toHaveLength(2);
    expect(await site.sessions.registry.endAll('aisyah')).toBe(2);
  });

  test('an app that keeps the account in its data says how to read it there', async () => {
    const { visitor, sessions } = await open({
      account: (data) => Reflect.get(data, 'user') as string | undefined,
    });
    const member = visitor();
    await member.get('/user/aisyah');
    expect(await sessions.registry.list('aisyah')).toHaveLength(1);
    await member.get('/user/farid');
    expect(await sessions.registry.list('aisyah')).toHaveLength(0);
    expect(await sessions.registry.list('farid')).toHaveLength(1);
    await member.get('/user/nobody');
    expect(await sessions.registry.list('farid')).toHaveLength(0);
  });

  test('an empty account is refused', async () => {
    site = await serveSessions({}, (app) => {
      app.get('/empty', async (req, res) => {
        const fault: unknown = await req.emas?.session?.signIn('').catch((error: unknown) => error);
        res.json({ code: (fault as { code: string }).code });
      });
    });
    expect((await site.visitor().get('/empty')).json).toEqual({ code: 'ERR_EMAS_SESSION_ACCOUNT' });
  });
});
