import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openRedisDoor } from '../../../test/engine/redis-door.ts';
import type { RedisDoor } from '../../../test/engine/redis-door.ts';
import { startEngine } from '../../../test/engine/start-engine.ts';
import type { Engine } from '../../../test/engine/start-engine.ts';
import { startExample } from '../../../test/engine/start-example.ts';
import type { RunningExample } from '../../../test/engine/start-example.ts';
import { startRedis } from '../../../test/engine/start-redis.ts';
import type { RedisServer } from '../../../test/engine/start-redis.ts';
import { waitUntil } from '../../../test/waiting/wait-until.ts';

const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

const folder = mkdtempSync(join(tmpdir(), 'emas-cluster-'));
let engine: Engine;
let redis: RedisServer;
let door: RedisDoor;
let example: RunningExample;

beforeAll(async () => {
  [engine, redis] = await Promise.all([startEngine(), startRedis()]);
  door = await openRedisDoor(redis);
  example = await startExample(
    new URL('../src/main.js', import.meta.url),
    {
      WORKERS: '2',
      EMAS_DATA: join(folder, 'data'),
      EMAS_REDIS_URL: door.url,
      EMAS_CLICKHOUSE_URL: engine.url,
    },
    folder,
  );
});

afterAll(async () => {
  await example.stop();
  await door.shut();
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
  // The cookie of the device is for the sign-in alone.
  const isOfSession = (cookie: string): boolean => !cookie.startsWith('login-device=');
  const set = answer.headers.getSetCookie().find(isOfSession) ?? '';
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
  const isIn = async (): Promise<boolean> =>
    (await signIn('member', 'selamat-datang', visitor)).status === 303;
  await waitUntil('the member to be signed in', isIn);
  // On a busy machine Redis may now and then not answer in time, and the session be away for a request.
  const knew = new Map<number, number>();
  const isKnownToBoth = async (): Promise<boolean> => {
    const { pid, user } = (await (await ask('/who', visitor)).json()) as {
      pid: number;
      user: string;
    };
    if (user === 'member') knew.set(pid, (knew.get(pid) ?? 0) + 1);
    return knew.size === 2 && [...knew.values()].every((count) => count >= 10);
  };
  await waitUntil('both processes to know the member ten times', isKnownToBoth, {
    state: () => Object.fromEntries(knew),
  });
  expect(knew.size).toBe(2);
});

it('a limit is one for all of them', async () => {
  // One after the other: a process that Redis does not answer in time, as all at once on a busy machine may
  // bring about, counts by itself.
  const statuses: number[] = [];
  while (statuses.length < 25) statuses.push((await ask('/limited')).status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(10);
  expect(statuses.filter((status) => status === 429)).toHaveLength(15);
});

it('wrong passwords are counted together, and the security page has all of them', async () => {
  const staff = { cookie: '' };
  expect((await signIn('security', 'jaga-pintu', staff)).status).toBe(303);
  // Who is slow has waited long enough, is told to wait twice as long, and meets that in the end.
  const statuses: number[] = [];
  while (statuses.length < 9 || statuses.at(-1) !== 429) {
    statuses.push((await signIn('victim', `guess-${statuses.length}`)).status);
    expect(statuses.length).toBeLessThan(20);
  }
  expect(statuses.slice(0, 5)).not.toContain(429);
  const failures = async (): Promise<number> => {
    const answer = await ask('/emas/dashboard/api/security?period=today', staff);
    return ((await answer.json()) as { totals: { failures: number } }).totals.failures;
  };
  const areThere = async (): Promise<boolean> => (await failures()) >= statuses.length;
  await waitUntil('the failures', areThere, { state: failures });
  expect(await failures()).toBe(statuses.length);
});

it('a process that dies is replaced, and its sessions go on in the others', async () => {
  const visitor = { cookie: '' };
  expect((await signIn('member', 'selamat-datang', visitor)).status).toBe(303);
  const { pid } = (await (await ask('/who', visitor)).json()) as { pid: number };
  process.kill(pid, 'SIGKILL');
  const pids = new Set<number>();
  await waitUntil('two processes', async () => {
    // One that was handed to the process as it died is never answered.
    const signal = AbortSignal.timeout(5000);
    const answer = await ask('/who', visitor, { signal }).catch(() => undefined);
    if (answer?.status === 200) {
      const found = (await answer.json()) as { pid: number; user: string | null };
      // Where Redis takes too long there is no session for that request: a lost one is never found again.
      if (found.user === 'member') pids.add(found.pid);
    }
    return pids.size === 2;
  });
  expect(pids).not.toContain(pid);
});

it('says that there is no session while Redis is away, and serves what needs none', async () => {
  const visitor = { cookie: '' };
  await waitUntil('the page', async () => (await ask('/', visitor)).status === 200);
  redis.freeze();
  try {
    const isUnavailable = async (): Promise<boolean> => (await ask('/', visitor)).status === 503;
    await waitUntil('the answer of a page that needs a session', isUnavailable);
    const answer = await ask('/who', visitor);
    expect(answer.status).toBe(200);
    await expect(answer.json()).resolves.toMatchObject({ user: null });
  } finally {
    redis.thaw();
  }
  await waitUntil('the page again', async () => (await ask('/', visitor)).status === 200);
});

it('ends all processes when it is asked to', async () => {
  const { pid } = (await (await ask('/who')).json()) as { pid: number };
  const [code] = await example.stop();
  expect(code).toBe(0);
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});
