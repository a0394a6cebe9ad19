import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, test } from '@jest/globals';
import { createEventBus } from '@emas/events';
import type { EmasEvent } from '@emas/events';
import { loginBlocks } from '@emas/login-guard';
import type { BlockRequest, Blocks, BlocksOptions } from '@emas/login-guard';
import fc from 'fast-check';
import { createClient } from 'redis';
import { startRedis } from '../../../../test/engine/start-redis.ts';
import type { RedisServer } from '../../../../test/engine/start-redis.ts';
import { waitUntil } from '../../../../test/waiting/wait-until.ts';
import { examples } from '../../../../test/runner/repetition.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-11-23T01:00:00Z');
const folder = mkdtempSync(join(tmpdir(), 'emas-blocks-'));

let server: RedisServer;
let redis: ReturnType<typeof createClient>;
const open: Blocks[] = [];
let count = 0;

beforeAll(async () => {
  server = await startRedis();
  redis = createClient({
    socket: { path: server.path, tls: false, reconnectStrategy: 50 },
    disableOfflineQueue: true,
  });
  redis.on('error', () => undefined);
  await redis.connect();
});
afterAll(async () => {
  redis.destroy();
  await server.stop();
  rmSync(folder, { recursive: true });
});
afterEach(() => open.splice(0).forEach((blocks) => blocks.close()));

const request = (prefix: string, more: Partial<BlockRequest> = {}): BlockRequest => ({
  prefix,
  duration: HOUR,
  reason: 'spraying',
  by: 'security',
  ...more,
});

function make(options: BlocksOptions): Blocks {
  const blocks = loginBlocks({ now: () => NOW, pollInterval: 50, ...options });
  open.push(blocks);
  return blocks;
}

describe.each(['memory', 'file', 'Redis'])('blocks in %s', (kind) => {
  /** Two that share what they know; in memory both are the same one. */
  const pair = (options: BlocksOptions = {}): [Blocks, Blocks] => {
    count += 1;
    const one = make({ ...shared(), ...options });
    return [one, kind === 'memory' ? one : make({ ...shared(), ...options })];
  };
  const shared = (): BlocksOptions => {
    if (kind === 'file') return { file: join(folder, `${count}.json`) };
    return kind === 'Redis' ? { redis, app: 'portal', prefix: `t${count}:` } : {};
  };

  it('finds every address of a network, and none beside it', async () => {
    const [one, other] = pair();
    await one.add(request('198.51.100.0/24'));
    await one.add(request('2001:db8:1::/48'));
    await one.add(request('203.0.113.9'));
    await other.refresh();
    const blocked = (address: string): boolean => other.find(address) !== undefined;
    expect(
      ['198.51.100.1', '::ffff:198.51.100.255', '2001:db8:1:ffff::1', '203.0.113.9'].map(blocked),
    ).toEqual([true, true, true, true]);
    expect(['198.51.101.1', '2001:db8:2::1', '203.0.113.8', '', 'nonsense'].map(blocked)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it('ends by itself, and is then neither found nor listed', async () => {
    const clock = { now: NOW };
    const [one, other] = pair({ now: () => clock.now });
    await one.add(request('198.51.100.0/24'));
    await one.add(request('198.51.101.0/24', { duration: 2 * HOUR }));
    await other.refresh();
    clock.now += HOUR;
    expect(other.find('198.51.100.1')).toBeUndefined();
    expect((await other.list()).map(({ prefix }) => prefix)).toEqual(['198.51.101.0/24']);
    // Written anew, the ended one is gone from where they are kept as well.
    await other.add(request('198.51.102.0/24'));
    clock.now = NOW;
    const kept = (await one.list()).map(({ prefix }) => prefix);
    expect(kept.toSorted()).toEqual(['198.51.101.0/24', '198.51.102.0/24']);
  });

  it('leaves where it is kept by itself, also where nobody blocks anybody any more', async () => {
    const clock = { now: NOW };
    const [one, other] = pair({ now: () => clock.now });
    await one.add(request('198.51.100.0/24'));
    await one.add(request('198.51.101.0/24', { duration: 2 * HOUR }));
    const kept = async (): Promise<string[]> => {
      const now = NOW;
      // Somebody whose clock is behind sees whatever there is.
      const reader = kind === 'memory' ? one : make({ ...shared(), now: () => now });
      return (await reader.list()).map(({ prefix }) => prefix).toSorted();
    };
    clock.now += HOUR;
    await waitUntil('the ended block to go', async () => (await kept()).length === 1);
    expect(await kept()).toEqual(['198.51.101.0/24']);
    expect((await other.list()).map(({ prefix }) => prefix)).toEqual(['198.51.101.0/24']);
  });

  it('is taken back, and says what it was', async () => {
    const [one, other] = pair();
    const made = await one.add(request('198.51.100.77/24', { incident: 'abc' }));
    expect(made).toEqual({
      prefix: '198.51.100.0/24',
      since: NOW,
      until: NOW + HOUR,
      reason: 'spraying',
      by: 'security',
      incident: 'abc',
    });
    expect(await other.remove('198.51.100.0/24', 'me')).toEqual(made);
    expect(await other.remove('198.51.100.0/24', 'me')).toBeUndefined();
    await one.refresh();
    expect(one.find('198.51.100.1')).toBeUndefined();
  });

  it('made again lasts until the later end, for the newer reason', async () => {
    const [one, other] = pair();
    await one.add(request('198.51.100.0/24', { duration: 5 * HOUR, reason: 'first' }));
    await other.add(request('198.51.100.0/24', { reason: 'second', by: 'night shift' }));
    expect(await one.list()).toMatchObject([
      { until: NOW + 5 * HOUR, reason: 'second', by: 'night shift' },
    ]);
  });

  it('never stands against the allow list', async () => {
    const [one] = pair({ allow: ['203.0.113.0/24', '2001:db8::5'] });
    const error = expect.objectContaining({ code: 'ERR_EMAS_LOGIN_BLOCK' });
    await expect(one.add(request('203.0.113.0/24'))).rejects.toEqual(error);
    await expect(one.add(request('203.0.113.7'))).rejects.toThrow(/lies within 203\.0\.113\.0\/24/);
    await one.add(request('203.0.0.0/16'));
    expect(one.find('203.0.113.7')).toBeUndefined();
    expect(one.find('203.0.114.7')).toBeDefined();
  });

  it('is told when it is made and taken back, by the one who did it', async () => {
    const bus = createEventBus();
    const heard: EmasEvent[] = [];
    bus.subscribe((event) => heard.push(event));
    const [one] = pair({ events: bus });
    await one.add(request('198.51.100.0/24'));
    await one.remove('198.51.100.0/24', 'me');
    expect(heard.map(({ name, fields }) => ({ name, fields }))).toEqual([
      {
        name: 'login_prefix_blocked',
        fields: { prefix: '198.51.100.0/24', duration: HOUR, by: 'security', reason: 'spraying' },
      },
      { name: 'login_prefix_unblocked', fields: { prefix: '198.51.100.0/24', by: 'me' } },
    ]);
  });
});

describe('what is refused', () => {
  it.each<[string, Partial<BlockRequest>, RegExp]>([
    ['not a network', { prefix: 'somewhere' }, /not a network/],
    ['an empty text', { prefix: '' }, /not a network/],
    ['a name', { prefix: 'evil.example/24' }, /not a network/],
    ['everything', { prefix: '0.0.0.0/0' }, /too wide.*\/16/],
    ['half of a country', { prefix: '60.48.0.0/15' }, /too wide/],
    ['all of IPv4 in the clothes of IPv6', { prefix: '::ffff:0:0/96' }, /too wide/],
    ['a wide IPv6 network', { prefix: '2001::/16' }, /too wide.*\/32/],
    ['no end', { duration: Number.NaN }, /"duration".*a minute/],
    ['an end too far', { duration: 31 * 24 * HOUR }, /30 days/],
    ['a moment', { duration: 1000 }, /a minute/],
    ['no reason', { reason: '  ' }, /"reason"/],
    ['nobody', { by: '' }, /"by"/],
  ])('%s', async (_name, more, message) => {
    const blocks = make({});
    await expect(blocks.add({ ...request('198.51.100.0/24'), ...more })).rejects.toThrow(message);
    expect(await blocks.list()).toEqual([]);
  });

  it('more than ten thousand, which are found by one look for each length', async () => {
    const file = join(folder, 'many.json');
    const all = Array.from({ length: 10_000 }, (_, number) => ({
      prefix: `10.${number >> 8}.${number & 255}.0/24`,
      since: NOW,
      until: NOW + HOUR,
      reason: 'test',
      by: 'test',
    }));
    writeFileSync(file, JSON.stringify({ blocks: all }));
    const blocks = make({ file, pollInterval: 10_000 });
    await expect(blocks.add(request('11.0.0.0/24'))).rejects.toThrow(/already 10000 blocks/);
    expect(blocks.find('10.39.15.9')).toBeDefined();
    expect(blocks.find('10.40.0.9')).toBeUndefined();
  });

  it('Redis and a file at once, and an allow list that is none', () => {
    expect(() => loginBlocks({ redis, file: 'x' })).toThrow(/either Redis or a file/);
    expect(() => loginBlocks({ allow: ['office'] })).toThrow(
      expect.objectContaining({ code: 'ERR_EMAS_LOGIN_BLOCKS_OPTIONS' }),
    );
  });

  test('whatever is written, asking never throws', async () => {
    const blocks = make({});
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.ipV4Extended(), fc.ipV6()), async (text) => {
        blocks.find(text);
        await blocks.add(request(text)).catch((error: unknown) => {
          expect(error).toMatchObject({ code: 'ERR_EMAS_LOGIN_BLOCK' });
        });
      }),
      examples(200),
    );
  });
});

test('others see a change without asking, within a look', async () => {
  const file = join(folder, 'seen.json');
  const [one, other] = [make({ file }), make({ file })];
  await one.add(request('198.51.100.0/24'));
  await waitUntil('the other to see it', () => other.find('198.51.100.1'));
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('two processes and this one write to one file at once and lose nothing', async () => {
  const file = join(folder, 'shared.json');
  const program = fileURLToPath(new URL('block-writer.js', import.meta.url));
  const children = [1, 2].map((own) => spawn(process.execPath, [program, file, String(own)]));
  const blocks = make({ file });
  const own = Array.from({ length: 25 }, (_, number) => blocks.add(request(`10.3.${number}.0/24`)));
  const ends = await Promise.all(children.map(async (child) => once(child, 'exit')));
  await Promise.all(own);
  expect(ends.map(([code]) => code as unknown)).toEqual([0, 0]);
  // The children's clock is the real one.
  const later = make({ file, now: Date.now });
  const listed = await later.list();
  expect(listed.filter(({ prefix }) => /^10\.[12]\./.test(prefix))).toHaveLength(100);
});

test('a damaged file is named with the fix, and what was known goes on', async () => {
  const file = join(folder, 'damaged.json');
  const faults: unknown[] = [];
  const blocks = make({ file, onFault: (error) => faults.push(error) });
  await blocks.add(request('198.51.100.0/24'));
  writeFileSync(file, '{"blocks": [');
  await expect(blocks.list()).rejects.toThrow(/damaged\.json cannot be used/);
  await expect(blocks.add(request('198.51.101.0/24'))).rejects.toThrow(
    expect.objectContaining({ code: 'ERR_EMAS_LOGIN_BLOCKS_FILE' }),
  );
  expect(blocks.find('198.51.100.1')).toBeDefined();
  writeFileSync(file, JSON.stringify({ blocks: [{ prefix: 'nonsense' }, 5, null] }));
  expect(await blocks.list()).toEqual([]);
});

test('Redis killed: what was known goes on, a change fails at once and aloud', async () => {
  const blocks = make({ redis, app: 'portal', prefix: 'killed:' });
  await blocks.add(request('198.51.100.0/24'));
  expect(await redis.pTTL('killed:{portal:login}:blocks')).toBeLessThanOrEqual(HOUR);
  await server.kill();
  expect(blocks.find('198.51.100.1')).toBeDefined();
  await expect(blocks.add(request('198.51.101.0/24'))).rejects.toThrow(/./);
  expect(blocks.find('198.51.100.1')).toBeDefined();
  await server.restart();
  const add = (): Promise<unknown> => blocks.add(request('198.51.102.0/24'));
  await waitUntil('a change to be taken', () => add().catch(() => undefined));
  expect(blocks.find('198.51.102.1')).toBeDefined();
});
