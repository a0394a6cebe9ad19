import { afterEach, expect, test } from '@jest/globals';
import { createClient } from 'redis';
import { startRedis } from '../../../test/engine/start-redis.ts';
import type { RedisServer } from '../../../test/engine/start-redis.ts';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { PASSWORD, guardSite } from './guard-site.ts';
import type { GuardSite } from './guard-site.ts';

let server: RedisServer | undefined;
let redis: ReturnType<typeof createClient> | undefined;
let site: GuardSite | undefined;

afterEach(async () => {
  await site?.close();
  redis?.destroy();
  await server?.stop();
});

async function open(): Promise<GuardSite> {
  server = await startRedis();
  redis = createClient({
    socket: { path: server.path, tls: false, reconnectStrategy: 50 },
    // What cannot be sent now must not be sent ten seconds later.
    disableOfflineQueue: true,
  });
  redis.on('error', () => undefined);
  await redis.connect();
  site = await guardSite({ redis, app: 'portal' });
  return site;
}

const elsewhere = (number: number): string => `198.${18 + (number >> 8)}.${number & 255}.7`;

test('Redis killed in the middle of an attack: stricter, never open, never shut for all', async () => {
  const { statuses, try: send, happened, guard, clock } = await open();
  // A member who is at home, before anything happens.
  expect((await send({ username: 'mei', password: PASSWORD })).status).toBe(303);
  expect(await statuses(3)).toEqual([422, 422, 422]);
  await server?.kill();

  // Half of five, rounded up: three are let through, however often it is tried.
  const during = await statuses(40);
  expect(during.slice(0, 3)).toEqual([422, 422, 422]);
  expect(new Set(during.slice(3))).toEqual(new Set([429]));
  expect(guard.isAlone).toBe(true);
  // The attacked member elsewhere, others from the attacker's network, those at home: they get in.
  expect((await send({ password: PASSWORD, from: '192.0.2.1' })).status).toBe(303);
  expect((await send({ username: 'daniel', password: PASSWORD })).status).toBe(303);
  expect((await send({ username: 'mei', password: PASSWORD })).status).toBe(303);
  // Spraying meets its limit as well, at half of a hundred, and who was here before still gets in.
  const spray = await statuses(60, (number) => ({ username: `nobody-${number}` }));
  expect(spray.filter((status) => status === 422).length).toBeLessThanOrEqual(50);
  expect(spray.at(-1)).toBe(429);
  expect((await send({ username: 'mei', password: PASSWORD })).status).toBe(303);
  expect(happened().filter((name) => name.startsWith('store_'))).toEqual(['store_failed']);

  await server?.restart();
  let tries = 0;
  await waitUntil('the guard to be no longer alone', async () => {
    clock.now += 60_000;
    await send({ username: 'arun', from: elsewhere(tries) });
    tries += 1;
    return !guard.isAlone;
  });
  expect(happened()).toContain('store_recovered');
  // The shared counters are new, as Redis kept nothing; they hold again.
  const after = await statuses(10, { from: '192.0.2.200' });
  expect(after.filter((status) => status === 422)).toHaveLength(5);
});

test('Redis hangs: an attempt does not wait until it goes on', async () => {
  const { try: send } = await open();
  server?.freeze();
  // Answered before it goes on.
  expect((await send()).status).toBe(422);
  server?.thaw();
});
