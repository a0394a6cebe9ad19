import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { startRedis } from '../../../test/engine/start-redis.ts';
import type { RedisServer } from '../../../test/engine/start-redis.ts';
import { openRedis } from '../src/session-store.ts';
import type { OpenStore } from '../src/session-store.ts';
import { MEMBER, portalApp } from './portal-app.ts';

const SECRET = 'a secret of the tests, long enough to be one';

let redis: RedisServer;
/** Leads from a port to the socket file. */
let door: Server;
const opened: OpenStore[] = [];

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

afterEach(() => {
  for (const { close } of opened.splice(0)) close();
});

afterAll(async () => {
  door.close();
  await redis.stop();
});

async function open(port = (door.address() as AddressInfo).port): Promise<OpenStore> {
  const store = await openRedis(`redis://127.0.0.1:${port}`);
  opened.push(store);
  return store;
}

const signIn = (app: ReturnType<typeof portalApp>): request.Test =>
  request(app).post('/en/login').set('Sec-Fetch-Site', 'same-origin').type('form').send(MEMBER);

describe('sessions in Redis', () => {
  it('go on when the portal has been started anew', async () => {
    const before = await open();
    const signedIn = await signIn(portalApp(before.store, SECRET));
    expect(signedIn.get('Location')).toBe('/en/account');
    before.close();
    opened.length = 0;
    const cookie = signedIn.get('Set-Cookie')?.[0]?.split(';')[0] ?? '';
    const after = portalApp((await open()).store, SECRET);
    const account = await request(after).get('/en/account').set('Cookie', cookie);
    expect(account.text).toContain('Only this one');
  });

  it('are missed in words while Redis is away, which is told once', async () => {
    const told = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const app = portalApp((await open(1)).store);
    const started = performance.now();
    expect((await signIn(app)).status).toBe(503);
    // Nothing is kept for later: what was refused must not happen when Redis comes back.
    expect(performance.now() - started).toBeLessThan(1000);
    expect((await request(app).get('/en/clinics')).status).toBe(200);
    expect(told).toHaveBeenCalledTimes(1);
    told.mockRestore();
  });
});
