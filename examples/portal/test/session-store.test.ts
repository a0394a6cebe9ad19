import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { openRedisDoor } from '../../../test/engine/redis-door.ts';
import type { RedisDoor } from '../../../test/engine/redis-door.ts';
import { startRedis } from '../../../test/engine/start-redis.ts';
import type { RedisServer } from '../../../test/engine/start-redis.ts';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { MEMBER, portalApp } from './portal-app.ts';

const SECRET = 'Ubi jQuery9 of the tests, long enough';

/** What the process was warned of, each kind once. */
const warnings: string[] = [];

let redis: RedisServer;
let door: RedisDoor;

beforeAll(async () => {
  jest.spyOn(process, 'emitWarning').mockImplementation((message) => {
    warnings.push(String(message));
  });
  redis = await startRedis();
  door = await openRedisDoor(redis);
});

afterAll(async () => {
  jest.restoreAllMocks();
  await door.shut();
  await redis.stop();
});

/** The portal of one start: the next one knows its secret. */
const started = (): ReturnType<typeof portalApp> =>
  portalApp({ redis: door.url, sessionSecret: SECRET });

const signIn = (app: ReturnType<typeof portalApp>): request.Test =>
  request(app).post('/en/login').set('Sec-Fetch-Site', 'same-origin').type('form').send(MEMBER);

/** Redis is asked for in the background: the first requests may come before it answers. */
async function signedInWhenRedisAnswers(
  app: ReturnType<typeof portalApp>,
): Promise<request.Response> {
  return waitUntil('Redis to answer', async () => {
    const answer = await signIn(app);
    return answer.status === 503 ? undefined : answer;
  });
}

describe('sessions in Redis', () => {
  it('go on when the portal has been started anew', async () => {
    const signedIn = await signedInWhenRedisAnswers(started());
    expect(signedIn.get('Location')).toBe('/en/account');
    const cookies = signedIn.get('Set-Cookie') ?? [];
    const session = cookies.find((one) => !one.includes('login-device')) ?? '';
    const cookie = session.split(';')[0] ?? '';
    const after = started();
    await signedInWhenRedisAnswers(after);
    const account = await request(after).get('/en/account').set('Cookie', cookie);
    expect(account.text).toContain('Where you are signed in');
  });

  it('are missed in words while Redis is away', async () => {
    await door.shut();
    const app = started();
    // Answered while it is away. What was refused must not happen when it comes back.
    expect((await signIn(app)).status).toBe(503);
    expect((await request(app).get('/en/clinics')).status).toBe(200);
    // The guard is told that nothing came of it.
    expect(warnings.filter((message) => message.includes('login was answered'))).toEqual([]);
    await door.open();
  });
});
