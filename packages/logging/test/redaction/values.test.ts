import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { logFolder } from '../log-folder.ts';
import type { LogFolder } from '../log-folder.ts';

let log: LogFolder;
beforeEach(() => {
  log = logFolder();
});
afterEach(() => log.end());

describe('secrets in values', () => {
  it('what holds values without having them as keys is written with what it holds', () => {
    const form = new FormData();
    form.append('user', 'ali');
    form.append('password', 'hunter2');
    log.logger.info('asked', {
      headers: new Headers({ accept: '*/*', cookie: 'sid=abc' }),
      query: new URLSearchParams('token=abc&tag=a&tag=b'),
      form,
      map: new Map([['apiKey', 'abc']]),
      set: new Set(['password=abc']),
      own: {
        *[Symbol.iterator]() {
          yield 1;
          yield 'token: abc1';
        },
      },
    });
    expect(log.lines()[0]?.data).toEqual({
      headers: { accept: '*/*', cookie: '[redacted]' },
      query: { token: '[redacted]', tag: ['a', 'b'] },
      form: { user: 'ali', password: '[redacted]' },
      map: { apiKey: '[redacted]' },
      set: ['password=[secret]'],
      own: [1, 'token: [secret]'],
    });
  });

  it('what shows nothing of itself is written by its name, and a generator is left to the app', () => {
    class Account {
      readonly #number = 7;
      number(): number {
        return this.#number;
      }
    }
    class Letters {
      *[Symbol.iterator](): Generator<string> {
        yield* ['a', 'b'];
      }
    }
    const generator = new Letters()[Symbol.iterator]();
    log.logger.info('kinds', {
      promise: Promise.resolve(1),
      weak: new WeakMap(),
      account: new Account(),
      letters: new Letters(),
      generator,
      boxed: [Object(5), Object('pin=4821')],
      plain: {},
      bare: Object.create(null),
    });
    expect(log.lines()[0]?.data).toEqual({
      promise: '[Promise]',
      weak: '[WeakMap]',
      account: '[Account]',
      letters: ['a', 'b'],
      generator: '[Generator]',
      boxed: [5, 'pin=[secret]'],
      plain: {},
      bare: {},
    });
    expect([...generator]).toEqual(['a', 'b']);
  });

  it('a name beside a value hides it: raw headers, pairs, fields of a form, options of a command', () => {
    log.logger.info('asked', {
      rawHeaders: ['Host', 'x.test', 'Cookie', 'sid=abc', 'Accept', '*/*'],
      pairs: [
        ['authorization', 'abc'],
        ['accept', '*/*'],
      ],
      har: [
        { name: 'X-Api-Key', value: 'abc' },
        { name: 'Accept', value: '*/*' },
      ],
      argv: ['emas', '--password', 'hunter2', '--user', 'ali'],
      wanted: ['password', 'token'],
    });
    expect(log.lines()[0]?.data).toEqual({
      rawHeaders: ['Host', 'x.test', 'Cookie', '[redacted]', 'Accept', '*/*'],
      pairs: [
        ['authorization', '[redacted]'],
        ['accept', '*/*'],
      ],
      har: [
        { name: 'X-Api-Key', value: '[redacted]' },
        { name: 'Accept', value: '*/*' },
      ],
      argv: ['emas', '--password', '[redacted]', '--user', 'ali'],
      wanted: ['password', 'token'],
    });
  });

  it('the body of a failed request is searched, wherever the error has it', () => {
    const body = '{"user":"ali","password":"hunter2"}';
    const error = Object.assign(new Error(`refused: ${body}`, { cause: new Error(body) }), {
      config: { data: body, headers: { Authorization: 'Basic YTpi' } },
      response: { config: { url: '/login?token=hunter2' } },
      sql: "UPDATE users SET password = 'hunter2'",
    });
    log.logger.error('failed', error);
    const [line] = log.lines();
    expect(JSON.stringify(line)).not.toMatch(/hunter2|YTpi/);
    expect(line?.data).toMatchObject({
      error: {
        message: 'refused: {"user":"ali","password":"[secret]"}',
        config: { data: '{"user":"ali","password":"[secret]"}' },
      },
    });
  });
});
