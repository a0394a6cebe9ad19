import { expect, test } from '@jest/globals';
import { copyData, dataOf, parseMetadata } from '../src/held-session.ts';
import { merge } from '../src/merge.ts';

test('data that goes on under a new id replaces nothing that a session has by itself', () => {
  const session = { touch: () => 'touched' };
  copyData('{"__proto__":{"admin":true},"touch":1,"count":2}', session);
  expect(session).toMatchObject({ count: 2 });
  expect(session.touch()).toBe('touched');
  expect('admin' in session).toBe(false);
});

test('what is kept of a session is its data, without the cookie', () => {
  expect(dataOf({ count: 1, cookie: { path: '/' } })).toBe('{"count":1}');
});

test.each(['', 'nonsense', 'null', '4711', '{}', '[]'])('%p is no metadata', (text) => {
  expect(parseMetadata(text)).toBeUndefined();
});

test.each([
  ['each its own key', {}, { a: 1 }, { b: 2 }, { a: 1, b: 2 }],
  [
    'each its own key of an object',
    { o: {} },
    { o: { a: 1 } },
    { o: { b: 2 } },
    { o: { a: 1, b: 2 } },
  ],
  ['both the same key', { a: 0 }, { a: 1 }, { a: 2 }, { a: 1 }],
  ['one deletes, one leaves alone', { a: 0, b: 0 }, { b: 0 }, { a: 0, b: 0 }, { b: 0 }],
  ['one deletes what the other changes', { a: 0 }, {}, { a: 2 }, {}],
  ['one changes what the other deletes', { a: 0 }, { a: 1 }, {}, { a: 1 }],
  ['both an array', { l: [] }, { l: [1] }, { l: [2] }, { l: [1] }],
  [
    'an object instead of a value',
    { a: 0 },
    { a: { b: 1 } },
    { a: { c: 2 } },
    { a: { b: 1, c: 2 } },
  ],
  ['null and nothing', { a: null }, { a: null }, { a: 1 }, { a: 1 }],
])('two changes are put together: %s', (_, base, ours, theirs, merged) => {
  expect(merge(base, ours, theirs)).toEqual(merged);
});

test('a key named __proto__ stays a key', () => {
  const ours = JSON.parse('{"__proto__":{"admin":true}}') as Record<string, unknown>;
  const merged = merge({}, ours, { b: 1 });
  expect(Object.keys(merged).toSorted()).toEqual(['__proto__', 'b']);
  expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
});
