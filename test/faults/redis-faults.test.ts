import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { CLIENTS } from '../../packages/session/test/store-connections.ts';
import { CLUSTER_CLIENTS, startCluster } from '../../packages/session/test/store-cluster.ts';
import type { RedisCluster } from '../../packages/session/test/store-cluster.ts';
import type { Answer, Visitor } from '../../packages/session/test/visitor.ts';
import { startRedis } from '../engine/start-redis.ts';
import type { RedisServer } from '../engine/start-redis.ts';
import { waitUntil } from '../waiting/wait-until.ts';
import { OPERATIONS, faultSite } from './redis-fault-site.ts';
import type { FaultSite, Operation } from './redis-fault-site.ts';
import { REDIS_FAULTS } from './redis-faults.ts';
import type { RedisFault } from './redis-faults.ts';

/*
 * A Redis that answers and does not write. Every part goes on as it should, says so once, and is itself again
 * when Redis is.
 */

/** More than it takes for every part to notice. */
const TRIES = 12;

let server: RedisServer;
let cluster: RedisCluster;
beforeAll(async () => {
  [server, cluster] = await Promise.all([startRedis(), startCluster()]);
});
afterAll(async () => {
  await Promise.all([server.stop(), cluster.stop()]);
});

/** What one operation was answered, so many times. */
interface Outcome {
  readonly statuses: readonly number[];
  readonly last: Answer;
}

let number = 0;

async function attempt(site: FaultSite, member: Visitor, operation: Operation): Promise<Answer> {
  number += 1;
  const address = `203.0.${number >> 8}.${number & 255}`;
  switch (operation) {
    case 'read':
    case 'write':
    case 'limit':
      return member.get(`/${operation}`);
    case 'sign-in':
      return site.visitor().get('/sign-in/daniel');
    case 'sign-out':
      return member.thief({}).get('/sign-out');
    case 'login':
      return site.visitor().from(address).get(`/login?name=n${number}`, { method: 'POST' });
    default:
      return site.visitor().get(`/captcha?token=${encodeURIComponent(site.solveCaptcha())}`);
  }
}

async function outcomeOf(site: FaultSite, member: Visitor, operation: Operation): Promise<Outcome> {
  const answers: Answer[] = [];
  for (let time = 0; time < TRIES; time += 1) {
    answers.push(await attempt(site, member, operation));
  }
  const last = answers.at(-1);
  if (last === undefined) throw new Error('nothing was asked');
  return { statuses: [...new Set(answers.map(({ status }) => status))], last };
}

const EXPECTED: Readonly<Record<Operation, number>> = {
  read: 200,
  write: 200,
  'sign-in': 503,
  'sign-out': 503,
  limit: 200,
  login: 401,
  captcha: 200,
};

/** `sessions writes`, in the order in which they were told. */
function failuresIn({ told }: FaultSite): string[] {
  return told
    .filter(({ name }) => name === 'store_failed')
    .map(({ fields }) => `${Reflect.get(fields, 'store')} ${Reflect.get(fields, 'direction')}`);
}

async function expectToLastThrough(
  fault: RedisFault,
  site: FaultSite,
  admins: readonly Redis[],
): Promise<void> {
  const member = site.visitor();
  await member.get('/sign-in/aisyah');
  const { account } = (await member.get('/read')).json;
  expect(account).not.toBeNull();
  await Promise.all(admins.map((admin) => fault.begin(admin)));
  const outcomes = new Map<Operation, Outcome>();
  try {
    for (const operation of OPERATIONS) {
      outcomes.set(operation, await outcomeOf(site, member, operation));
    }
  } finally {
    await Promise.all(admins.map((admin) => fault.fix(admin)));
  }
  // Most sign-outs are not asked for, as writes have failed before; one that tries whether they work again may be.
  const isSignedOut = outcomes.get('sign-out')?.statuses.includes(200) === true;
  if (isSignedOut) expect(fault.deletes).toBe(true);
  for (const [operation, { statuses }] of outcomes) {
    const refused = statuses.filter((status) => operation !== 'sign-out' || status !== 200);
    // Where the first sign-out was carried out, nothing was left that a later one could be refused for.
    if (refused.length === 0) continue;
    expect({ operation, refused }).toEqual({ operation, refused: [EXPECTED[operation]] });
  }
  for (const operation of ['sign-in', 'sign-out'] as const) {
    const { status, headers } = outcomes.get(operation)?.last ?? {};
    expect(headers?.get('retry-after')).toBe(status === 200 ? null : '5');
  }
  const failures = failuresIn(site);
  const repeated = failures.filter((failure, at) => failures.indexOf(failure) !== at);
  // A sign-out that was carried out had writes work again for a moment.
  expect(repeated.filter((failure) => !isSignedOut || failure !== 'sessions writes')).toEqual([]);
  expect(failures).toEqual(
    expect.arrayContaining([
      'sessions writes',
      'rate limits writes',
      'login counters writes',
      'used captchas writes',
    ]),
  );
  const lost = site.told.filter(({ name }) => name === 'session_write_lost');
  expect(lost.length).toBeGreaterThanOrEqual(fault.answer === '' ? 1 : TRIES);
  expect(site.sessions.counters().lostWrites).toBe(lost.length);
  if (fault.answer !== '') {
    // A connection that waits for a write lets nothing else through; one that was answered does.
    expect(outcomes.get('read')?.last.json['account']).toBe(account);
    expect(failures).not.toContain('sessions reads');
    const [first] = site.told.filter(({ name }) => name === 'store_failed');
    expect(first?.fields).toMatchObject({ fault: fault.answer });
  }

  await waitUntil('sign-ins to work again', async () => {
    const { status } = await site.visitor().get('/sign-in/mei');
    return status === 200;
  });
  // What was refused was not ended; a command that was only late is carried out in the end.
  if (fault.answer !== '') {
    expect((await member.get('/read')).json['account'] ?? null).toBe(isSignedOut ? null : account);
  }
  const names = site.told.map(({ name }) => name);
  expect(names).toContain('store_recovered');
  expect(names.includes('session_use_after_expire')).toBe(isSignedOut);
}

describe.each(Object.entries(CLIENTS))('%s', (_, connect) => {
  test.each(REDIS_FAULTS)('Redis $name', async (fault) => {
    const { client, close } = await connect(server.path);
    const admin = new Redis({ path: server.path });
    const site = await faultSite(client);
    try {
      await expectToLastThrough(fault, site, [admin]);
    } finally {
      await site.close();
      close();
      admin.disconnect();
    }
  });
});

describe.each(CLUSTER_CLIENTS)('a cluster by %s', (_, connect) => {
  test.each(REDIS_FAULTS.filter(({ inCluster }) => inCluster))('Redis $name', async (fault) => {
    const { client, close } = await connect(cluster);
    const admins = cluster.ports.map((port) => new Redis({ host: '127.0.0.1', port }));
    const site = await faultSite(client);
    try {
      await expectToLastThrough(fault, site, admins);
    } finally {
      await site.close();
      close();
      for (const admin of admins) admin.disconnect();
    }
  });
});
