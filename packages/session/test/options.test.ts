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
  ['no options', undefined, /option "secret" got nothing; wants a key/],
  ['no secret', {}, /option "secret" got nothing; wants a key/],
  ['an empty secret', { secret: '' }, /option "secret" got a string of 0 characters; wants a key/],
  ['no secret in an array', { secret: [] }, /option "secret" got an array of 0; wants a key/],
  ['a number as secret', { secret: 4711 }, /option "secret" got a number/],
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
    /option "binding.mode" got a string of 5 characters; wants one of off, log, challenge, end, strict/,
  ],
  [
    'a weight below nothing',
    { secret: SECRET, binding: { weights: { newOs: -1 } } },
    /"binding.weights.newOs" got a number; wants points from 0 to 1000/,
  ],
  [
    'a time-out in seconds',
    { secret: SECRET, idleTimeout: 900 },
    /"idleTimeout" got a number; wants milliseconds from 1000/,
  ],
  [
    'a time-out of true',
    { secret: SECRET, absoluteTimeout: true },
    /"absoluteTimeout" got a boolean; wants milliseconds/,
  ],
  [
    'a store that is none',
    { secret: SECRET, store: {} },
    /"store" got an object; wants redisStore\(…\), memoryStore\(…\) or a store made for express-session/,
  ],
  ['a store’s class', { secret: SECRET, store: MemoryStore }, /"store" got a function/],
  [
    'a name that is no cookie’s',
    { secret: SECRET, name: 'my sid' },
    /"name" got a string of 6 characters; wants the name of a cookie/,
  ],
  [
    'a genid that is no function',
    { secret: SECRET, genid: 'id' },
    /"genid" got a string of 2 characters; wants a function/,
  ],
  [
    'an unset of its own',
    { secret: SECRET, unset: 'drop' },
    /"unset" got a string of 4 characters; wants 'destroy' or 'keep'/,
  ],
  [
    'a policy of its own',
    { secret: SECRET, onStoreFailure: 'crash' },
    /"onStoreFailure" got a string of 5 characters; wants 'anonymous', 'refuse' or a function/,
  ],
  [
    'a wait that is too long',
    { secret: SECRET, storeTimeout: 5000 },
    /"storeTimeout" got a number; wants milliseconds from 10 to 250/,
  ],
  [
    'no session for an account',
    { secret: SECRET, sessionsPerAccount: 0 },
    /"sessionsPerAccount" got a number; wants a number of sessions, 1 or more, or false/,
  ],
  [
    'a flag that is text',
    { secret: SECRET, rolling: 'yes' },
    /"rolling" got a string of 3 characters; wants true or false/,
  ],
  [
    'a cookie path that is none',
    { secret: SECRET, cookie: { path: 'app' } },
    /"cookie.path" got a string of 3 characters; wants a path that begins with \//,
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
    /"cookie.secure" got a boolean; wants true/,
  ],
  [
    '__Secure- without Secure, by the older name of the option',
    { key: '__Secure-sid', cookie: { secure: false } },
    /"cookie.secure" got a boolean; wants true/,
  ],
  [
    '__Host- with a domain',
    { name: '__Host-sid', cookie: { domain: 'portal.example' } },
    /"cookie.domain" got a string of 14 characters; wants none/,
  ],
  [
    '__Host- below a path',
    { name: '__Host-sid', cookie: { path: '/app' } },
    /"cookie.path" got a string of 4 characters; wants "\/"/,
  ],
  [
    'SameSite=None without Secure',
    { cookie: { sameSite: 'none', secure: false } },
    /"cookie.sameSite" got a string of 4 characters; wants 'lax' or 'strict'/,
  ],
  [
    'Partitioned without Secure',
    { cookie: { partitioned: true, secure: false } },
    /"cookie.partitioned" got a boolean; wants false/,
  ],
  [
    'an idle time-out beyond the name of the cookie',
    { idleTimeout: 90 * 86_400_000, absoluteTimeout: false, nameDays: 30 },
    /"idleTimeout" got a number; wants at most "nameDays"/,
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
