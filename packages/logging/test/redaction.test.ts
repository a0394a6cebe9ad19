import { afterEach, describe, expect, it } from '@jest/globals';
import { createRedactor } from '../src/redaction/redactor.ts';
import { logFolder } from './log-folder.ts';
import type { LogFolder } from './log-folder.ts';

const { text: redacted } = createRedactor({});

describe('what looks like a secret is masked in any text', () => {
  it.each([
    [
      'an identity-card number with dashes',
      'IC 900101-14-5678, thanks',
      'IC [identity card], thanks',
    ],
    ['one without', 'from 900101145678 on', 'from [identity card] on'],
    ['one after its name', 'ic=900101145678', 'ic=[secret]'],
    ['one with blanks', '900101 14 5678', '[identity card]'],
    ['a card number', 'card 4111 1111 1111 1111', 'card [card]'],
    ['one with dashes', '5500-0000-0000-0004', '[card]'],
    ['one of fifteen digits', '378282246310005', '[card]'],
    ['a header', 'Authorization: Bearer abc.def-ghi_jkl', 'Authorization: [secret]'],
    ['a bearer token', 'Bearer abc.def-ghi_jkl', '[credentials]'],
    ['a basic one', 'BASIC dXNlcjpwYXNz', '[credentials]'],
    ['a web token', 'got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', 'got [token]'],
    [
      'a password in a query',
      '/login?user=ali&password=hunter2&x=1',
      '/login?user=ali&password=[secret]&x=1',
    ],
    ['a token in a query', '/x?access_token=abcdef', '/x?access_token=[secret]'],
    ['an e-mail address', 'sent to <ali.b+x@mail.example.my>.', 'sent to <[e-mail]>.'],
    ['one in an address', '/user/ali%40example.com/edit', '/user/[e-mail]/edit'],
    [
      'one in an address in another',
      '/login?next=%2Fu%2Fali%2540example.com',
      '/login?next=%2Fu%[e-mail]',
    ],
    ['one of another writing', 'zoë.garcía@müller.de wrote', '[e-mail] wrote'],
    ['one with something behind it', 'ali@example.com_2.pdf', '[e-mail]'],
    ['a password in an address', 'redis://user:hunter2@host/0', 'redis://[credentials]@host/0'],
  ])('%s', (_name, text, wanted) => {
    expect(redacted(text)).toBe(wanted);
  });
});

describe('what only resembles one stays', () => {
  it.each([
    ['a date and time', '2026-11-23T16:20:00.000Z'],
    ['milliseconds since 1970', '1795450800000'],
    ['twelve digits that are no date', '991399145678'],
    ['sixteen digits with a wrong check digit', '4111 1111 1111 1112'],
    ['a number with a sign', 'a difference of +1234567 rows'],
    ['an address', '203.0.113.7'],
    ['a request id', 'fb39925a3928c160e55469589bf48c59'],
    ['a UUID', '123e4567-e89b-42d3-a456-426614174000'],
    ['the word bearer', 'the bearer of bad news'],
    ['a version of a package', 'lodash@4.17.21.tgz, vite@7.1.0-beta.1, npm/vue@3.global.js'],
    ['one in an address', '/-/lodash%404.17.21.tgz'],
    ['a picture of twice the size', '/img/logo@2x.png'],
    ['a unit of systemd', 'getty@tty1.service'],
    ['an address of git', 'git@github.example:portal/app.git'],
    ['a name with a sign before it', 'thanks @ali, see a@b'],
  ])('%s', (_name, text) => {
    expect(redacted(text)).toBe(text);
  });
});

describe('in the log', () => {
  let log: LogFolder;
  afterEach(() => log.end());

  it('secrets are masked at any depth, in lists, errors, keys and long numbers', () => {
    log = logFolder();
    log.logger.info('card 4111 1111 1111 1111', {
      user: { credentials: { password: 'hunter2' }, cards: ['4111111111111111'] },
      error: new Error('Bearer abcdefghijkl was refused'),
      number: 4_111_111_111_111_111,
      identity: 900_101_145_678,
      '4111111111111111': 'as a key',
    });
    log.logger.flush();
    const text = log.files().map(log.text).join('');
    expect(text).not.toMatch(/hunter2|4111 ?1111|abcdefghijkl|900101145678/);
    expect(log.lines()[0]).toMatchObject({
      message: 'card [card]',
      data: {
        user: { credentials: '[redacted]', cards: ['[card]'] },
        number: '[card]',
        identity: '[identity card]',
        '[card]': 'as a key',
      },
    });
  });

  it('rules of the app are added, and exceptions made', () => {
    log = logFolder({
      redact: {
        keys: ['policyNumber'],
        allow: ['pin'],
        patterns: [{ name: 'member', find: /\bM-\d{4,}\b/g }],
      },
    });
    log.logger.info('member M-12345', { policy_number: 'P1', pin: 'safety pin', who: 'M-99999' });
    expect(log.lines()[0]).toMatchObject({
      message: 'member [member]',
      data: { policy_number: '[redacted]', pin: 'safety pin', who: '[member]' },
    });
  });

  it('a pattern that forgets the flag g stops the start', () => {
    expect(() => logFolder({ redact: { patterns: [{ name: 'x', find: /x/ }] } })).toThrow(
      /option "redact.patterns.0.find": expected the flag g.*received an object/,
    );
    log = logFolder();
  });

  it('a secret that a long text is cut in is not written in half', async () => {
    const bounded = logFolder({ limits: { text: 24 } });
    bounded.logger.info(`number of the card: 4111 1111 1111 1111${'.'.repeat(50)}`);
    bounded.logger.info(`-----BEGIN PRIVATE KEY-----${'x'.repeat(20_000)}`);
    expect(bounded.lines().map(({ message }) => message)).toEqual([
      'number of the card: [car… (89 characters)',
      '… (20027 characters)',
    ]);
    await bounded.end();
    log = logFolder();
  });
});

describe('user names in events', () => {
  const fail = (log: LogFolder, account: string): unknown => {
    log.logger.event('authn_login_fail', { account, reason: 'wrong', source_ip: '192.0.2.1' });
    return log.lines('auth').at(-1)?.data?.['account'];
  };
  let log: LogFolder;
  afterEach(() => log.end());

  it('are a keyed hash: the same for one name, another for another key', async () => {
    log = logFolder();
    const hash = fail(log, 'ali');
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
    expect(fail(log, 'ali')).toBe(hash);
    expect(fail(log, 'abu')).not.toBe(hash);
    const other = logFolder({ key: 'o'.repeat(32) });
    expect(fail(other, 'ali')).not.toBe(hash);
    await other.end();
  });

  it('are as they are where that is chosen, but for secrets typed there', () => {
    log = logFolder({ accounts: 'plain' });
    expect(fail(log, 'ali')).toBe('ali');
    expect(fail(log, 'ali@example.com')).toBe('ali@example.com');
    expect(fail(log, '900101-14-5678')).toBe('[identity card]');
  });

  it('are what a function makes of them', () => {
    log = logFolder({ accounts: (name) => name.slice(0, 1) });
    expect(fail(log, 'ali')).toBe('a');
  });
});
