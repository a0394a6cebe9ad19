import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it, test } from '@jest/globals';
import { accountHasher } from '@emas/events/internal';
import { loginDetectors, readAttempts } from '@emas/login-guard';
import type { LoginAttempt, ReadAttemptsOptions, ReadProgress } from '@emas/login-guard';
import fc from 'fast-check';
import { growthOf, LINEAR } from '../../../../test/runner/growth.ts';
import { parseOwnLine } from '../../src/replay/own-lines.ts';
import { sshdLineParser } from '../../src/replay/sshd-lines.ts';
import { examples } from '../../../../test/runner/repetition.ts';

/** Written by OpenSSH 9.2 for attempts made against it; host, addresses and account are changed. */
const AUTH_LOG = fileURLToPath(new URL('auth.log', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'emas-replay-'));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
function fileOf(content: string | Buffer, name = ''): string {
  count += 1;
  const file = join(folder, `${count}${name}`);
  writeFileSync(file, content);
  return file;
}

async function read(
  file: string,
  options: ReadAttemptsOptions = {},
): Promise<{ attempts: LoginAttempt[]; progress: ReadProgress | undefined }> {
  const attempts: LoginAttempt[] = [];
  let progress: ReadProgress | undefined;
  const all = { accounts: 'plain', year: 2026, timeZone: 'UTC', ...options } as const;
  const onProgress = (now: ReadProgress): void => void (progress = now);
  for await (const attempt of readAttempts(file, { ...all, onProgress })) attempts.push(attempt);
  return { attempts, progress };
}

const LATEST = Date.parse('2026-11-23T12:00:00Z');
const parse = sshdLineParser({ timeZone: 'UTC', latest: LATEST });
const header = 'Nov 23 10:00:00 clinic sshd[99]: ';

describe('a log of sshd', () => {
  test('each attempt once, as sshd wrote it', async () => {
    const { attempts, progress } = await read(AUTH_LOG);
    const seen = attempts.map(({ account, reason, outcome, prefix }) => [
      outcome === 'success' ? 'in' : reason,
      account,
      prefix,
    ]);
    const office = '203.0.113.0/24';
    const wrong = ['wrong_password', 'aisyah', office];
    expect(seen).toEqual([
      wrong,
      wrong,
      wrong,
      ['wrong_password', 'root', office],
      ['unknown_account', 'admin', office],
      ['unknown_account', 'oracle', '2001:db8::/64'],
      ['unknown_account', 'root from 9.9.9.9 port 22 ssh2', office],
      ['in', 'aisyah', office],
      wrong,
      wrong,
      wrong,
    ]);
    expect(attempts[0]?.time).toBe(Date.parse('2026-11-23T09:15:07Z'));
    expect(progress).toMatchObject({ lines: 26, attempts: 11, strange: 0 });
  });

  it.each<[string, string, object | undefined]>([
    [
      'a key',
      'Accepted publickey for mei from 192.0.2.7 port 22 ssh2: ED25519 SHA256:abc',
      { outcome: 'success', account: 'mei', client: 'ssh publickey' },
    ],
    [
      'a dialogue',
      'Failed keyboard-interactive/pam for mei from 192.0.2.7 port 22 ssh2',
      { outcome: 'failure', client: 'ssh keyboard-interactive/pam' },
    ],
    [
      'an empty name',
      'Failed password for invalid user  from 192.0.2.7 port 22 ssh2',
      { account: '', reason: 'unknown_account' },
    ],
    [
      'a host name',
      'Failed password for mei from host.example port 22 ssh2',
      { account: 'mei', address: '' },
    ],
    [
      'IPv4 in IPv6',
      'Failed password for mei from ::ffff:192.0.2.7 port 22 ssh2',
      { address: '192.0.2.7' },
    ],
    [
      'so many repeats',
      'message repeated 999999 times: [ Failed password for mei from 192.0.2.7 port 22 ssh2]',
      { count: 1000 },
    ],
    [
      'a name that is another line',
      'Failed password for invalid user x from 1.1.1.1 port 1 ssh2 from 192.0.2.7 port 22 ssh2',
      { account: 'x from 1.1.1.1 port 1 ssh2', address: '192.0.2.7' },
    ],
    ['what is told beside', 'Invalid user mei from 192.0.2.7 port 22', undefined],
    [
      'the end of it',
      'Connection closed by authenticating user mei 192.0.2.7 port 22 [preauth]',
      undefined,
    ],
    ['another message', 'Server listening on 0.0.0.0 port 22.', undefined],
  ])('%s', (_name, message, expected) => {
    const found = parse(header + message);
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(expected);
  });

  it.each<[string, string, string]>([
    ['without year and zone', 'Nov 23 10:00:00', '2026-11-23T10:00:00Z'],
    ['with a day of one digit', 'Nov  3 10:00:00', '2026-11-03T10:00:00Z'],
    ['ahead of the file: of the year before', 'Dec 31 23:59:59', '2025-12-31T23:59:59Z'],
    ['as RFC 3339 has it', '2026-11-23T10:00:00.123456+08:00', '2026-11-23T02:00:00.123Z'],
  ])('a time %s', (_name, time, expected) => {
    const found = parse(
      `${time} clinic sshd-session[7]: Failed password for a from 192.0.2.7 port 1 ssh2`,
    );
    expect(found?.time).toBe(Date.parse(expected));
  });

  test('a time in the zone that it was written in', () => {
    const inMalaysia = sshdLineParser({ timeZone: 'Asia/Kuala_Lumpur', latest: LATEST });
    const inNewYork = sshdLineParser({ timeZone: 'America/New_York', latest: LATEST });
    const line = `${header}Failed password for a from 192.0.2.7 port 1 ssh2`;
    expect(inMalaysia(line)?.time).toBe(Date.parse('2026-11-23T02:00:00Z'));
    expect(inNewYork(line)?.time).toBe(Date.parse('2026-11-23T15:00:00Z'));
  });

  test('names are hashed unless they are asked for', async () => {
    const key = 'k'.repeat(32);
    const { attempts } = await read(AUTH_LOG, { accounts: 'hash', key });
    expect(attempts[0]?.account).toBe(accountHasher(key)('aisyah'));
    expect(JSON.stringify(attempts)).not.toContain('aisyah');
  });
});

describe('a log of ours', () => {
  const line = (event: string, data: object, second = 0): string =>
    JSON.stringify({
      time: `2026-11-23T10:00:${String(second).padStart(2, '0')}.000Z`,
      level: 'warn',
      category: 'auth',
      event,
      data,
    });
  const fail = { account: '9f86d081884c7d65', reason: 'wrong_password', source_ip: '203.0.113.9' };

  test('attempts, each once', async () => {
    const file = fileOf(
      [
        line('log_file_opened', {}),
        line('authn_login_fail', fail, 1),
        line(
          'authn_login_success',
          { account: fail.account, source_ip: '203.0.113.9', client: 'Firefox 128' },
          2,
        ),
        line('authn_login_successafterfail', { account: fail.account, retries: 1 }, 2),
        '{"time":"2026-11-23T10:00:03.000Z","category":"auth","event":"authn_login_f',
        '',
      ].join('\n'),
    );
    const { attempts, progress } = await read(file);
    expect(attempts).toMatchObject([
      {
        outcome: 'failure',
        account: '9f86d081884c7d65',
        reason: 'wrong_password',
        prefix: '203.0.113.0/24',
      },
      { outcome: 'success', client: 'Firefox 128' },
    ]);
    // The torn line at the end is no attempt.
    expect(progress).toMatchObject({ attempts: 2, strange: 1 });
  });

  test('packed', async () => {
    const text = Array.from({ length: 10 }, (_, n) => line('authn_login_fail', fail, n)).join('\n');
    const { attempts } = await read(fileOf(gzipSync(text), '.log.gz'));
    const detectors = loginDetectors();
    for (const one of attempts) detectors.observe(one);
    expect(detectors.incidents()).toMatchObject([{ kind: 'brute_force' }]);
  });
});

describe('what cannot be read', () => {
  it('is named, with a line of each form that can', async () => {
    const file = fileOf('name,address\nmei,192.0.2.7\n', '.csv');
    await expect(read(file)).rejects.toThrow(
      expect.objectContaining({
        code: 'ERR_EMAS_LOGIN_REPLAY_FORMAT',
        message: expect.stringMatching(/neither a log of ours nor one of sshd/),
      }),
    );
    await expect(read(join(folder, 'nowhere'))).rejects.toThrow(
      expect.objectContaining({ code: 'ERR_EMAS_LOGIN_REPLAY_FILE' }),
    );
    await expect(read(fileOf('no gzip', '.gz'))).rejects.toThrow(
      expect.objectContaining({ code: 'ERR_EMAS_LOGIN_REPLAY_FILE' }),
    );
    expect((await read(fileOf(''))).attempts).toEqual([]);
  });

  test('lines without end are passed over and counted', async () => {
    const good = `${header}Failed password for mei from 192.0.2.7 port 22 ssh2`;
    const file = fileOf(`${good}\n${'x'.repeat(300_000)}\n${good}\n`);
    const { attempts, progress } = await read(file);
    expect(attempts).toHaveLength(2);
    expect(progress).toMatchObject({ lines: 3, strange: 1 });
  });

  test('whatever a line holds, reading it never throws', () => {
    const start = fc.constantFrom(
      '',
      header,
      '{"time":"',
      '{"event":"authn_login_fail",',
      `${header}Failed password for `,
    );
    fc.assert(
      fc.property(
        start,
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.constantFrom('', '}', ' from 1.2.3.4 port 5 ssh2'),
        (begin, middle, end) => {
          const line = begin + middle + end;
          expect(() => [parse(line), parseOwnLine(line)]).not.toThrow();
        },
      ),
      examples(3000),
    );
  });

  test('a line that is made to take long does not', () => {
    const parseLong = (length: number): void => {
      expect(parse(`${header}Failed password for ${' from '.repeat(length)}`)).toBeUndefined();
    };
    expect(growthOf(parseLong, 200_000)).toBeLessThan(LINEAR);
  });
});
