import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accountHasher } from '@emas/events/internal';
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
    expect(out).toMatch(/2 incidents\n +1 {2}brute_force\n +1 {2}stuffing\nNot replayed: /);
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
    const { incidents } = JSON.parse(out) as { incidents: { kind: string }[] };
    expect(incidents.map(({ kind }) => kind)).toEqual(['spraying']);
    const file = join(folder, 'thresholds.json');
    writeFileSync(
      file,
      '{"bruteForce": {"failures": 13}, "stuffing": {"accounts": 60}, "spraying": {"accounts": 60}}',
    );
    const none = await emas(['logins', 'analyse', authLog, '--thresholds', file]);
    expect(none.out).toMatch(
      /\nNo incidents\.\nNot replayed: spraying of one password: [^\n]*\.\n$/,
    );
  });

  it('reads standard input, and ends with 1 where it is told what is bad', async () => {
    const lines = Array.from({ length: 10 }, (_, n) => ssh(n, 'root', '192.0.2.9')).join('');
    const bad = await startEmas(
      ['logins', 'analyse', '-', '--fail-on', 'medium', '--json'],
      {},
      lines,
    );
    expect(bad.code).toBe(1);
    expect(JSON.parse(bad.out)).toMatchObject({ lines: 10, incidents: [{ kind: 'brute_force' }] });
    const good = await startEmas(['logins', 'analyse', '-', '--fail-on', 'high'], {}, lines);
    expect(good.code).toBe(0);
  });

  it.each<[string, string[], RegExp, number]>([
    ['a file that there is not', ['/nowhere.log'], /\/nowhere\.log cannot be read/, 3],
    ['a folder without our logs', [tmpdir()], /no auth log of ours/, 3],
    ['a file of another form', [EMAS], /is not known\. Known formats: .*syslog/, 3],
    [
      'a threshold that there is not',
      [authLog, '--set', 'bruteforce.failures=2'],
      /did you mean "bruteForce"/,
      2,
    ],
    [
      'a threshold that says nothing',
      [authLog, '--set', 'failures'],
      /Expected KEY=NUMBER, such as bruteForce\.failures=20/,
      2,
    ],
    ['a field that there is not', [authLog, '--map', 'when=t'], /"when" is not known/, 2],
    ['a map without an outcome', [authLog, '--map', 'time=t,account=a'], /outcome=PATH:VALUE/, 2],
    [
      'a map without somebody',
      [authLog, '--map', 'time=t,outcome=o:1'],
      /account, address, or both/,
      2,
    ],
  ])('says what is wrong with %s', async (_name, args, message, ends) => {
    const { code, err, out } = await emas(['logins', 'analyse', ...args]);
    expect(code).toBe(ends);
    expect(err).toMatch(message);
    expect(out).toBe('');
  });

  it('does not say "no incidents" of what it did not read', async () => {
    const file = join(folder, 'other.log');
    const lines = [
      '',
      'Nov 23 10:00:00 clinic thing[1]: login of \u001b[31mmei was denied',
      'Nov 23 10:00:00 clinic CRON[2]: (root) CMD (run-parts)',
      `hello ${'x'.repeat(5000)}`,
    ];
    writeFileSync(file, lines.join('\n'));
    for (const flags of [[], ['--json'], ['--fail-on', 'low']]) {
      const { code, out, err } = await emas(['logins', 'analyse', file, ...flags]);
      expect({ code, out }).toEqual({ code: 3, out: '' });
      expect(err).toContain(
        `No attempt to sign in was found in 4 lines of ${file}: 2 not understood, 1 blank.`,
      );
      expect(err).toContain(
        '\n  Nov 23 10:00:00 clinic thing[1]: login of \\u{1b}[31mmei was denied\n',
      );
      expect(err.length).toBeLessThan(700);
      expect(err).not.toContain('\u001b');
    }
    writeFileSync(file, '\n\n');
    expect(await emas(['logins', 'analyse', file])).toMatchObject({ code: 3 });
    writeFileSync(file, 'hello\n\n');
    expect(await emas(['logins', 'analyse', file])).toMatchObject({
      code: 3,
      err: expect.stringContaining('is not known'),
    });
  });

  it('says which files it found nothing in, and what it did not understand', async () => {
    const quiet = join(folder, 'quiet.log');
    writeFileSync(quiet, 'Nov 23 10:00:00 clinic CRON[2]: (root) CMD (run-parts)\nhello\n');
    const { code, out } = await emas(['logins', 'analyse', authLog, quiet]);
    expect(code).toBe(0);
    expect(out).toMatch(/^54 lines, 52 attempts, 52 failed · .* · 1 line not understood\n/);
    expect(out).toContain('\n  not understood: hello\n');
    expect(out).toContain(`\n  ${quiet}: no attempt in 2 lines\n`);
    const json = await emas(['logins', 'analyse', authLog, quiet, '--json']);
    expect(JSON.parse(json.out)).toMatchObject({
      ...{ lines: 54, attempts: 52, failures: 52, successes: 0, notUnderstood: 1, blank: 0 },
      files: [
        { file: authLog, lines: 52, attempts: 52 },
        { file: quiet, lines: 2, attempts: 0 },
      ],
      notReplayed: [expect.stringMatching(/password/), expect.stringMatching(/travel/)],
    });
  });

  it('gives the same answer in each run, and for files in each order', async () => {
    const lines = readFileSync(authLog, 'utf8').split('\n');
    const parts = [lines.slice(0, 26), lines.slice(26)];
    const files = parts.map((part, at) => {
      const file = join(folder, `part.${at}`);
      writeFileSync(file, part.join('\n'));
      return file;
    });
    const analysed = async (...names: string[]): Promise<unknown> =>
      JSON.parse((await emas(['logins', 'analyse', ...names, '--plain', '--json'])).out);
    const { incidents } = (await analysed(authLog)) as { incidents: { id: string }[] };
    const ids = incidents.map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    for (const order of [[authLog], files, files.toReversed()]) {
      expect(await analysed(...order)).toMatchObject({ attempts: 52, incidents });
    }
    // Hashes of names differ from run to run where no key is known; ids do not.
    const hashed = await emas(['logins', 'analyse', authLog, '--json']);
    expect(JSON.parse(hashed.out)).toMatchObject({ incidents: ids.map((id) => ({ id })) });
  });

  it('says where time runs back within a file', async () => {
    const file = join(folder, 'back.log');
    writeFileSync(file, ssh(3600, 'a', '192.0.2.1') + ssh(0, 'a', '192.0.2.1'));
    const { out } = await emas(['logins', 'analyse', file]);
    expect(out).toContain(`\n  ${file}: time runs back 1 time, so its lines are not in order\n`);
  });

  it('hashes names as the log does, where its key is known', async () => {
    const keyFile = join(folder, 'key');
    const key = 'a key of the log for this test only';
    writeFileSync(keyFile, key);
    const { out } = await emas(['logins', 'analyse', authLog, '--key-file', keyFile]);
    expect(out).toContain(accountHasher(key)('user0'));
  });

  it('reads any JSON by the names of its fields', async () => {
    const file = join(folder, 'app.jsonl');
    const line = (n: number): string =>
      JSON.stringify({ ts: 1_795_168_800 + n, user: { id: 'mei' }, ip: '192.0.2.9', ok: false });
    writeFileSync(file, Array.from({ length: 12 }, (_, n) => line(n)).join('\n'));
    const map = 'time=ts,account=user.id,address=ip,outcome=ok:true';
    const { code, out } = await emas(['logins', 'analyse', file, '--map', map, '--plain']);
    expect(code).toBe(0);
    expect(out).toMatch(/brute force {3}mei 192\.0\.2\.0\/24/);
    expect(await emas(['logins', 'analyse', file])).toMatchObject({ code: 3 });
  });

  it('lists its exit codes and what it reads', async () => {
    const { out } = await emas(['logins', 'analyse', '--help']);
    expect(out).toMatch(/Exit codes:\n {2}0 {2}[^]*\n {2}3 {2}[^]*no attempt was found/);
    expect(out).toMatch(/Dovecot, Postfix/);
  });
});
