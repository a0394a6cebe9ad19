import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { memoryStore, redisStore } from '@emas/session';
import type { RecordStore, SessionOptions } from '@emas/session';
import type { Application } from 'express';
import { createClient } from 'redis';
import { startRedis } from '../../../test/engine/start-redis.ts';
import type { RedisServer } from '../../../test/engine/start-redis.ts';
import { CHROME_ON_WINDOWS, serveSessions } from './visitor.ts';
import type { SessionSite } from './visitor.ts';

/* What a visitor did last holds: no request that comes late, or from elsewhere, takes it back. */

let server: RedisServer;
let redis: ReturnType<typeof createClient>;
let site: SessionSite | undefined;
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
afterEach(async () => {
  await site?.close();
  await redis.flushAll();
});

const STORES: Readonly<Record<string, () => RecordStore>> = {
  memory: () => memoryStore(),
  Redis: () => redisStore({ redis, app: 'portal' }),
};

describe.each(Object.keys(STORES))('with sessions in %s', (kind) => {
  async function open(options: Partial<SessionOptions> = {}): Promise<SessionSite> {
    const store = STORES[kind]?.() ?? memoryStore();
    site = await serveSessions({ store, ...options }, (app: Application) => {
      app.get('/put/:key', (req, res) => {
        Reflect.set(req.session, req.params.key, true);
        res.send('put');
      });
      app.get('/save/:key', (req, res, next) => {
        Reflect.set(req.session, req.params.key, true);
        req.session.save((error: unknown) =>
          error === undefined ? res.send('saved') : next(error),
        );
      });
      app.get('/again', (req, res, next) => {
        req.session.regenerate((error: unknown) => {
          if (error !== undefined) next(error);
          else {
            Reflect.set(req.session, 'again', true);
            res.send('anew');
          }
        });
      });
      app.get('/who', (req, res) => {
        const { status, account } = req.emas?.session ?? {};
        res.json({ status, isMember: account !== undefined, data: Object.keys(req.session) });
      });
    });
    return site;
  }

  test.each(['/untouched', '/put/late', '/save/late', '/views'])(
    'a request of before a sign-in that asks for %s takes no cookie and leaves none',
    async (path) => {
      const { visitor, sessions } = await open();
      const member = visitor();
      await member.get('/put/before');
      const late = member.thief({});
      await member.get('/sign-in/aisyah');
      const created = sessions.counters().created;
      const answer = await late.get(path);
      expect(answer.status).toBe(200);
      expect(answer.setCookies).toEqual([]);
      expect(sessions.counters().created).toBe(created);
      expect((await member.get('/who')).json).toMatchObject({ status: 'active', isMember: true });
    },
  );

  test('a late request that begins a session of its own on purpose gets it', async () => {
    const { visitor } = await open();
    const member = visitor();
    await member.get('/put/before');
    const late = member.thief({});
    await member.get('/sign-in/aisyah');
    expect((await late.get('/again')).setCookies).toHaveLength(1);
    expect((await late.get('/who')).json['data']).toContain('again');
  });

  const elsewhere = { 'x-forwarded-for': '198.51.100.7', 'user-agent': CHROME_ON_WINDOWS };

  test.each(['/untouched', '/put/draft', '/save/draft', '/views'])(
    'whose session is withheld elsewhere has it again at home, after %s as well',
    async (path) => {
      const { visitor } = await open();
      const member = visitor();
      await member.get('/sign-in/aisyah');
      const abroad = member.as(elsewhere);
      const cookies = [...member.jar];
      const answer = await abroad.get(path);
      // One of its own, where something is to be kept, and that of the session stays.
      const names = answer.setCookies.map((one) => one.split('=', 1)[0]);
      expect(names).toEqual(path === '/untouched' ? [] : [`${cookies[0]?.[0]}-away`]);
      expect([...member.jar]).toEqual(expect.arrayContaining(cookies));
      expect((await abroad.get('/who')).json).toMatchObject({
        status: 'challenged',
        isMember: false,
      });
      expect((await member.get('/who')).json).toMatchObject({ status: 'active', isMember: true });
    },
  );

  test('what is put into the place of a withheld session is there again, and nowhere else', async () => {
    const { visitor } = await open();
    const member = visitor();
    await member.get('/put/at-home');
    await member.get('/sign-in/aisyah');
    const thief = member.thief(elsewhere);
    const abroad = member.as(elsewhere);
    await abroad.get('/put/form-token');
    await abroad.get('/save/draft');
    expect((await abroad.get('/who')).json['data']).toEqual(
      expect.arrayContaining(['form-token', 'draft']),
    );
    expect((await abroad.get('/who')).json['data']).not.toContain('at-home');
    // Not even the same cookie from the same place leads there: the one that was stolen is not enough.
    for (const other of [thief, member]) {
      const { data } = (await other.get('/who')).json;
      expect(data).not.toContain('form-token');
      expect(data).not.toContain('draft');
    }
  });

  test('what is used goes on, also in the place of a withheld session', async () => {
    let now = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => now);
    const { visitor } = await open({ idleTimeout: 100_000 });
    const member = visitor();
    await member.get('/sign-in/aisyah');
    const abroad = member.as(elsewhere);
    await abroad.get('/put/draft');
    for (let turn = 0; turn < 5; turn += 1) {
      now += 60_000;
      expect((await abroad.get('/who')).json['data'] ?? []).toContain('draft');
      // The one at home is in use as well.
      await member.get('/untouched');
    }
    jest.restoreAllMocks();
  });

  test('signing in where it is withheld takes nothing along that a thief may have put there', async () => {
    const { visitor, sessions } = await open();
    const member = visitor();
    await member.get('/sign-in/aisyah');
    const abroad = member.as(elsewhere);
    await abroad.get('/put/return-to');
    await abroad.get('/sign-in/aisyah');
    const { json } = await abroad.get('/who');
    expect(json).toMatchObject({ status: 'active', isMember: true });
    expect(json['data']).not.toContain('return-to');
    expect(member.jar.size).toBe(1);
    expect(await sessions.registry.list('aisyah')).toHaveLength(1);
  });

  test('a sign-out that comes with the id of before says that it ended nothing', async () => {
    const { visitor } = await open();
    const member = visitor();
    await member.get('/put/before');
    const late = member.thief({});
    await member.get('/sign-in/aisyah');
    expect((await late.get('/sign-out')).status).toBe(409);
    expect(late.jar.size).toBe(0);
  });

  test('a hundred that write different keys at once lose none', async () => {
    const { visitor, sessions, events } = await open();
    const member = visitor();
    await member.get('/views');
    const keys = Array.from({ length: 100 }, (_, number) => `key${number}`);
    const before = sessions.counters();
    const answers = await Promise.all(keys.map((key) => member.get(`/put/${key}`)));
    const { json } = await member.get('/who');
    // Where a busy machine let the store's time pass, that is told, and no silent loss.
    const { lostWrites, withoutStore, writes } = sessions.counters();
    const told = events.filter(({ name }) => name === 'session_write_lost');
    expect(told).toHaveLength(lostWrites);
    expect(answers.every(({ status }) => status === 200 || withoutStore > 0)).toBe(true);
    const missing = keys.filter((key) => !(json['data'] as string[]).includes(key));
    expect(missing.length).toBeLessThanOrEqual(lostWrites + withoutStore);
    // Together, and not each on its own.
    if (kind === 'Redis') expect(writes - before.writes).toBeLessThan(keys.length);
  });

  test('a session that cannot be read is a new one, and told', async () => {
    if (kind === 'memory') return;
    const { visitor, happened } = await open();
    const member = visitor();
    await member.get('/views');
    for (const field of ['d', 'm']) {
      const [key = ''] = await redis.keys('emas:portal:session:id:*');
      const fields = await redis.hKeys(key);
      expect(fields).toContain(field);
      await redis.hSet(key, field, '{ not JSON');
      happened();
      const answer = await member.get('/views');
      expect(answer.status).toBe(200);
      expect(answer.json).toMatchObject({ views: 1, status: 'ended' });
      expect(happened()).toContain('session_unreadable');
      expect((await member.get('/sign-in/aisyah')).status).toBe(200);
      await redis.flushAll();
      await member.get('/views');
    }
  });
});
