import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EmasLogger } from '@emas/logging';
import { fingerprintOf } from '../src/errors/fingerprint.ts';
import { messageOf } from '../src/thrown.ts';
import { logFolder } from './log-folder.ts';
import type { LogFolder } from './log-folder.ts';

let log: LogFolder;
beforeEach(() => {
  log = logFolder();
});
afterEach(() => log.end());

function no(): never {
  throw new Error('no');
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function without(trap: keyof ProxyHandler<object>): object {
  return new Proxy({ a: 1 }, { [trap]: no });
}

function withGetter(key: string, value: object = {}): object {
  return Object.defineProperty(value, key, { get: no, enumerable: true, configurable: true });
}

const VALUES: readonly (readonly [string, () => object])[] = [
  ['a revoked proxy', revoked],
  ['a proxy without keys to tell', () => without('ownKeys')],
  ['a proxy without values to tell', () => without('get')],
  ['a proxy without a prototype to tell', () => without('getPrototypeOf')],
  ['a proxy that knows nothing of its keys', () => without('getOwnPropertyDescriptor')],
  ['an object with a message that throws', () => withGetter('message')],
  ['an object with a level that throws', () => withGetter('level')],
  ['an object whose toJSON throws', () => ({ toJSON: no })],
  ['an object whose toJSON cannot be read', () => withGetter('toJSON')],
  ['an object that cannot be made a text', () => ({ [Symbol.toPrimitive]: no, toString: no })],
  ['an object whose kind throws', () => withGetter(Symbol.toStringTag.toString(), {})],
  ['an error with a message that throws', () => withGetter('message', new Error('E'))],
  ['an error with a stack that throws', () => withGetter('stack', new Error('E'))],
  ['an error with a name that throws', () => withGetter('name', new Error('E'))],
  ['an error with a field that throws', () => withGetter('status', new Error('E'))],
  ['an error caused by a revoked proxy', () => new Error('E', { cause: revoked() })],
  ['a function that cannot be made a text', () => Object.assign(() => 1, { toString: no })],
  ['a revoked function', () => Proxy.revocable(() => 1, {}).proxy],
  ['a map of what throws', () => new Map([['k', revoked()]])],
  ['a list of what throws', () => [revoked(), withGetter('a')]],
  ['something to go through that throws', () => ({ [Symbol.iterator]: no })],
];

/** Ways to log a value, each with a message of its own where it has one. */
const WAYS: readonly (readonly [string, (logger: EmasLogger, value: object) => void])[] = [
  ['beside the message', (logger, value) => void logger.error('payment 17 failed', value)],
  ['within the data', (logger, value) => void logger.error('payment 17 failed', { value })],
  ['behind the data', (logger, value) => void logger.error('payment 17 failed', { a: 1 }, value)],
  ['before more', (logger, value) => void logger.error('payment 17 failed', value, 'more')],
  ['by a child', (logger, value) => void logger.child(value).error('payment 17 failed')],
  [
    'by the child of a child',
    (logger, value) =>
      void logger.child({ a: 1 }).child(value).error('payment 17 failed', { b: 2 }),
  ],
];

describe.each(VALUES)('%s', (_name, make) => {
  it.each(WAYS)('%s loses only itself', (_way, say) => {
    expect(() => say(log.logger, make())).not.toThrow();
    const lines = log.lines();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ level: 'error', message: 'payment 17 failed' });
  });

  it('instead of a message still gives a line', () => {
    expect(() => {
      log.logger.error(make());
      // What JavaScript lets an app do, whatever the types say.
      Reflect.apply(log.logger.log, log.logger, [make()]);
      log.logger.log('error', make());
      log.logger.write(make());
    }).not.toThrow();
    expect(log.lines()).toHaveLength(4);
  });

  it('thrown, it has a message and a fingerprint', () => {
    expect(typeof messageOf(make())).toBe('string');
    expect(fingerprintOf(make())).toMatch(/^[0-9a-f]{12}$/);
  });

  it('in an event, the event is told without it', () => {
    const value = make();
    log.bus.emit('unhandled_error', {
      fingerprint: 'f',
      error: value,
      method: 'GET',
      path: '/pay',
      status: 500,
      source_ip: '192.0.2.1',
    });
    // A field that should be a text.
    log.bus.emit('authn_login_fail', {
      account: value as unknown as string,
      reason: value as unknown as string,
      source_ip: value as unknown as string,
    });
    // By what it is folded.
    log.bus.emit('login_refused', {
      reason: value as unknown as string,
      subject: value as unknown as string,
      source_ip: '192.0.2.1',
    });
    expect(log.lines('error')[0]).toMatchObject({
      event: 'unhandled_error',
      data: { path: '/pay' },
    });
    expect(log.lines('auth')[0]).toMatchObject({ event: 'authn_login_fail' });
  });
});

it('what can be read of the value beside what throws is in the line', () => {
  const value = withGetter('lazy', { order: 17 });
  log.logger.error('failed', value, 'more');
  log.logger.child({ app: 'shop' }).error('failed', value);
  log.logger.error('failed', withGetter('status', new Error('E')));
  log.logger.error(withGetter('message', { order: 17 }));
  expect(log.lines().map(({ message, data }) => [message, data])).toEqual([
    ['failed', { order: 17, lazy: '[unreadable: no]', more: ['more'] }],
    ['failed', { app: 'shop', order: 17, lazy: '[unreadable: no]' }],
    ['failed', { error: expect.objectContaining({ message: 'E', status: '[unreadable: no]' }) }],
    ['[unreadable: no]', { order: 17 }],
  ]);
});

it('a function of the app that hashes names may throw', async () => {
  const own = logFolder({ accounts: no });
  own.logger.event('authn_login_fail', { account: 'ali', reason: 'wrong', source_ip: '::1' });
  expect(own.lines('auth')[0]?.data).toEqual({
    account: '[unreadable: no]',
    reason: 'wrong',
    source_ip: '::1',
  });
  await own.end();
});
