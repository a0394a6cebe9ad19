import { EventEmitter } from 'node:events';
import { expect, test } from '@jest/globals';
import { MemoryStore, memoryStore, session } from '@emas/session';
import type { SessionOptions } from '@emas/session';
import { SECRET } from './visitor.ts';

function faultOf(options: unknown): { code: string; message: string } {
  try {
    void session(options as SessionOptions).close();
  } catch (error) {
    return error as { code: string; message: string };
  }
  throw new Error('It was taken.');
}

test.each<[string, unknown, RegExp]>([
  ['no options', undefined, /option "secret": expected a key.*received nothing/],
  ['no secret', {}, /option "secret": expected a key.*received nothing/],
  [
    'an empty secret',
    { secret: '' },
    /option "secret": expected a key.*received a 0-character string/,
  ],
  [
    'no secret in an array',
    { secret: [] },
    /option "secret": expected a key.*received an array of 0/,
  ],
  ['a number as secret', { secret: 4711 }, /option "secret": .*received a number/],
  [
    'a misspelt option',
    { secret: SECRET, saveUninitialised: true },
    /unknown option "saveUninitialised", did you mean "saveUninitialized"\?/,
  ],
  [
    'a misspelt cookie option',
    { secret: SECRET, cookie: { htpOnly: true } },
    /"cookie.htpOnly", did you mean "httpOnly"\?/,
  ],
  [
    'a misspelt binding option',
    { secret: SECRET, binding: { challengeFrom: 30 } },
    /"binding.challengeFrom", did you mean "challengeAt"\?/,
  ],
  [
    'a mode that there is not',
    { secret: SECRET, binding: 'loose' },
    /option "binding.mode": expected one of off, log, challenge, end, strict.*received a 5-character string/,
  ],
  [
    'a weight below nothing',
    { secret: SECRET, binding: { weights: { newOs: -1 } } },
    /"binding.weights.newOs": expected points from 0 to 1,000.*received a number/,
  ],
  [
    'a time-out in seconds',
    { secret: SECRET, idleTimeout: 900 },
    /"idleTimeout": expected milliseconds from 1000.*received a number/,
  ],
  [
    'a time-out of true',
    { secret: SECRET, absoluteTimeout: true },
    /"absoluteTimeout": expected milliseconds.*received a boolean/,
  ],
  [
    'a store that is none',
    { secret: SECRET, store: {} },
    /"store": expected redisStore\(…\), memoryStore\(…\) or a store made for express-session.*received an object/,
  ],
  ['a store’s class', { secret: SECRET, store: MemoryStore }, /"store": .*received a function/],
  [
    'a name that is no cookie’s',
    { secret: SECRET, name: 'my sid' },
    /"name": expected the name of a cookie.*received a 6-character string/,
  ],
  [
    'a genid that is no function',
    { secret: SECRET, genid: 'id' },
    /"genid": expected a function.*received a 2-character string/,
  ],
  [
    'an unset of its own',
    { secret: SECRET, unset: 'drop' },
    /"unset": expected 'destroy' or 'keep'.*received a 4-character string/,
  ],
  [
    'a policy of its own',
    { secret: SECRET, onStoreFailure: 'crash' },
    /"onStoreFailure": expected 'anonymous', 'refuse' or a function.*received a 5-character string/,
  ],
  [
    'a wait that is too long',
    { secret: SECRET, storeTimeout: 5000 },
    /"storeTimeout": expected milliseconds from 10 to 250.*received a number/,
  ],
  [
    'no session for an account',
    { secret: SECRET, sessionsPerAccount: 0 },
    /"sessionsPerAccount": expected a number of sessions, 1 or more, or false.*received a number/,
  ],
  [
    'a flag that is text',
    { secret: SECRET, rolling: 'yes' },
    /"rolling": expected true or false.*received a 3-character string/,
  ],
  [
    'a cookie path that is none',
    { secret: SECRET, cookie: { path: 'app' } },
    /"cookie.path": expected a path that begins with \/.*received a 3-character string/,
  ],
])('%s is told with what is wanted', (_, options, message) => {
  const fault = faultOf(options);
  expect(fault.code).toBe('ERR_EMAS_SESSION_OPTIONS');
  expect(fault.message).toMatch(message);
});

test('all that is wrong is told at once, and no value is shown', () => {
  const { message } = faultOf({ secret: 'x', name: 'hunter 2', rolling: 1, nameDays: 0 });
  expect(message).toMatch(/"name".*"rolling".*"nameDays"/);
  expect(message).not.toContain('hunter');
});

test.each<[string, Partial<SessionOptions>]>([
  ['an option that is undefined', { rolling: undefined }],
  ['a secret of bytes', { secret: Buffer.alloc(32, 1) }],
  ['several secrets', { secret: [SECRET, Buffer.alloc(32, 1)] }],
  ['the former name of the name', { key: 'sid' } as Partial<SessionOptions>],
  ['express-session’s store', { store: new MemoryStore() }],
  ['a store of ours', { store: memoryStore({ max: 3 }) }],
  [
    'a store by its methods',
    {
      store: Object.assign(new EventEmitter(), {
        get() {},
        set() {},
        destroy() {},
      }) as unknown as MemoryStore,
    },
  ],
  ['cookie settings by a function', { cookie: () => ({ path: '/' }) }],
  ['a mode, or an object', { binding: 'off' }],
  ['no limits', { idleTimeout: false, absoluteTimeout: false, sessionsPerAccount: false }],
])('%s is taken', (_, options) => {
  expect(() => session({ secret: SECRET, ...options }).close()).not.toThrow();
});

test.each<[string, object, RegExp]>([
  [
    '__Host- without Secure',
    { name: '__Host-sid', cookie: { secure: false } },
    /"cookie.secure": expected true.*received a boolean/,
  ],
  [
    '__Secure- without Secure, by the older name of the option',
    { key: '__Secure-sid', cookie: { secure: false } },
    /"cookie.secure": expected true.*received a boolean/,
  ],
  [
    '__Host- with a domain',
    { name: '__Host-sid', cookie: { domain: 'portal.example' } },
    /"cookie.domain": expected none.*received a 14-character string/,
  ],
  [
    '__Host- below a path',
    { name: '__Host-sid', cookie: { path: '/app' } },
    /"cookie.path": expected "\/".*received a 4-character string/,
  ],
  [
    'SameSite=None without Secure',
    { cookie: { sameSite: 'none', secure: false } },
    /"cookie.sameSite": expected 'lax' or 'strict'.*received a 4-character string/,
  ],
  [
    'Partitioned without Secure',
    { cookie: { partitioned: true, secure: false } },
    /"cookie.partitioned": expected false.*received a boolean/,
  ],
  [
    'an idle time-out beyond the name of the cookie',
    { idleTimeout: 90 * 86_400_000, absoluteTimeout: false, nameDays: 30 },
    /"idleTimeout": expected at most "nameDays".*received a number/,
  ],
])('%s, which no browser or nobody would keep, stops the start', (_name, options, message) => {
  const { code, message: told } = faultOf({ secret: SECRET, ...options });
  expect(code).toBe('ERR_EMAS_SESSION_OPTIONS');
  expect(told).toMatch(message);
});

test.each<[string, object]>([
  ['__Host- as it should be', { name: '__Host-sid', cookie: { secure: true } }],
  ['SameSite=None with Secure', { cookie: { sameSite: 'none', secure: true } }],
  ['a long idle time-out within a shorter life', { idleTimeout: 90 * 86_400_000 }],
  ['a long idle time-out and a name of the app', { name: 'sid', idleTimeout: 90 * 86_400_000 }],
])('%s is taken', async (_name, options) => {
  const own = session({ secret: SECRET, store: memoryStore(), ...options });
  await own.close();
  expect(own.counters()).toMatchObject({ lostWrites: 0 });
});
