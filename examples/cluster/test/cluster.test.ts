import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startEngine } from '../../../test/engine/start-engine.ts';
import type { Engine } from '../../../test/engine/start-engine.ts';
import { startExample } from '../../../test/engine/start-example.ts';
import type { RunningExample } from '../../../test/engine/start-example.ts';
import { startRedis } from '../../../test/engine/start-redis.ts';
import type { RedisServer } from '../../../test/engine/start-redis.ts';

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

const folder = mkdtempSync(join(tmpdir(), 'emas-cluster-'));
let engine: Engine;
let redis: RedisServer;
/** Leads from a port to the socket file of Redis. */
let door: Server;
let example: RunningExample;

beforeAll(async () => {
  [engine, redis] = await Promise.all([startEngine(), startRedis()]);
  door = createServer((socket) => {
    const inner = connect(redis.path);
    socket.on('error', () => inner.destroy());
    inner.on('error', () => socket.destroy());
    socket.pipe(inner).pipe(socket);
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  example = await startExample(
    new URL('../src/main.js', import.meta.url),
    {
      WORKERS: '2',
      EMAS_DATA: join(folder, 'data'),
      EMAS_REDIS_URL: `redis://127.0.0.1:${(door.address() as AddressInfo).port}`,
      EMAS_CLICKHOUSE_URL: engine.url,
    },
    folder,
  );
}, 60_000);

afterAll(async () => {
  await example.stop();
  door.close();
  await redis.stop();
  await engine.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Visitor {
  cookie: string;
}

/** A connection of its own each time, so that the processes take turns. */
async function ask(
  path: string,
  visitor: Visitor = { cookie: '' },
  how: Omit<RequestInit, 'headers'> & { readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Response> {
  const answer = await fetch(example.origin + path, {
    redirect: 'manual',
    ...how,
    headers: { Cookie: visitor.cookie, 'User-Agent': CHROME, Connection: 'close', ...how.headers },
  });
  const [set = ''] = answer.headers.getSetCookie();
  if (set !== '') visitor.cookie = set.split(';', 1)[0] ?? '';
  return answer;
}

const signIn = (username: string, password: string, visitor?: Visitor): Promise<Response> =>
  ask('/login', visitor, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: example.origin },
    body: new URLSearchParams({ username, password }),
  });

it('a session goes on in whichever process answers', async () => {
  const visitor = { cookie: '' };
  // Redis may be found a moment after the first request.
  for (let tries = 0; tries < 50; tries += 1) {
    if ((await signIn('member', 'selamat-datang', visitor)).status === 303) break;
    await sleep(100);
  }
  const pids = new Set<number>();
  for (let count = 0; count < 20; count += 1) {
    const { pid, user } = (await (await ask('/who', visitor)).json()) as {
      pid: number;
      user: string;
    };
    expect(user).toBe('member');
    pids.add(pid);
  }
  expect(pids.size).toBe(2);
});

it('a limit is one for all of them', async () => {
  const answers = await Promise.all(Array.from({ length: 25 }, () => ask('/limited')));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(15);
});

it('wrong passwords are counted together, and the security page has all of them', async () => {
  const staff = { cookie: '' };
  expect((await signIn('security', 'jaga-pintu', staff)).status).toBe(303);
  for (let tries = 0; tries < 8; tries += 1) await signIn('victim', `guess-${tries}`);
  const refused = await signIn('victim', 'guess');
  expect(refused.status).toBe(429);
  const failures = async (): Promise<number> => {
    const answer = await ask('/emas/dashboard/api/security?period=today', staff);
    return ((await answer.json()) as { totals: { failures: number } }).totals.failures;
  };
  for (let tries = 0; tries < 150 && (await failures()) < 9; tries += 1) await sleep(200);
  expect(await failures()).toBe(9);
}, 60_000);

it('a process that dies is replaced, and its sessions go on in the others', async () => {
  const visitor = { cookie: '' };
  await signIn('member', 'selamat-datang', visitor);
  const { pid } = (await (await ask('/who', visitor)).json()) as { pid: number };
  process.kill(pid, 'SIGKILL');
  const pids = new Set<number>();
  for (let tries = 0; tries < 100 && pids.size < 2; tries += 1) {
    const answer = await ask('/who', visitor).catch(() => undefined);
    if (answer?.status === 200) {
      const found = (await answer.json()) as { pid: number; user: string };
      expect(found.user).toBe('member');
      pids.add(found.pid);
    }
    await sleep(100);
  }
  expect(pids.size).toBe(2);
  expect(pids).not.toContain(pid);
}, 60_000);

it('ends all processes when it is asked to', async () => {
  const { pid } = (await (await ask('/who')).json()) as { pid: number };
  const [code] = await example.stop();
  expect(code).toBe(0);
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
}, 60_000);
