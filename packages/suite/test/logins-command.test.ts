import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals';
import { startRedis } from '../../../test/engine/start-redis.ts';
import type { RedisServer } from '../../../test/engine/start-redis.ts';
import { EMAS, runEmas as emas, startEmas } from './run-emas.ts';

const folder = mkdtempSync(join(tmpdir(), 'emas-logins-'));
const authLog = join(folder, 'auth.log');
const logs = join(folder, 'logs');

const ssh = (at: number, name: string, from: string): string => {
  const time = new Date(Date.parse('2026-11-23T10:00:00Z') + at * 1000).toISOString();
  return `${time.replace('Z', '+00:00')} clinic sshd[9]: Failed password for invalid user ${name} from ${from} port 22 ssh2\n`;
};

beforeAll(() => {
  const spray = Array.from({ length: 40 }, (_, n) => ssh(n * 2, `user${n}`, '198.51.100.7'));
  const brute = Array.from({ length: 12 }, (_, n) => ssh(n, 'root\u001b[31m', '192.0.2.9'));
  writeFileSync(authLog, [...brute, ...spray].join(''));
  mkdirSync(logs);
  const line = (n: number): string =>
    JSON.stringify({
      time: new Date(Date.parse('2026-11-23T10:00:00Z') + n * 1000).toISOString(),
      category: 'auth',
      event: 'authn_login_fail',
      data: { account: 'c0ffee', reason: 'wrong_password', source_ip: '203.0.113.9' },
    });
  const lines = (from: number): string =>
    Array.from({ length: 6 }, (_, n) => line(from + n)).join('\n');
  writeFileSync(join(logs, 'auth.1.2026-11-23.001.log'), lines(0));
  writeFileSync(join(logs, 'auth.1.2026-11-23.002.log'), lines(10));
  writeFileSync(join(logs, 'system.1.2026-11-23.001.log'), 'not looked at');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('emas logins analyse', () => {
  it('shows what it read and each incident, in which nothing works', async () => {
    const { code, out, err } = await emas(['logins', 'analyse', authLog, '--plain']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(
      /^52 lines, 52 attempts, 52 failed · 2026-11-23 10:00 to 2026-11-23 10:01 UTC\n/,
    );
    expect(out).toMatch(/medium {2}brute force {3}root\\u\{1b\}\[31m 192\.0\.2\.0\/24/);
    expect(out).toMatch(/medium {2}stuffing {2}prefix 198\.51\.100\.0\/24/);
    expect(out).toMatch(/40 accounts {7}user/);
    expect(out).toMatch(/2 incidents\n +1 {2}brute_force\n +1 {2}stuffing\n$/);
    expect(out).not.toContain('\u001b');
  });

  it('reads the auth log of a folder of ours, as one', async () => {
    const { out } = await emas(['logins', 'analyse', logs]);
    expect(out).toMatch(/^12 lines, 12 attempts/);
    expect(out).toMatch(/brute force {3}c0ffee 203\.0\.113\.0\/24/);
  });

  it('tries other thresholds', async () => {
    const settings = ['--set', 'bruteForce.failures=13', '--set', 'stuffing.accounts=50'];
    const { out } = await emas(['logins', 'analyse', authLog, ...settings, '--json']);
    const incidents = JSON.parse(out) as { kind: string; subject: object }[];
    expect(incidents.map(({ kind }) => kind)).toEqual(['spraying']);
    const file = join(folder, 'thresholds.json');
    writeFileSync(
      file,
      '{"bruteForce": {"failures": 13}, "stuffing": {"accounts": 60}, "spraying": {"accounts": 60}}',
    );
    const none = await emas(['logins', 'analyse', authLog, '--thresholds', file]);
    expect(none.out).toMatch(/No incidents\.\n$/);
  });

  it('reads standard input, and ends with 1 where it is told what is bad', async () => {
    const lines = Array.from({ length: 10 }, (_, n) => ssh(n, 'root', '192.0.2.9')).join('');
    const bad = await startEmas(
      ['logins', 'analyse', '-', '--fail-on', 'medium', '--json'],
      {},
      lines,
    );
    expect(bad.code).toBe(1);
    expect(JSON.parse(bad.out)).toHaveLength(1);
    const good = await startEmas(['logins', 'analyse', '-', '--fail-on', 'high'], {}, lines);
    expect(good.code).toBe(0);
  });

  it.each<[string, string[], RegExp, number]>([
    ['a file that there is not', ['/nowhere.log'], /\/nowhere\.log cannot be read/, 3],
    ['a folder without our logs', [tmpdir()], /no auth log of ours/, 3],
    ['a file of another form', [EMAS], /neither a log of ours nor one of sshd/, 3],
    [
      'a threshold that there is not',
      [authLog, '--set', 'bruteforce.failures=2'],
      /did you mean "bruteForce"/,
      2,
    ],
    [
      'a threshold that says nothing',
      [authLog, '--set', 'failures'],
      /As in bruteForce\.failures=20/,
      2,
    ],
  ])('says what is wrong with %s', async (_name, args, message, ends) => {
    const { code, err, out } = await emas(['logins', 'analyse', ...args]);
    expect(code).toBe(ends);
    expect(err).toMatch(message);
    expect(out).toBe('');
  });
});

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
      out: '198.51.100.0/24 is let in again.\n',
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
