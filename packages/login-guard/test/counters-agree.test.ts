import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createClient } from 'redis';
import { startRedis } from '../../../test/engine/start-redis.ts';
import type { RedisServer } from '../../../test/engine/start-redis.ts';
import { examples } from '../../../test/runner/repetition.ts';
import { keysOfAccounts, keysOfNetwork } from '../src/throttle/counted-keys.ts';
import type { Counters } from '../src/throttle/counters.ts';
import { MemoryCounters } from '../src/throttle/memory-counters.ts';
import { RedisCounters } from '../src/throttle/redis-counters.ts';
import { RedisKnownPlaces } from '../src/throttle/redis-known-places.ts';
import { DEFAULT_RULES, resolveRules } from '../src/throttle/rules.ts';

let server: RedisServer;
let redis: ReturnType<typeof createClient>;

beforeAll(async () => {
  server = await startRedis();
  redis = createClient({ socket: { path: server.path, tls: false } });
  await redis.connect();
});

afterAll(async () => {
  redis.destroy();
  await server.stop();
});

const RULES = resolveRules(
  [
    ...DEFAULT_RULES.slice(0, 2),
    {
      by: ['prefix'],
      tiers: [
        { after: 6, action: 'delay', for: 1000, upTo: 7000 },
        { after: 8, action: 'captcha' },
        { after: 12, action: 'lock', for: 5000, upTo: 100_000 },
      ],
      forget: 20_000,
    },
  ],
  true,
);

const step = fc.record({
  account: fc.constantFrom('a', 'b', 'c', ''),
  prefix: fc.constantFrom('p', 'q'),
  isKnown: fc.boolean(),
  passed: fc.boolean(),
  isCounted: fc.constantFrom(true, true, true, false),
  then: fc.constantFrom('fail', 'fail', 'fail', 'succeed', 'refund'),
  wait: fc.constantFrom(0, 0, 1, 999, 1000, 1500, 30_000, 600_000, 7_200_000),
});

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

async function run(counters: Counters, steps: readonly Step[]): Promise<unknown[]> {
  let now = 1_800_000_000_000;
  const said: unknown[] = [];
  for (const { account, prefix, isKnown, passed, isCounted, then, wait } of steps) {
    now += wait;
    const origin = { prefix, address: prefix, exact: prefix };
    const tried = account === '' ? [] : [{ account, place: prefix, isKnown }];
    const keys = [...keysOfAccounts(RULES, tried, origin), ...keysOfNetwork(RULES, tried, origin)];
    const decision = await counters.begin(keys, { hasPassed: passed, isCounted }, now);
    said.push(decision);
    if (decision.action !== 'allow') continue;
    if (then === 'succeed') said.push(await counters.succeed(keys, now));
    if (then === 'refund') await counters.refund(keys, now);
  }
  return said;
}

test('Redis and memory decide the same, whatever happens', async () => {
  let number = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 60 }), async (steps) => {
      number += 1;
      const shared = new RedisCounters(redis, `{agree${number}}:`);
      expect(await run(shared, steps)).toEqual(await run(new MemoryCounters(RULES), steps));
    }),
    examples(150),
  );
});

test('what Redis keeps goes by itself: each counter has a time to live', async () => {
  const shared = new RedisCounters(redis, '{ttl}:');
  const keys = RULES.map((rule) => ({
    rule,
    key: `${rule.name}:x`,
    account: '',
    isExempt: false,
  }));
  for (let number = 0; number < 5; number += 1) {
    await shared.begin(keys, { hasPassed: true, isCounted: true }, Date.now());
  }
  await shared.succeed(keys.slice(0, 1), Date.now());
  await new RedisKnownPlaces(redis, '{ttl}:').add(['a', 'b']);
  const names = await redis.keys('{ttl}:*');
  expect(names.length).toBeGreaterThanOrEqual(3);
  for (const name of names) expect(await redis.pTTL(name)).toBeGreaterThan(0);
});

test('nothing is left of a counter after its longest time, however many failures there were', async () => {
  const [rule] = resolveRules(
    [
      {
        by: ['account'],
        tiers: [{ after: 3, action: 'captcha' }],
        forget: 3_600_000,
      },
    ],
    true,
  );
  if (rule === undefined) throw new Error('There is one rule.');
  const keys = [{ rule, key: 'account:x', account: 'x', isExempt: false }];
  const shared = new RedisCounters(redis, '{longest}:');
  const own = new MemoryCounters([rule]);
  let now = 1_800_000_000_000;
  // Whoever passes a captcha each time is let through, and counted, for as long as he likes.
  for (let number = 0; number < 200; number += 1) {
    now += 10;
    await shared.begin(keys, { hasPassed: true, isCounted: true }, now);
    await own.begin(keys, { hasPassed: true, isCounted: true }, now);
  }
  expect(rule.longest).toBe(27 * 3_600_000);
  expect(await redis.pTTL('{longest}:account:x')).toBeLessThanOrEqual(rule.longest);
  const later = { hasPassed: false, isCounted: false };
  const before = await own.begin(keys, later, now + rule.longest - 1);
  expect(before.action).toBe('captcha');
  expect((await own.begin(keys, later, now + rule.longest + 1)).action).toBe('allow');
});
