import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { startRedis } from '../../../test/engine/start-redis.ts';
import type { RedisServer } from '../../../test/engine/start-redis.ts';
import { runEmas as emas } from './run-emas.ts';

const folder = mkdtempSync(join(tmpdir(), 'emas-logins-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(['file', 'Redis'])('emas block, unblock and blocks, in %s', (kind) => {
  let server: RedisServer | undefined;
  let place: string[];

  beforeAll(async () => {
    if (kind === 'file') place = ['--file', join(folder, 'blocks.json')];
    else {
      server = await startRedis();
      place = ['--redis', `unix://${server.path}`];
    }
  });
  afterAll(() => server?.stop());

  test('a network is blocked, listed, and let in again', async () => {
    const made = await emas([
      'block',
      '198.51.100.77/24',
      '--for',
      '2h',
      '--reason',
      'spraying\u001b[2J',
      '--by',
      'me',
      ...place,
    ]);
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(made.out).toMatch(
      /^198\.51\.100\.0\/24 is blocked until \d{4}-\d\d-\d\d \d\d:\d\d UTC\.\n$/,
    );
    const { out } = await emas(['blocks', ...place]);
    expect(out).toMatch(
      /^network +ends in +since \(UTC\) +by +incident +reason\n198\.51\.100\.0\/24 +2 h/,
    );
    expect(out).toContain('spraying\\u{1b}[2J');
    const json = await emas(['blocks', '--json', ...place]);
    expect(JSON.parse(json.out)).toMatchObject([{ prefix: '198.51.100.0/24', by: 'me' }]);
    expect(await emas(['unblock', '198.51.100.0/24', ...place])).toMatchObject({
      code: 0,
      out: '198.51.100.0/24 is no longer blocked.\n',
    });
    expect(await emas(['blocks', ...place])).toMatchObject({ out: 'Nothing is blocked.\n' });
    expect(await emas(['unblock', '198.51.100.0/24', ...place])).toMatchObject({ code: 3 });
  });

  it.each<[string, string[], RegExp]>([
    ['no time', ['block', '198.51.100.0/24', '--reason', 'x'], /required option '--for/],
    [
      'a time without end',
      ['block', '198.51.100.0/24', '--for', '99d', '--reason', 'x'],
      /30 days/,
    ],
    [
      'words for a time',
      ['block', '198.51.100.0/24', '--for', 'ever', '--reason', 'x'],
      /10m, 2h, 7d or 2w/,
    ],
    ['everybody', ['block', '0.0.0.0/0', '--for', '1h', '--reason', 'x'], /too wide/],
  ])('refuses %s', async (_name, args, message) => {
    const { code, err } = await emas([...args, ...place]);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });
});

test('blocks that nobody said where to find, and a Redis that is not there', async () => {
  expect((await emas(['blocks'])).err).toMatch(
    /--redis URL \(EMAS_REDIS_URL, REDIS_URL\) or --file FILE/,
  );
  const away = await emas(['blocks', '--redis', 'redis://127.0.0.1:1']);
  expect(away.code).toBe(3);
  expect(away.err).toMatch(/Redis cannot be reached: .*ECONNREFUSED/);
});
