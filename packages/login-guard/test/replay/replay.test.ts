import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, test } from '@jest/globals';
import { accountHasher } from '@emas/events/internal';
import { loginDetectors, readAttempts } from '@emas/login-guard';
import fc from 'fast-check';
import { growthOf, LINEAR } from '../../../../test/runner/growth.ts';
import { FORMS } from '../../src/replay/forms.ts';
import { mappedForm } from '../../src/replay/mapped-form.ts';
import { examples } from '../../../../test/runner/repetition.ts';
import { fileOf, read } from './read-log.ts';

/** Written by OpenSSH 9.2 for attempts made against it; host, addresses and account are changed. */
const AUTH_LOG = fileURLToPath(new URL('auth.log', import.meta.url));

const LATEST = Date.parse('2026-11-23T12:00:00Z');
const header = 'Nov 23 10:00:00 clinic sshd[99]: ';
const MAP = { time: 't', account: 'a', outcome: 'o', success: 'true' };

/** Reads a line in each of the forms, each of which was shown some lines of its own before. */
function readByAll(lines: readonly string[]): void {
  for (const form of [...FORMS, mappedForm(MAP)]) {
    const reader = form.reader({ timeZone: 'UTC', latest: LATEST });
    for (const line of ['"TimeCreated","Id"', '__CURSOR=s=1', '<Event>', ...lines])
      reader.read(line);
    reader.end?.();
  }
}

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
    expect(progress).toMatchObject({ lines: 26, attempts: 11, notUnderstood: 0 });
  });

  it.each<[string, string, string]>([
    ['without year and zone', 'Nov 23 10:00:00', '2026-11-23T10:00:00Z'],
    ['with a day of one digit', 'Nov  3 10:00:00', '2026-11-03T10:00:00Z'],
    ['ahead of the file: of the year before', 'Dec 31 23:59:59', '2025-12-31T23:59:59Z'],
    ['as RFC 3339 has it', '2026-11-23T10:00:00.123456+08:00', '2026-11-23T02:00:00.123Z'],
  ])('a time %s', async (_name, time, expected) => {
    const line = `${time} clinic sshd-session[7]: Failed password for a from 192.0.2.7 port 1 ssh2`;
    const file = fileOf(line);
    utimesSync(file, LATEST / 1000, LATEST / 1000);
    const times: number[] = [];
    for await (const attempt of readAttempts(file, { timeZone: 'UTC' })) times.push(attempt.time);
    expect(times).toEqual([Date.parse(expected)]);
  });

  test('a time in the zone that it was written in', async () => {
    const file = fileOf(`${header}Failed password for a from 192.0.2.7 port 1 ssh2`);
    const timeIn = async (timeZone: string): Promise<number | undefined> =>
      (await read(file, { timeZone })).attempts[0]?.time;
    expect(await timeIn('Asia/Kuala_Lumpur')).toBe(Date.parse('2026-11-23T02:00:00Z'));
    expect(await timeIn('America/New_York')).toBe(Date.parse('2026-11-23T15:00:00Z'));
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
    expect(progress).toMatchObject({ attempts: 2, notUnderstood: 1, understood: 4 });
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
  it('is named, with its first lines and the forms that can', async () => {
    const file = fileOf('name,address\n\nmei,192.0.2.7\n', '.csv');
    await expect(read(file)).rejects.toThrow(
      expect.objectContaining({
        code: 'ERR_EMAS_LOGIN_REPLAY_FORMAT',
        message: expect.stringMatching(/is not known\. Known formats: .*syslog.*\n {2}name,addr/),
      }),
    );
    await expect(read(join(tmpdir(), 'nowhere'))).rejects.toThrow(
      expect.objectContaining({ code: 'ERR_EMAS_LOGIN_REPLAY_FILE' }),
    );
    await expect(read(fileOf('no gzip', '.gz'))).rejects.toThrow(
      expect.objectContaining({ code: 'ERR_EMAS_LOGIN_REPLAY_FILE' }),
    );
    expect((await read(fileOf(''))).attempts).toEqual([]);
  });

  test('is counted: blank lines, other forms, and failures in words that are not known', async () => {
    const good = `${header}Failed password for mei from 192.0.2.7 port 22 ssh2`;
    const sudo = 'Nov 23 10:00:00 clinic thing[1]: login of mei was denied';
    const cron = 'Nov 23 10:00:00 clinic CRON[2]: (root) CMD (run-parts)';
    const long = 'x'.repeat(300_000);
    const { attempts, progress } = await read(
      fileOf(['', good, 'hello', sudo, cron, long, ' '].join('\n')),
    );
    expect(attempts).toHaveLength(1);
    expect(progress).toMatchObject({
      ...{ lines: 7, blank: 2, notUnderstood: 3, understood: 2, attempts: 1 },
      samples: ['hello', sudo, '(a line that is too long)'],
    });
  });

  test('whatever a line holds, reading it never throws', () => {
    const start = fc.constantFrom(
      '',
      header,
      '{"time":"',
      '{"event":"authn_login_fail",',
      `${header}Failed password for `,
      '192.0.2.7 - mei [23/Nov/2026:10:00:00 +0800] "',
      '<86>1 2026-11-23T10:00:00Z clinic sshd 7 - [',
      '"2026-11-23T10:00:00","4625","',
    );
    fc.assert(
      fc.property(
        start,
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.constantFrom('', '}', ' from 1.2.3.4 port 5 ssh2', '"'),
        (begin, middle, end) => {
          expect(() => readByAll([begin + middle + end, '', middle])).not.toThrow();
        },
      ),
      examples(2000),
    );
  });

  it.each<[string, string, string]>([
    ['sshd', `${header}Failed password for `, ' from '],
    ['sshd, invalid', `${header}User `, ' from x not'],
    [
      'PAM',
      'Nov 23 10:00:00 a sshd[1]: pam_unix(sshd:auth): authentication failure; logname=',
      ' rhost=  ',
    ],
    [
      'Dovecot',
      'Nov 23 10:00:00 a dovecot: imap-login: Disconnected (auth failed, 1 attempts): user=<',
      '>, rip=',
    ],
    ['Dropbear', "Nov 23 10:00:00 a dropbear[1]: Pubkey auth succeeded for '", "' with x from 1"],
    [
      'Postfix',
      'Nov 23 10:00:00 a postfix/smtpd[1]: warning: a[1.2.3.4]: SASL LOGIN authentication failed: ',
      ', sasl_username',
    ],
    ['vsftpd', 'Nov 23 10:00:00 a vsftpd[1]: [', '] FAIL LOGIN: Client "'],
    ['WordPress', 'Nov 23 10:00:00 a wordpress(b)[1]: Authentication failure for ', ' from  '],
    ['RFC 5424', '<86>1 2026-11-23T10:00:00Z clinic sshd 7 - ', '[a x="'],
    ['an access log', '192.0.2.7 - - ', '[23/Nov/2026:10:00:00 +0800] "'],
    ['a CSV', '', '"",'],
    ['XML', '<Event ', '<Data Name='],
    ['our own logfmt', 'Nov 23 10:00:00 a portal[1] event=a category=', 'b c="'],
    ['a header', '', 'Nov 23 10:00:00 '],
  ])('a line of %s that is made to take long does not', (_name, start, repeated) => {
    const growth = growthOf((length) => {
      const lines = [start + repeated.repeat(length)];
      return () => readByAll(lines);
    }, 4000);
    expect(growth).toBeLessThan(LINEAR);
  });

  it.each(['"\n', '<Event \n', '__CURSOR=\nA=1\n'])(
    'a record of many lines that is made to take long does not: %j',
    (line) => {
      const growth = growthOf((length) => {
        const lines = line.repeat(length).split('\n');
        return () => readByAll(lines);
      }, 4000);
      expect(growth).toBeLessThan(LINEAR);
    },
  );
});
