import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AddressInfo, Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startRedis } from '../../../test/engine/start-redis.ts';
import type { RedisServer } from '../../../test/engine/start-redis.ts';
import { MEMBER, portalApp } from './portal-app.ts';

const SECRET = 'Ubi jQuery9 of the tests, long enough';

let redis: RedisServer;
/** Leads from a port to the socket file. */
let door: Server;

beforeAll(async () => {
  redis = await startRedis();
  door = createServer((socket) => {
    const inner = connect(redis.path);
    socket.on('error', () => inner.destroy());
    inner.on('error', () => socket.destroy());
    socket.pipe(inner).pipe(socket);
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
});

afterAll(async () => {
  door.close();
  await redis.stop();
});

/** The portal of one start: the next one knows its secret. */
const started = (port = (door.address() as AddressInfo).port): ReturnType<typeof portalApp> =>
  portalApp({ redis: `redis://127.0.0.1:${port}`, sessionSecret: SECRET });

const signIn = (app: ReturnType<typeof portalApp>): request.Test =>
  request(app).post('/en/login').set('Sec-Fetch-Site', 'same-origin').type('form').send(MEMBER);

/** Redis is asked for in the background: the first requests may come before it answers. */
async function signedInWhenRedisAnswers(
  app: ReturnType<typeof portalApp>,
): Promise<request.Response> {
  for (;;) {
    const answer = await signIn(app);
    if (answer.status !== 503) return answer;
    await sleep(50);
  }
}

describe('sessions in Redis', () => {
  it('go on when the portal has been started anew', async () => {
    const signedIn = await signedInWhenRedisAnswers(started());
    expect(signedIn.get('Location')).toBe('/en/account');
    const cookie = signedIn.get('Set-Cookie')?.[0]?.split(';')[0] ?? '';
    const after = started();
    await signedInWhenRedisAnswers(after);
    const account = await request(after).get('/en/account').set('Cookie', cookie);
    expect(account.text).toContain('Where you are signed in');
  });

  it('are missed in words while Redis is away', async () => {
    const app = started(1);
    const began = performance.now();
    expect((await signIn(app)).status).toBe(503);
    // Nothing is kept for later: what was refused must not happen when Redis comes back.
    expect(performance.now() - began).toBeLessThan(1000);
    expect((await request(app).get('/en/clinics')).status).toBe(200);
  });
});
