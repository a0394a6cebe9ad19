import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deprecations } from '@emas/deprecation';
import { createEventBus } from '@emas/events';
import { createLogger, watchUpdates } from '@emas/logging';
import { waitUntil } from '../../../test/waiting/wait-until.ts';
import { dayOf, KEY as DAYS_KEY, logForDays } from './days-of-logs.ts';
import { followEmas, runEmas } from './run-emas.ts';
import type { Ended } from './run-emas.ts';

const KEY = 'a key for the commands of this test';
const folder = mkdtempSync(join(tmpdir(), 'emas-logs-'));
const logs = join(folder, 'logs');
const keyFile = join(folder, 'key');

beforeAll(async () => {
  writeFileSync(keyFile, `${KEY}\n`);
  const bus = createEventBus();
  const ledger = deprecations({ events: bus });
  ledger({ since: '2026-01-01', sunset: '2030-01-01', endpoint: 'GET /v1' });
  const logger = createLogger({
    app: 'test',
    version: '1.0.0',
    folder: logs,
    key: KEY,
    console: false,
    signals: false,
    crashes: false,
    events: bus,
  });
  watchUpdates({ version: '1.0.0', file: join(logs, 'versions.json'), events: bus });
  watchUpdates({ version: '1.1.0', file: join(logs, 'versions.json'), events: bus });
  logger.event('authn_login_fail', { account: 'ali', reason: 'wrong', source_ip: '203.0.113.7' });
  logger.event('authn_login_fail', { account: 'abu', reason: 'wrong', source_ip: '2001:db8::1' });
  logger.info('an app line', { order: 4711 });
  logger.error('an error of the app');
  await ledger.close();
  await logger.shutdown();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const emas = (...words: string[]): Promise<Ended> => runEmas(words);
const messages = (out: string): unknown[] =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { message: string }).message);

describe('emas hash', () => {
  it('shows what stands for a name in the lines, in whatever way it is written', async () => {
    const { out: lines } = await emas('logs', 'search', logs, '--text', '203.0.113.7', '--json');
    const { data } = JSON.parse(lines) as { data: { account: string } };
    for (const name of ['ali', ' ALI', 'ａｌｉ']) {
      const { code, out } = await emas('hash', name, '--key-file', keyFile);
      expect({ code, out }).toEqual({ code: 0, out: `${data.account}\n` });
    }
  });

  it('shows one for each key, and says where to find the key where it has none', async () => {
    const both = join(folder, 'both');
    writeFileSync(both, `a newer key of at least 32 characters\n${KEY}\n`);
    expect((await emas('hash', 'ali', '--key-file', both)).out.split('\n')).toHaveLength(3);
    const without = await runEmas(['hash', 'ali'], {
      EMAS_DATA: undefined,
      EMAS_LOG_KEY: undefined,
    });
    expect(without.code).toBe(3);
    expect(without.err).toContain('--key-file');
  });
});

describe('emas logs search', () => {
  it.each<[string, string[], number]>([
    ['an event', ['--event', 'authn_login_fail'], 2],
    ['events of a kind', ['--event', 'authn_*'], 2],
    ['a category', ['--category', 'update'], 2],
    ['a level and what is more urgent', ['--level', 'error'], 1],
    ['a user name, by its hash', ['--account', 'ali', '--key-file', keyFile], 1],
    ['an address', ['--address', '203.0.113.7'], 1],
    ['a prefix', ['--address', '2001:db8::/32'], 1],
    ['a text', ['--text', 'ORDER":4711'], 1],
    ['a time', ['--since', '1h', '--text', 'app line'], 1],
    ['a time that is not yet', ['--until', '2026-01-01'], 0],
    ['several at once', ['--event', 'authn_*', '--address', '2001:db8::1'], 1],
    ['no more than asked for', ['--event', 'authn_*', '--limit', '1'], 1],
  ])('finds %s', async (_name, flags, count) => {
    const { code, out, err } = await emas('logs', 'search', logs, ...flags);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(messages(out)).toHaveLength(count);
  });

  it.each<[string, string[], RegExp, number]>([
    ['a folder that there is not', ['/nowhere'], /does not exist\. Give the folder/, 3],
    ['an address that is none', [logs, '--address', '300.1.1.1'], /not an address or a prefix/, 2],
    ['a level that there is not', [logs, '--level', 'loud'], /"loud" is not a level/, 2],
    ['a category that there is not', [logs, '--category', 'aut'], /"aut" is not a category/, 2],
    ['a time that is none', [logs, '--since', 'yesterday'], /Expected a day \(2026-11-01\)/, 2],
    ['a number that is none', [logs, '--limit', 'x'], /Expected a whole number/, 2],
  ])('says what is wrong with %s', async (_name, flags, message, ends) => {
    const { code, err } = await emas('logs', 'search', ...flags);
    expect(code).toBe(ends);
    expect(err).toMatch(message);
  });
});

it('emas logs stats counts', async () => {
  const { out } = await emas('logs', 'stats', logs, '--event', 'authn_*');
  expect(out).toMatch(/^2 lines from \d{4}-\d\d-\d\d \d\d:\d\d to .* UTC\n/);
  expect(out).toMatch(/address\n +1 {2}203\.0\.113\.7\n +1 {2}2001:db8::1\n/);
});

describe('emas logs tail', () => {
  it('shows the last lines of all logs together', async () => {
    const { out } = await emas(
      'logs',
      'tail',
      logs,
      '--no-follow',
      '--lines',
      '2',
      '--level',
      'warn',
    );
    expect(messages(out)).toEqual(['A sign-in attempt failed.', 'an error of the app']);
  });

  it('goes on with what is written, until it is told to stop', async () => {
    const child = followEmas(['logs', 'tail', logs, '--lines', '0']);
    let out = '';
    child.stdout.on('data', (text) => (out += String(text)));
    const ended = once(child, 'exit');
    const next = createLogger({
      app: 'next',
      folder: logs,
      key: KEY,
      console: false,
      signals: false,
      events: createEventBus(),
    });
    // Written again and again: when it has begun to look, nobody knows.
    await waitUntil('a line', () => {
      next.info('written later');
      next.flush();
      return out.includes('written later');
    });
    await next.shutdown();
    child.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
    expect(messages(out)).toContain('written later');
    expect(messages(out)).not.toContain('an app line');
  });
});

it('emas updates shows the history', async () => {
  const { out } = await emas('updates', logs);
  expect(out).toMatch(
    /first seen: app 1\.0\.0, Node [\d.]+, 0 packages\n.*app 1\.0\.0 → 1\.1\.0\n/,
  );
});

it('emas deprecations shows what can go, one that was never called included', async () => {
  const { out } = await emas('deprecations', logs);
  expect(out).toMatch(
    /GET \/v1\n {2}safe to remove: no, because it was watched for 0 days without a call, and 45 are needed: wait until \d{4}-\d\d-\d\d\n/,
  );
  const { out: json } = await emas('deprecations', logs, '--json');
  expect(JSON.parse(json)).toMatchObject([{ endpoint: 'GET /v1', count: 0 }]);
});

describe('emas logs verify', () => {
  it('expects the key, from a file or the environment, never as an argument', async () => {
    const { code, err } = await emas('logs', 'verify', logs);
    expect({ code, err }).toMatchObject({
      code: 3,
      err: expect.stringContaining('no key was given'),
    });
    const { err: missing } = await emas('logs', 'verify', logs, '--key-file', '/nowhere');
    expect(missing).toContain('The key file /nowhere cannot be read');
    const anchors = ['--key-file', keyFile, '--anchors', '/nowhere'];
    const elsewhere = await emas('logs', 'verify', logs, ...anchors);
    expect(elsewhere.code).toBe(3);
    expect(elsewhere.err).toContain('The anchors in /nowhere cannot be read');
  });

  it('takes a file of anchors without an anchor for wrong usage', async () => {
    const empty = join(folder, 'syslog');
    writeFileSync(empty, 'Nov 23 12:00:00 web-1 portal[7]: How far the chain of a log has come\n');
    const command = ['logs', 'verify', logs, '--key-file', keyFile, '--anchors', empty];
    const { code, out, err } = await emas(...command);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(
      `There are no anchors in ${empty}. Name a file that has log_anchor lines`,
    );
    const { code: ofHost, err: whose } = await emas(...command, '--host', 'web-2');
    expect(ofHost).toBe(2);
    expect(whose).toContain(`There are no anchors of web-2 in ${empty}`);
  });

  it('lists its exit codes', async () => {
    const { out } = await emas('logs', 'verify', '--help');
    expect(out).toMatch(
      /Exit codes:\n {2}0 {2}every chain is intact[^]*\n {2}1 {2}[^]*\n {2}2 {2}[^]*\n {2}3 {2}/,
    );
  });

  it('does not say that a chain holds where there is none', async () => {
    const plain = join(folder, 'plain');
    const logger = createLogger({
      ...{ app: 'test', folder: plain, console: false, signals: false, crashes: false },
      events: createEventBus(),
    });
    await logger.shutdown();
    const { code, out } = await emas('logs', 'verify', plain);
    expect(code).toBe(0);
    expect(out).toContain('1 of 1 logs have no MACs, so changes would go unnoticed.');
    expect(out).not.toContain('intact');
  });

  it('takes files for left in time that are older than --keep says', async () => {
    const old = join(folder, 'old');
    await logForDays(old);
    rmSync(join(old, `auth.1.${dayOf(0)}.001.log`));
    const command = ['logs', 'verify', old, '--key-file', join(folder, 'days-key')];
    writeFileSync(join(folder, 'days-key'), DAYS_KEY);
    expect(await emas(...command)).toMatchObject({ code: 1 });
    const { code, out } = await emas(...command, '--keep', '3');
    expect(code).toBe(0);
    expect(out).toContain('is older than the 3 days that its log is kept');
  });

  it('exits with 0 where every chain holds, and with 1 and the place where one does not', async () => {
    const held = await emas('logs', 'verify', logs, '--key-file', keyFile);
    expect(held).toMatchObject({ code: 0, err: '' });
    expect(held.out).toMatch(/Every chain is intact \(\d+\)\.\n$/);
    const name = readdirSync(logs).find((file) => file.startsWith('auth.1.')) ?? '';
    const file = join(logs, name);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('203.0.113.7', '203.0.113.9'));
    const broken = await emas('logs', 'verify', logs, '--key-file', keyFile);
    expect(broken.code).toBe(1);
    expect(broken.out).toContain(
      `ALTERED (number 2): ${name}, line 2: its text is not what was written`,
    );
    const json = await emas('logs', 'verify', logs, '--key-file', keyFile, '--json');
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toContainEqual(
      expect.objectContaining({
        log: 'auth',
        findings: [expect.objectContaining({ kind: 'altered', line: 2 })],
      }),
    );
  });
});
